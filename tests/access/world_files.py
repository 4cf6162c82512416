"""Files in each situation, for the matrix: annexes, the file of a document, a letterhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.models import DecisionPaper, FileSpace, ProcessDocument
from portal.access_concept.table import At
from tests.filed import annex, stored
from tests.inspection.files import word_file

if TYPE_CHECKING:
    from tests.access.world import World


def build_files(world: World) -> None:
    """Give the draft and the paper that was sent out an annex each, the latter a confidential one, too."""
    cast, places = world.cast, world.places
    by = cast.coordinator
    draft = DecisionPaper.objects.get(public_id=places[At.PAPER_DRAFT]["paper_id"])
    authored = DecisionPaper.objects.get(public_id=places[At.PAPER_BY_AUTHOR]["paper_id"])
    laid = DecisionPaper.objects.get(public_id=places[At.PAPER_DISPATCHED]["paper_id"])
    version = laid.versions.get()
    made = {
        At.ANNEX_DRAFT: annex(draft, by),
        At.ANNEX_BY_AUTHOR: annex(authored, by, confidential=True),
        At.ANNEX_LAID: annex(laid, by, version=version),
        At.ANNEX_CONFIDENTIAL: annex(laid, by, version=version, confidential=True),
    }
    for at, row in made.items():
        places[at] = {"paper_id": row.paper.public_id, "annex_id": row.public_id}
    document = ProcessDocument.objects.get(public_id=places[At.ANY]["document_id"])
    document.file = stored(by)
    document.save()
    space = FileSpace.objects.get(authority=cast.authority)
    space.letterhead = stored(by, name="briefkopf.docx", content=word_file())
    space.save()
