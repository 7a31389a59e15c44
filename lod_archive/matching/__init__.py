"""Names matched to entities as a historian would: any alphabet, any spelling, with reasons."""

from lod_archive.matching.model import Candidate, Entity, Feature, Name, Query

__all__ = ["Candidate", "Entity", "Feature", "Name", "Query"]
