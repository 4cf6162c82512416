"""Searching files by their names: annexes of papers, files of the documents of a process. Never into them."""

from __future__ import annotations

from collections.abc import Iterator

from governance.access.papers import visible_annexes
from governance.access.scope import visible_documents
from governance.access.viewer import Viewer
from governance.queries.search_words import Hit, matching


def files(viewer: Viewer, words: tuple[str, ...]) -> Iterator[Hit]:
    """Return the files whose name or title holds every word, with the page they belong to; two queries."""
    annexes = visible_annexes(viewer).select_related("file", "paper").order_by("-pk")
    known = set()
    for row in matching(annexes, words, "title", "file__name"):
        # The successor of a frozen annex has the same file and name; one hit is enough.
        if (row.paper_id, row.file_id, row.title) not in known:
            known.add((row.paper_id, row.file_id, row.title))
            # A paper without a number is a draft, which only its readers find here; others never read its title.
            where = row.paper.number or row.paper.title
            yield Hit(row.title, "paper", (row.paper.public_id,), where, row.file.name, row.file.uploaded_at)
    documents = visible_documents(viewer).filter(file__isnull=False).select_related("file", "process").order_by("-pk")
    for document in matching(documents, words, "file__name"):
        ids = (document.process.public_id, document.public_id)
        file = document.file
        yield Hit(document.title, "process_document", ids, document.process.number, file.name, file.uploaded_at)
