"""BIBFRAME: works, Instances and Hubs for libraries on the web, and lines for FOLIO."""
