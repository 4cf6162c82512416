"""Factories for records that tests need around the thing they test; lifecycle traits go through the real tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from governance import models
from governance.rules import clock
from governance.rules.procedure import ADMINISTRATIVE_PROCEDURE

PASSWORD = "Beispiel-Passwort-2026"
LONG_AGO = date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    """A login with the known test password."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Beispiel Person {n}")

    @factory.post_generation
    def password(self: Any, create: bool, extracted: str | None, **_kwargs: Any) -> None:
        self.set_password(extracted or PASSWORD)
        if create:
            self.save()


class AuthorityFactory(DjangoModelFactory):
    """A Kreis with its process profile."""

    class Meta:
        model = models.Authority
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"kreis-{n}")
    name = factory.Sequence(lambda n: f"Kreis Beispiel {n}")
    code = factory.Sequence(lambda n: "K" + chr(65 + n // 26 % 26) + chr(65 + n % 26))
    mailbox = factory.LazyAttribute(lambda o: f"kim@{o.slug}.example")
    is_example = True
    profile = factory.RelatedFactory("tests.factories.ProfileFactory", factory_related_name="authority")
    file_space = factory.RelatedFactory("tests.factories.FileSpaceFactory", factory_related_name="authority")


class ProfileFactory(DjangoModelFactory):
    """A process profile with Höxter's numbers."""

    class Meta:
        model = models.ProcessProfile

    authority = factory.SubFactory(AuthorityFactory, profile=None)


class FileSpaceFactory(DjangoModelFactory):
    """How much an authority may store, as much as by default."""

    class Meta:
        model = models.FileSpace

    authority = factory.SubFactory(AuthorityFactory, file_space=None)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Organisation {n}")


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Territory

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Gebiet {n}")


class PersonFactory(DjangoModelFactory):
    """A person with login; `user=None` makes one without."""

    class Meta:
        model = models.Person

    authority = factory.SubFactory(AuthorityFactory)
    first_name = factory.Sequence(lambda n: f"Vorname{n}")
    last_name = factory.Sequence(lambda n: f"Nachname{n}")
    email = factory.LazyAttribute(lambda o: f"{o.first_name}.{o.last_name}@example.org".lower())
    user = factory.SubFactory(
        UserFactory,
        email=factory.SelfAttribute("..email"),
        name=factory.LazyAttribute(lambda o: f"{o.factory_parent.first_name} {o.factory_parent.last_name}"),
    )


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = models.RoleAssignment

    person = factory.SubFactory(PersonFactory)
    role = models.Role.COORDINATOR
    valid_from = LONG_AGO


class ImportRunFactory(DjangoModelFactory):
    """An import whose dry run found one new organisation and that nobody has confirmed."""

    class Meta:
        model = models.ImportRun

    begun_by = factory.SubFactory(PersonFactory)
    authority = factory.SelfAttribute("begun_by.authority")
    kind = "organisations"
    file_name = "organisationen.csv"
    table = factory.LazyFunction(
        lambda: {"headings": ["Name", "Art"], "rows": [[2, ["Neue Stelle", "Stelle des Kreises"], {}, ""]]}
    )
    preview = factory.LazyFunction(lambda: [[2, "new", "Neue Stelle", [["Name", "", "Neue Stelle", ""]]]])
    digest = "0" * 64
    checked_at = factory.LazyFunction(clock.now)
    rows = new = 1


class BodyFactory(DjangoModelFactory):
    """A steering group that decides, with rules of procedure in force."""

    class Meta:
        model = models.Body
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    kind = models.BodyKind.STEERING_GROUP
    name = "Lenkungsgremium KIM"
    code = factory.Sequence(lambda n: f"LG{n}" if n else "LG")
    decides = True
    rules = factory.RelatedFactory("tests.factories.RulesFactory", factory_related_name="body")


class RulesFactory(DjangoModelFactory):
    class Meta:
        model = models.RulesOfProcedure

    body = factory.SubFactory(BodyFactory, rules=None)
    valid_from = LONG_AGO
    values = factory.LazyFunction(ADMINISTRATIVE_PROCEDURE.to_data)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = models.Seat

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence(lambda n: f"Sitz {n}")
    order = factory.Sequence(lambda n: n)
    valid_from = LONG_AGO


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..seat.body.authority"))
    valid_from = LONG_AGO


class DeputyshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Deputyship

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..seat.body.authority"))
    valid_from = LONG_AGO


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = models.Office

    seat = factory.SubFactory(SeatFactory)
    kind = models.OfficeKind.CHAIR
    valid_from = LONG_AGO


class SecretariatFactory(DjangoModelFactory):
    class Meta:
        model = models.Secretariat

    body = factory.SubFactory(BodyFactory)
    person = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..body.authority"))
    valid_from = LONG_AGO


class AssistanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Assistance

    member = factory.SubFactory(PersonFactory)
    assistant = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..member.authority"))
    valid_from = LONG_AGO


class MeetingFactory(DjangoModelFactory):
    """A planned meeting in three weeks; traits `invited`, `in_session`, `closed` put it further along."""

    class Meta:
        model = models.Meeting

    body = factory.SubFactory(BodyFactory)
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=21))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=3))
    location = "Kreishaus, Großer Sitzungssaal"

    class Params:
        invited = factory.Trait(state="invited", dispatched_at=factory.LazyFunction(clock.now))
        in_session = factory.Trait(
            state="in_session",
            dispatched_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=20)),
            starts_at=factory.LazyFunction(lambda: clock.now() - timedelta(minutes=30)),
            opened_at=factory.LazyFunction(lambda: clock.now() - timedelta(minutes=30)),
        )
        closed = factory.Trait(
            state="closed",
            dispatched_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=40)),
            starts_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=20)),
            opened_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=20)),
            closed_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=20) + timedelta(hours=3)),
        )


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = models.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    order = factory.Sequence(lambda n: n)
    number = factory.LazyAttribute(lambda o: str(o.order + 1))
    title = factory.Sequence(lambda n: f"Tagesordnungspunkt {n}")


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    meeting = factory.SubFactory(MeetingFactory, in_session=True)
    seat = factory.SubFactory(SeatFactory, body=factory.SelfAttribute("..meeting.body"))
    person = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..meeting.body.authority"))
    arrived_at = factory.SelfAttribute("meeting.opened_at")


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = models.ReconstructionSeries

    authority = factory.SubFactory(AuthorityFactory)
    number = factory.Sequence(lambda n: f"X-2026-{n}")
    title = "Fallrekonstruktionen Frühjahr"


