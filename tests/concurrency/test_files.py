"""Two uploads at once never exceed the quota together (trust.md, Uploads)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governance.access.viewer import viewer_of
from governance.inspection.examine import Upload
from governance.models import DecisionPaper, FileSpace, PaperAnnex
from governance.queries.files import used_bytes
from governance.usecases.paper_annexes import attach_annex
from tests import factories as make
from tests.cast import build_cast
from tests.concurrency.at_once import at_once, refusals

MANY = 6
CONTENT = b"a" * (400 * 1024)


def attach(paper: DecisionPaper, number: int) -> Callable[[], PaperAnnex]:
    file = Upload(f"{number}.txt", "text/plain", CONTENT)
    by = viewer_of(person=paper.author, user=paper.author.user)
    return lambda: attach_annex(by=by, paper_id=paper.public_id, upload=file)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False], ids=["with a row", "first upload of all"])
def test_uploads_at_once_stay_within_the_quota(known: bool, settings: object) -> None:
    cast = build_cast()
    settings.FILE_QUOTA_MEGABYTES = 1  # type: ignore[attr-defined]
    rows = FileSpace.objects.filter(authority=cast.authority)
    rows.update(quota=1) if known else rows.delete()
    papers = make.PaperFactory.create_batch(MANY, body=cast.body, author=cast.secretariat)
    answers = at_once([attach(paper, number) for number, paper in enumerate(papers)])
    assert len(refusals(answers)) == MANY - 2
    assert used_bytes(cast.authority) == 2 * len(CONTENT)
    assert FileSpace.objects.get(authority=cast.authority).quota == 1
