"""Commands for Wikidata, by confidence: QuickStatements in lines and in tables."""
