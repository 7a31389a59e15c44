"""The generated parts of the reference: tables and sections made from what they describe.

Each public function gives Markdown. The pages call them between cog's marks, and are written anew
with::

    cog -r -I docs/reference docs/*.md docs/reference/*.md
"""
