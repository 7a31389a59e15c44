# Harvests as Koha does: formats, then records one after the other with next().
# Usage: perl harvest.pl ADDRESS PREFIX [FROM]; prints identifier, stamp, status and title.
use strict;
use warnings;
use Encode;
use HTTP::OAI;
use HTTP::OAI::Harvester;
use XML::LibXML;

binmode STDOUT, ':encoding(UTF-8)';
my ($address, $prefix, $from) = @ARGV;
my $harvester = HTTP::OAI::Harvester->new(baseURL => $address);
my $formats = $harvester->ListMetadataFormats;
die $formats->message if $formats->is_error;
my %asked = (metadataPrefix => $prefix);
$asked{from} = $from if defined $from;
my $response = $harvester->ListRecords(%asked);
die $response->message if $response->is_error;
while (my $record = $response->next) {
    die $record->message if $record->can('is_error') && $record->is_error;
    my $title = '';
    if (!$record->is_deleted) {
        my $text = Encode::encode('UTF-8', $record->metadata->dom->toString);
        my $dom = XML::LibXML->load_xml(string => $text);
        my ($first) = $dom->findnodes('//*[local-name()="title"]');
        $title = $first ? $first->textContent : '';
    }
    print join("\t", $record->identifier, $record->datestamp, $record->status // '', $title), "\n";
}
die $response->message if $response->is_error;
