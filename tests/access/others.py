"""Another authority with objects of its own, so that nothing is seen across."""

from __future__ import annotations

from dataclasses import replace

from governance.models import Person
from tests import factories as make
from tests.cast import Cast
from tests.chamber import paper_item


def build_other(cast: Cast) -> None:
    """Give the other authority a body with a chair, a meeting with a paper, a case, minutes to come."""
    there = cast.other_authority
    body = make.BodyFactory(authority=there, code="LG", name="Lenkungsgruppe")
    seat = make.SeatFactory(body=body, name="Dezernat")
    chair: Person = make.PersonFactory(authority=there, first_name="Ulf", last_name="Sandkuhl")
    make.MembershipFactory(seat=seat, person=chair)
    make.OfficeFactory(seat=seat)
    elsewhere = replace(
        cast, authority=there, body=body, secretariat=cast.other_coordinator,
        meeting=make.MeetingFactory(body=body, invited=True),
    )  # fmt: skip
    paper_item(elsewhere)
    make.CaseCardFactory(series=make.SeriesFactory(authority=there))
    make.ProcessFactory(body=body)
    make.PaperFactory(body=body, author=cast.other_coordinator)
