"""The version, in one place: setup.cfg, the command line and the publication read it here."""

__version__ = "0.1.0"
