"""Around measures in tests: an organisation whose contact is one of the cast, and a process that is carried out."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.viewer import Viewer
from governance.models import FollowUp, Measure, Organisation, Person, PlanningProcess
from tests import factories as make
from tests.cast import Cast


@dataclass(frozen=True)
class Practice:
    """The organisation with its contact and a colleague, and a process in implementation."""

    cast: Cast
    organisation: Organisation
    colleague: Person
    process: PlanningProcess

    @property
    def contact(self) -> Viewer:
        return self.cast.viewer(self.cast.contact)

    @property
    def coordinator(self) -> Viewer:
        return self.cast.viewer(self.cast.coordinator)

    @property
    def worker(self) -> Viewer:
        return self.cast.viewer(self.colleague)

    def measure(self, **values: object) -> Measure:
        return make.MeasureFactory(**{"process": self.process, "organisation": self.organisation, **values})

    def follow_up(self, **values: object) -> FollowUp:
        given = {"organisation": self.organisation, "opened_by": self.cast.coordinator, **values}
        return make.FollowUpFactory(body=self.cast.body, **given)


def practice(cast: Cast, *, stage: str = "implementation") -> Practice:
    """Give the contact of the cast an organisation, and a process of the cast's body at `stage`."""
    organisation = cast.contact.organisation or make.OrganisationFactory(authority=cast.authority, name="Jobcenter")
    Person.objects.filter(pk=cast.contact.pk).update(organisation=organisation)
    cast.contact.organisation = organisation
    colleague = make.PersonFactory(
        authority=cast.authority, organisation=organisation, first_name="Heike", last_name="Brands"
    )
    process = make.ProcessFactory(
        body=cast.body, stage=stage, shown_to_body=True, coordinator=cast.coordinator, group=cast.project_group
    )
    return Practice(cast, organisation, colleague, process)
