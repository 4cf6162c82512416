"""Two people confirming at once: the same import is written once, and two files with the same people make them once.

Seen to fail on PostgreSQL with `foundation.lock` reading without `FOR UPDATE`.
"""

from __future__ import annotations

import pytest

from governance.exchange.runs import confirm_import
from governance.models import ImportRun, Person
from tests.cast import build_cast
from tests.concurrency.at_once import at_once, refusals
from tests.exchange.handing_in import tried

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = "Vorname;Nachname\n" + "".join(f"Ada;Neu{number}\n" for number in range(5))


def test_one_import_is_written_once_and_the_other_is_told() -> None:
    cast = build_cast()
    run = tried(cast.viewer(cast.coordinator), "people", PEOPLE)
    both = [cast.viewer(cast.coordinator), cast.viewer(cast.secretariat)]
    answers = at_once(
        [lambda by=by: confirm_import(by=by, import_id=run.public_id, shown=run.digest) for by in both]  # type: ignore[misc]
    )
    assert len(refusals(answers)) == 1
    assert Person.objects.filter(last_name__startswith="Neu").count() == 5


def test_two_files_with_the_same_people_make_them_once() -> None:
    cast = build_cast()
    both = [cast.viewer(cast.coordinator), cast.viewer(cast.secretariat)]
    runs = [tried(by, "people", PEOPLE) for by in both]
    at_once(
        [
            lambda by=by, run=run: confirm_import(by=by, import_id=run.public_id, shown=run.digest)  # type: ignore[misc]
            for by, run in zip(both, runs, strict=True)
        ]
    )
    assert Person.objects.filter(last_name__startswith="Neu").count() == 5
    steps = sorted(str(run.step) for run in ImportRun.objects.all())
    assert steps == ["checked", "done"]
