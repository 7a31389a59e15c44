"""Citations: CSL-JSON, BibLaTeX and RIS."""
