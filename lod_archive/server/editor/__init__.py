"""The page of the endpoint: a form that works everywhere, and an editor where it can."""

from lod_archive.server.editor.assets import Assets
from lod_archive.server.editor.page import EditorPage
from lod_archive.server.editor.short_links import ShortLinks

__all__ = ["Assets", "EditorPage", "ShortLinks"]
