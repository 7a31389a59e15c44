"""A catalogue for Mix'n'match."""
