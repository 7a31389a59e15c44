"""schema.org: a document a record, for search engines and catalogues."""