class CaseCardFactory(DjangoModelFactory):
    """A reconstructed case that meets all five criteria; `nominated=True` makes a fresh one."""

    class Meta:
        model = models.CaseCard

    series = factory.SubFactory(SeriesFactory)
    code = factory.Sequence(lambda n: f"F{n}")
    case_manager = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..series.authority"))
    state = "reconstructed"
    accompanied_since = factory.LazyFunction(lambda: clock.today() - timedelta(days=300))
    scheduled_for = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
    reconstructed_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
    medium_difficulty = True
    typical = True
    legal_areas = ["sgb_ii", "residence"]
    problem_circles = ["language", "childcare"]

    class Params:
        nominated = factory.Trait(state="nominated", scheduled_for=None, reconstructed_on=None)


class ProcessFactory(DjangoModelFactory):
    """A process in case reconstruction; `stage=` puts it elsewhere, `shown_to_body` with it."""

    class Meta:
        model = models.PlanningProcess

    body = factory.SubFactory(BodyFactory)
    authority = factory.SelfAttribute("body.authority")
    number = factory.Sequence(lambda n: f"X-V-2026-{n:02d}")
    title = "Zugang zu Sprachkursen bei fehlender Kinderbetreuung"
    coordinator = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..body.authority"))
    shown_to_group = factory.LazyAttribute(lambda o: getattr(o, "group", None) is not None)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = models.Topic

    process = factory.SubFactory(ProcessFactory)
    statement = "Eltern mit Betreuungspflichten erreichen den passenden Sprachkurs nicht rechtzeitig."


class TemplateFactory(DjangoModelFactory):
    """A paper template with two mandatory sections."""

    class Meta:
        model = models.PaperTemplate
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    name = "Beschlussvorlage Lenkungsgremium KIM"

    @factory.post_generation
    def sections(self: Any, create: bool, _extracted: Any, **_kwargs: Any) -> None:
        if create:
            for order, (key, label) in enumerate([("facts", "Sachverhalt"), ("effects", "Auswirkungen")]):
                models.TemplateSection.objects.create(template=self, order=order, key=key, label=label)


class TemplateSectionFactory(DjangoModelFactory):
    """A section of formatted text."""

    class Meta:
        model = models.TemplateSection


class TextModuleFactory(DjangoModelFactory):
    """A text module with one paragraph."""

    class Meta:
        model = models.TextModule

    authority = factory.SubFactory(AuthorityFactory)
    name = "Freistellung Case Management"
    section = "Sachverhalt"
    text = factory.LazyFunction(lambda: [{"type": "text", "value": "<p>Die Fachkräfte werden freigestellt.</p>"}])


class PaperFactory(DjangoModelFactory):
    """A draft paper of a body; the text of its sections is empty."""

    class Meta:
        model = models.DecisionPaper

    body = factory.SubFactory(BodyFactory)
    template = factory.SubFactory(TemplateFactory, authority=factory.SelfAttribute("..body.authority"))
    subject = "establish_topic"
    title = "Feststellung eines generativen Themas"
    author = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..body.authority"))


class GoalSystemFactory(DjangoModelFactory):
    """An empty Zielsystem of a process whose group is at work."""

    class Meta:
        model = models.GoalSystem

    process = factory.SubFactory(ProcessFactory, stage="group_working")
    title = "Kurs und Kind"


