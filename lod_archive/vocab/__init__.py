"""Facts without behaviour: namespaces, formats, IRIs, language tags, dates."""
