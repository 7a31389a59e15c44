"""The server beside those one would use instead: the oxigraph server, and rdflib-endpoint."""
