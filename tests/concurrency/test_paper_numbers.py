"""Numbers of papers have no gaps and no doubles when many are released at once (papers.md, The paper)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from governance.access.viewer import viewer_of
from governance.models import DecisionPaper, PaperVersion
from governance.rules import clock
from governance.usecases import papers as usecases
from governance.usecases.foundation import Refused
from governance.usecases.papers import release_paper, save_paper
from tests import factories as make
from tests.cast import build_cast

MANY = 8


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run `acts` in threads that start together; return results and exceptions in the order of `acts`."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = acts[place]()  # type: ignore[call-overload]
        except Exception as error:
            results[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def drafts(transactional_db: None) -> list[DecisionPaper]:
    """Complete drafts of one body."""
    cast = build_cast()
    template = make.TemplateFactory(authority=cast.authority)
    template.sections.update(mandatory=False)
    papers = make.PaperFactory.create_batch(
        MANY, body=cast.body, template=template, author=cast.secretariat, subject="other"
    )
    by = cast.viewer(cast.secretariat)
    return [
        save_paper(by=by, paper_id=row.public_id, version=None, title=row.title, subject="other", points=["Punkt"])
        for row in papers
    ]


def release(paper: DecisionPaper) -> Callable[[], PaperVersion]:
    secretary = paper.author
    return lambda: release_paper(by=viewer_of(person=secretary, user=secretary.user), paper_id=paper.public_id)


@pytest.mark.django_db(transaction=True)
def test_papers_released_at_once_get_every_number_exactly_once(drafts: list[DecisionPaper]) -> None:
    results = at_once([release(paper) for paper in drafts])
    assert [result for result in results if isinstance(result, Exception)] == []
    year = clock.today().year
    numbers = sorted(DecisionPaper.objects.values_list("number", flat=True))
    assert numbers == [f"LG/{year}/{count:02d}" for count in range(1, MANY + 1)]


@pytest.mark.django_db(transaction=True)
def test_one_paper_released_many_times_at_once_gets_one_version(drafts: list[DecisionPaper]) -> None:
    results = at_once([release(drafts[0]) for _ in range(MANY)])
    assert sum(isinstance(result, PaperVersion) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == MANY - 1
    assert PaperVersion.objects.filter(paper=drafts[0]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_release_that_fails_at_its_end_leaves_no_gap(
    drafts: list[DecisionPaper], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise OSError("lost")

    with monkeypatch.context() as patch:
        patch.setattr(usecases, "record", broken)
        with pytest.raises(OSError, match="lost"):
            release(drafts[0])()
    assert release(drafts[1])().number.endswith("/01")
    drafts[0].refresh_from_db()
    assert (drafts[0].number, drafts[0].state) == ("", "draft")
