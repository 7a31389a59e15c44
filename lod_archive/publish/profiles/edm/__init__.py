"""Objects as Europeana takes them."""