class GoalNodeFactory(DjangoModelFactory):
    """A node; give `parent` and `level`."""

    class Meta:
        model = models.GoalNode

    system = factory.SubFactory(GoalSystemFactory)
    level = "principle_goal"
    text = factory.Sequence(lambda n: f"Ziel {n} ist erreicht.")
    order = factory.Sequence(lambda n: n % 30_000)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    node = factory.SubFactory(GoalNodeFactory)
    name = "Wartezeit bis Kursbeginn"
    unit = "Arbeitstage"
    direction = "down"
    baseline = 62
    target = 15


class ServiceChainFactory(DjangoModelFactory):
    """A chain without parts; its process is one in which a group works unless it is given."""

    class Meta:
        model = models.ServiceChain

    process = factory.SubFactory(ProcessFactory, stage="group_working")
    title = "Vom Bedarf zum Kursplatz"


class MandateFactory(DjangoModelFactory):
    """A mandate in draft of one process; `adopt` of `tests.commissioned` puts it in force as a resolution does."""

    class Meta:
        model = models.Mandate
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    group_name = "PAG „Wege zum Kurs“"

    @factory.post_generation
    def processes(self: Any, create: bool, extracted: Any, **_kwargs: Any) -> None:
        if create and extracted:
            self.processes.set(extracted)


class MandateVersionFactory(DjangoModelFactory):
    """A complete draft without places."""

    class Meta:
        model = models.MandateVersion

    mandate = factory.SubFactory(MandateFactory)
    ordinal = 1
    subject = "Zugang zu Sprachkursen bei fehlender Kinderbetreuung"
    objective = "Eltern mit Betreuungspflichten erreichen innerhalb von acht Wochen einen Kurs."
    working_form = "Vier Termine zu höchstens drei Stunden"
    result_form = "Zielsystem und Dienstleistungskette, dazu eine Schätzung der Kosten"
    result_types = ["goal_system", "service_chain"]
    report_back_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=120))
    ends_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=180))
    author = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..mandate.authority"))


class MandatePlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.MandatePlace

    version = factory.SubFactory(MandateVersionFactory)
    order = factory.Sequence(lambda n: n)
    organisation = factory.SubFactory(
        OrganisationFactory, authority=factory.SelfAttribute("..version.mandate.authority")
    )


class ResolutionFactory(DjangoModelFactory):
    """A resolution in the register of its body, without a vote; the hashes are not those of a real chain."""

    class Meta:
        model = models.Resolution

    class Params:
        body = factory.SubFactory(BodyFactory)

    register = factory.LazyAttribute(lambda o: models.Register.objects.get_or_create(body=o.body, year=2027)[0])
    sequence = factory.Sequence(lambda n: n + 1000)
    number = factory.LazyAttribute(lambda o: f"{o.body.code}-2027-{o.sequence:03d}")
    item = factory.LazyAttribute(lambda o: AgendaItemFactory(meeting=MeetingFactory(body=o.body, closed=True)))
    outcome = "adopted"
    title = "Umsetzung der Kinderbetreuung am Kursort"
    wording = "Das Lenkungsgremium beschließt die Umsetzung."
    sentence = "Der Antrag ist einstimmig angenommen."
    short_sentence = "einstimmig"
    decided_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=20))
    content = factory.LazyFunction(dict)
    previous_hash = "0" * 64
    hash = "1" * 64


class MeasureFactory(DjangoModelFactory):
    """A measure that an organisation was asked for today, of a process in implementation; `planned=True`: not asked."""

    class Meta:
        model = models.Measure

    process = factory.SubFactory(ProcessFactory, stage="implementation", shown_to_body=True)
    title = factory.Sequence(lambda n: f"Kursorte mit Betreuung abstimmen {n}")
    organisation = factory.SubFactory(OrganisationFactory, authority=factory.SelfAttribute("..process.authority"))
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=90))
    asked_on = factory.LazyFunction(clock.today)

    class Params:
        planned = factory.Trait(asked_on=None)


class FollowUpFactory(DjangoModelFactory):
    """The follow-up of a resolution, whose owner has not answered yet."""

    class Meta:
        model = models.FollowUp

    class Params:
        body = factory.SubFactory(BodyFactory)

    resolution = factory.LazyAttribute(lambda o: ResolutionFactory(body=o.body))
    task = factory.Sequence(lambda n: f"Über die Kursorte berichten {n}")
    organisation = factory.LazyAttribute(lambda o: OrganisationFactory(authority=o.body.authority))
    opened_by = factory.LazyAttribute(lambda o: PersonFactory(authority=o.body.authority))
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=60))
    asked_on = factory.LazyFunction(clock.today)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = models.Notice

    authority = factory.SubFactory(AuthorityFactory)
    subject = "Was wurde aus unserem Thema?"
    text = "Die Kursorte sind abgestimmt."
    sent_by = factory.SubFactory(PersonFactory, authority=factory.SelfAttribute("..authority"))
