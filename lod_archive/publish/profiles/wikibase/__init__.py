"""Items, statements and references, as a Wikibase has them: in JSON and in RDF."""
