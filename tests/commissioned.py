"""A commissioned process: a mandate with three places, adopted as a resolution does, perhaps with its group at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from governance.models import Mandate, MandateVersion, Nomination, Organisation, PlanningProcess
from governance.rules import clock
from governance.rules.stages import SHOWN_TO_GROUP, Stage
from governance.usecases.mandates import adopt_mandate_version
from governance.usecases.nominations import constitute
from tests import factories as make
from tests.cast import Cast


@dataclass
class Commission:
    """The process with its mandate. The contact of the cast speaks for `agency`, the lead comes from `office`."""

    cast: Cast
    process: PlanningProcess
    mandate: Mandate
    version: MandateVersion
    office: Organisation
    agency: Organisation
    welfare: Organisation

    def nomination(self, organisation: Organisation) -> Nomination:
        return self.mandate.nominations.get(organisation=organisation)

    def put(self, stage: str) -> None:
        shown = Stage(stage) in SHOWN_TO_GROUP or self.process.shown_to_group
        PlanningProcess.objects.filter(pk=self.process.pk).update(stage=stage, shown_to_group=shown)
        self.process.refresh_from_db()

    def adopt(self) -> Commission:
        with transaction.atomic():
            self.version = adopt_mandate_version(self.version, at=clock.now())
        self.mandate.refresh_from_db()
        self.put("commissioned")
        return self

    def name_all(self) -> Commission:
        """Name the lead and the member of the cast's group; the welfare association declines."""
        for organisation, person in ((self.office, self.cast.group_lead), (self.agency, self.cast.group_member)):
            row = self.nomination(organisation)
            row.name()
            row.person, row.answered_by, row.answered_at = person, self.cast.coordinator, clock.now()
            row.save()
        row = self.nomination(self.welfare)
        row.decline()
        row.reason = "Keine Kapazität im Herbst"
        row.save()
        return self

    def at_work(self) -> Commission:
        """Constitute the group, in the standing body where the mandate names one."""
        self.name_all()
        with transaction.atomic():
            constitute(self.process, at=clock.now())
        self.put("group_working")
        self.mandate.refresh_from_db()
        return self


def drafted(
    cast: Cast,
    *,
    stage: str = "established",
    report: date | None = None,
    process: PlanningProcess | None = None,
    **values: object,
) -> Commission:
    """Return a process, a new one at `stage` unless it is given, whose mandate is a complete draft."""
    organisations = [
        make.OrganisationFactory(authority=cast.authority, name=f"{name} {Organisation.objects.count()}")
        for name in ("Jobcenter", "Bundesamt", "Caritas")
    ]
    organisations[1] = cast.contact.organisation or organisations[1]
    if process is None:
        process = make.ProcessFactory(body=cast.body, stage=stage, shown_to_body=True, coordinator=cast.coordinator)
        make.TopicFactory(process=process)
    mandate = make.MandateFactory(authority=cast.authority, processes=[process], **values)
    version = make.MandateVersionFactory(
        mandate=mandate, author=cast.coordinator, report_back_on=report or clock.today() + timedelta(days=90)
    )
    for order, organisation in enumerate(organisations):
        make.MandatePlaceFactory(version=version, order=order, organisation=organisation, lead=order == 0)
    return Commission(cast, process, mandate, version, *organisations)


def with_contact(commission: Commission) -> Commission:
    """Let the contact of the cast speak for the agency."""
    contact = commission.cast.contact
    if contact.organisation is None:
        contact.organisation = commission.agency
        contact.save()
    return commission
