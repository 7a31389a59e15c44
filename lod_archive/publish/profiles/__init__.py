"""Profiles: the archive as one kind of consumer takes it, a folder for each."""

from lod_archive.publish.profiles.exporting import (
    Exported,
    export,
    export_forms,
    export_records,
    written_records,
)
from lod_archive.publish.profiles.forms import Place
from lod_archive.publish.profiles.losses import Loss, as_csv
from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.profile import Profile, find_profile, profiles
from lod_archive.publish.profiles.records import profiles_of, records_of
from lod_archive.publish.profiles.sharing import Shared

__all__ = [
    "Exported",
    "Loss",
    "Output",
    "Place",
    "Profile",
    "Shared",
    "as_csv",
    "export",
    "export_forms",
    "export_records",
    "find_profile",
    "profiles",
    "profiles_of",
    "records_of",
    "written_records",
]
