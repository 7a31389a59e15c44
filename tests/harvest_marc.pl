# Harvests MARC records as Koha::OAI::Client::Harvester does: sets and dates are asked for even if
# they are empty, and each record is read by MARC::Record.
# Usage: perl harvest_marc.pl ADDRESS PREFIX SET; prints identifier and type of each record.
use strict;
use warnings;
use HTTP::OAI;
use MARC::File::XML;
use MARC::Record;

my ($address, $prefix, $set) = @ARGV;
my $repository = HTTP::OAI::Identify->new(baseURL => $address, version => '2.0');
my $harvester = HTTP::OAI::Harvester->new(repository => $repository);
$harvester->ListMetadataFormats;
my $response = $harvester->ListRecords(metadataPrefix => $prefix, set => $set, from => '');
die $response->message if $response->is_error;
while (my $found = $response->next) {
    my $record = MARC::Record->new_from_xml($found->metadata->dom, 'UTF-8');
    print $found->identifier, "\t", substr($record->leader, 6, 1), "\n";
}
