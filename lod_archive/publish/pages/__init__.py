"""HTML pages of a publication: made from its quads, complete without JavaScript.

Nothing is imported here: the processes that write the pages of records need few of these modules.
"""
