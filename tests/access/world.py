"""One of everything in every situation of the authorisation concept, in one authority, and some in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from allauth.mfa.models import Authenticator
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from governance.access.invitations import link_key
from governance.models import (
    ActionItem,
    AgendaItem,
    ApprovalItem,
    Attendance,
    DecisionPaper,
    Invitation,
    ItemGuest,
    ItemKind,
    LoginInvitation,
    Meeting,
    Minutes,
    OutboxMessage,
    Resolution,
    Restriction,
    Role,
    ScreeningRelease,
    Vote,
)
from governance.rules import clock
from governance.usecases import decisions, minutes
from governance.usecases.attendance import recuse
from governance.usecases.invitations import cancel_meeting, dispatch_meeting
from governance.usecases.meetings import plan_meeting
from governance.usecases.minutes_circulation import circulate
from governance.usecases.notes import save_note
from governance.usecases.public_pages import public_pages_group
from governance.usecases.sessions import call_item, close_session, conclude_item, open_session
from governance.usecases.votes import prepare_vote
from portal.access_concept.table import At
from portal.models import PublicPage
from portal.pages import build_public_pages
from tests import factories as make
from tests.access.others import build_other
from tests.access.world_chains import chain_places
from tests.access.world_files import build_files
from tests.access.world_goals import build_goal_systems
from tests.access.world_mandates import mandate_places
from tests.access.world_measures import measures_and_follow_ups
from tests.access.world_news import publications_and_messages
from tests.access.world_routes import build_routes
from tests.cast import Cast, build_cast
from tests.chamber import Chamber, everybody, paper_item, pinned_paper

NOW = datetime(2027, 3, 10, 13, 0, tzinfo=UTC)
TOKEN = "an-invitation-that-is-open"
Params = dict[str, str]


@dataclass
class World:
    """`places` holds the parts of addresses for each situation, `desk` the record of each viewset's view."""

    cast: Cast
    places: dict[At, Params] = field(default_factory=dict)
    desk: dict[str, str] = field(default_factory=dict)

    def params(self, at: At) -> Mapping[str, str]:
        """Return the parts of addresses in a situation; what it does not name is as anywhere."""
        return {**self.places[At.ANY], **self.places.get(at, {})}


def build_world() -> World:
    """Build it; call inside `clock.travel(NOW)` with an open database."""
    world = World(build_cast())
    build_public_pages()
    _cases(world)
    _processes_and_papers(world)
    world.places |= chain_places(world.cast)
    _past_sessions(world)
    _coming_meetings(world)
    _running_sessions(world)
    world.places |= mandate_places(world.cast)
    build_goal_systems(world)
    _anywhere(world)
    measures_and_follow_ups(world)
    build_routes(world)
    build_files(world)
    publications_and_messages(world)
    _desk(world)
    build_other(world.cast)
    return world


def _cases(world: World) -> None:
    cast = world.cast
    series = make.SeriesFactory(authority=cast.authority)
    fresh = make.CaseCardFactory(series=series, case_manager=cast.case_manager, nominated=True)
    planned = make.CaseCardFactory(
        series=series, case_manager=cast.case_manager, state="scheduled", reconstructed_on=None
    )
    restriction = Restriction.objects.create(card=fresh, text="Kein Betreuungsplatz zur Kurszeit")
    release = ScreeningRelease.objects.create(
        card=fresh, field="presentation", text="Frau M. aus B.", reason="Kein Name.",
        requested_by=cast.case_manager, reviewer=cast.coordinator,
    )  # fmt: skip
    world.places[At.ANY] = {
        "series_id": series.public_id,
        "card_id": fresh.public_id,
        "restriction_id": restriction.public_id,
        "release_id": release.public_id,
    }
    world.places[At.CARD_SCHEDULED] = {"card_id": planned.public_id}


def _processes_and_papers(world: World) -> None:
    cast = world.cast
    places = world.places
    series = make.SeriesFactory(authority=cast.authority)
    made = {
        At.PROCESS_DRAFT: make.ProcessFactory(body=cast.body, stage="topic_draft", coordinator=cast.coordinator),
        At.PROCESS_SUBMITTED: make.ProcessFactory(
            body=cast.body, stage="topic_decision", shown_to_body=True, coordinator=cast.coordinator
        ),
        At.PROCESS_REFERRED_BACK: make.ProcessFactory(
            body=cast.body, stage="topic_draft", shown_to_body=True, coordinator=cast.coordinator
        ),
    }
    for at, process in made.items():
        make.TopicFactory(process=process)
        process.series.add(series)
        places[at] = {"process_id": process.public_id}
    template = make.TemplateFactory(authority=cast.authority)
    draft = make.PaperFactory(body=cast.body, template=template, author=cast.secretariat)
    authored = make.PaperFactory(body=cast.body, template=template, author=cast.group_lead)
    released, _version = pinned_paper(cast, subject="other")
    type(released).objects.filter(pk=released.pk).update(state="released")
    places[At.PAPER_DRAFT] = {"paper_id": draft.public_id}
    places[At.PAPER_BY_AUTHOR] = {"paper_id": authored.public_id}
    places[At.PAPER_RELEASED] = {"paper_id": released.public_id}
    world.desk |= {f"desk_papers:{view}": draft.public_id for view in ("edit", "verlauf", "vorschau")}
    world.desk["desk_papers:muster-erneuern"] = _outdated(cast).public_id
    world.desk |= {f"desk_templates:{view}": template.public_id for view in ("edit", "verlauf", "vorschau")}
    world.desk["desk_templates:delete"] = make.TemplateFactory(authority=cast.authority, name="Ungenutzt").public_id
    module = make.TextModuleFactory(authority=cast.authority)
    world.desk |= {f"desk_text_modules:{view}": module.public_id for view in ("edit", "verlauf", "delete")}
    world.desk["desk_choose_papers:chosen"] = str(draft.pk)


def _chamber(cast: Cast, meeting: Meeting, *, chair: bool = True) -> Chamber:
    """Open the session of a meeting with an item for the guest and a paper; everybody comes, perhaps but the chair."""
    item = paper_item(replace(cast, meeting=meeting))
    ItemGuest.objects.create(item=item, person=cast.guest)
    open_session(by=cast.viewer(cast.secretariat), meeting_id=meeting.public_id)
    room = Chamber(cast, meeting, item, item.paper.process, ())
    everybody(room)
    if not chair:
        Attendance.objects.filter(meeting=meeting, person=cast.chair).delete()
    return room


def _past(cast: Cast, days: int) -> Meeting:
    """Return a meeting that was invited to and begins now, the clock standing `days` ago."""
    meeting: Meeting = make.MeetingFactory(body=cast.body, invited=True, starts_at=NOW - timedelta(days=days))
    return meeting


def _hold(cast: Cast, days: int, *, approves: Minutes | None = None) -> Minutes:
    """Hold a session `days` ago with a resolution; it may approve earlier minutes. Return its minutes, in draft."""
    with clock.travel(NOW - timedelta(days=days)):
        meeting = _past(cast, days)
        if approves is not None:
            item = make.AgendaItemFactory(meeting=meeting, order=5, kind=ItemKind.APPROVAL, title="Genehmigung")
            ApprovalItem.objects.create(item=item, minutes=approves)
        room = _chamber(cast, meeting)
        room.take("yyy")
        conclude_item(by=room.secretariat, item_id=room.item.public_id)
        if approves is not None:
            second = replace(room, item=item)
            second.take("yyy")
            conclude_item(by=room.secretariat, item_id=item.public_id)
        clock.advance(timedelta(hours=1))
        close_session(by=room.secretariat, meeting_id=meeting.public_id)
    return Minutes.objects.get(meeting=meeting)


def _sign(cast: Cast, row: Minutes, days: int, *, send: bool = True) -> None:
    with clock.travel(NOW - timedelta(days=days)):
        minutes.sign_off(by=cast.viewer(cast.chair), minutes_id=row.public_id)
        if send:
            clock.advance(timedelta(hours=1))
            circulate(by=cast.viewer(cast.secretariat), minutes_id=row.public_id)


def _past_sessions(world: World) -> None:
    cast = world.cast
    approved = _hold(cast, 90)
    _sign(cast, approved, 88)
    circulated = _hold(cast, 40, approves=approved)
    _sign(cast, circulated, 3)
    objection = minutes.object_to(
        by=cast.viewer(cast.member), minutes_id=circulated.public_id, text="Mein Bericht fehlt."
    )
    signed = _hold(cast, 30)
    _sign(cast, signed, 2, send=False)
    draft = _hold(cast, 10)
    rows = {
        At.MINUTES_APPROVED: approved,
        At.MINUTES_CIRCULATED: circulated,
        At.MINUTES_SIGNED: signed,
        At.MINUTES_DRAFT: draft,
    }
    for at, row in rows.items():
        world.places[at] = {"minutes_id": row.public_id, "objection_id": objection.public_id}
    recent = Resolution.objects.get(item__meeting=draft.meeting)
    world.places[At.RESOLUTION_NEW] = {"resolution_id": recent.public_id}
    sent = Resolution.objects.filter(item__meeting=circulated.meeting, item__kind=ItemKind.PAPER).get()
    world.places[At.RESOLUTION_CIRCULATED] = {"resolution_id": sent.public_id}
    world.places[At.PAPER_DECIDED] = {"paper_id": recent.item.paper.public_id}
    world.places[At.VOTE_CLOSED] = {"vote_id": Vote.objects.get(item=recent.item).public_id}
    world.places[At.MEETING_CLOSED] = _session_params(draft.meeting, recent.item)
    world.desk |= {f"desk_minutes:{view}": draft.public_id for view in ("edit", "verlauf")}


def _session_params(meeting: Meeting, item: AgendaItem) -> Params:
    stay = Attendance.objects.filter(meeting=meeting).order_by("-pk").first()
    return {
        "meeting_id": meeting.public_id,
        "item_id": item.public_id,
        "attendance_id": stay.public_id if stay else "",
    }


def _coming(cast: Cast, days: int, *, send: bool) -> Params:
    """Plan a meeting with a paper and a guest, perhaps send the invitations; return the parts of its addresses."""
    by = cast.viewer(cast.secretariat)
    start = NOW + timedelta(days=days)
    meeting = plan_meeting(
        by=by, body_id=cast.body.public_id, starts_at=start, ends_at=start + timedelta(hours=2), location="Kreishaus"
    )
    item = paper_item(replace(cast, meeting=meeting))
    make.AgendaItemFactory(meeting=meeting, order=2, title="Bericht")
    ItemGuest.objects.create(item=item, person=cast.guest)
    params = {
        "meeting_id": meeting.public_id,
        "item_id": item.public_id,
        "paper_id": item.paper.public_id,
        "person_id": cast.guest.public_id,
    }
    if send:
        dispatch_meeting(by=by, meeting_id=meeting.public_id)
        own = Invitation.objects.get(meeting=meeting, person=cast.member)
        params["invitation_id"] = own.public_id
    return params


def _coming_meetings(world: World) -> None:
    cast, places = world.cast, world.places
    planned = _coming(cast, 50, send=False)
    invited = _coming(cast, 30, send=True)
    cancelled = _coming(cast, 40, send=True)
    cancel_meeting(by=cast.viewer(cast.secretariat), meeting_id=cancelled["meeting_id"], reason="Zu wenige Vorlagen.")
    places[At.MEETING_PLANNED] = planned
    places[At.MEETING_INVITED] = invited
    places[At.MEETING_CANCELLED] = cancelled
    absent = make.PersonFactory(authority=cast.authority, user=None, email="", last_name="Papier")
    letter = Invitation.objects.create(
        meeting=Meeting.objects.get(public_id=invited["meeting_id"]), person=absent, seat=cast.seats[3]
    )
    places[At.INVITATION_ON_PAPER] = {"invitation_id": letter.public_id}
    places[At.PAPER_PLANNED] = {"paper_id": planned["paper_id"]}
    places[At.PAPER_DISPATCHED] = {"paper_id": invited["paper_id"]}
    places[At.ANY] |= {
        "key": link_key(Invitation.objects.get(public_id=invited["invitation_id"])),
        "mail_id": OutboxMessage.objects.filter(scope=cast.authority.public_id)[0].public_id,
    }


def _running_sessions(world: World) -> None:
    cast = world.cast
    room = _chamber(cast, _past(cast, 0))
    later = paper_item(replace(cast, meeting=room.meeting), order=3, title="Ein zweites Thema")
    prepared = prepare_vote(by=room.secretariat, item_id=later.public_id)
    ItemGuest.objects.create(item=later, person=cast.guest)
    recuse(by=cast.viewer(cast.member), item_id=later.public_id, seat_id=cast.seats[2].public_id, ground="Beteiligt")
    save_note(by=cast.viewer(cast.member), item_id=room.item.public_id, text="Nachfragen", version=0)
    action: ActionItem = decisions.add_action_item(
        by=room.secretariat,
        item_id=room.item.public_id,
        text="Kursorte vorlegen",
        responsible_id=cast.member.public_id,
        due_on=clock.today() + timedelta(days=30),
    )
    opened = room.open()
    params = _session_params(room.meeting, room.item)
    world.places[At.MEETING_IN_SESSION] = {**params, "action_id": action.public_id}
    world.places[At.ITEM_RECUSED] = {**params, "item_id": later.public_id}
    world.places[At.VOTE_OPEN] = {**params, "vote_id": opened.public_id}
    world.places[At.VOTE_PREPARED] = {**params, "vote_id": prepared.public_id}
    alone = _chamber(cast, _past(cast, 0), chair=False)
    call_item(by=alone.secretariat, item_id=alone.item.public_id)
    world.places[At.MEETING_WITHOUT_CHAIR] = _session_params(alone.meeting, alone.item)


def _anywhere(world: World) -> None:
    cast = world.cast
    invited = make.PersonFactory(authority=cast.authority, first_name="Ida", last_name="Neuling")
    invited.user.set_unusable_password()
    invited.user.save()
    LoginInvitation.objects.create(
        user=invited.user, token_hash=sha256(TOKEN.encode()).hexdigest(), expires_at=NOW + timedelta(days=7)
    )
    world.places[At.ANY] |= {
        "authority": cast.authority.slug,
        "body_id": cast.body.public_id,
        "token": TOKEN,
        "uidb36": "zz",
        "key_reset": "set-password",
        **_public_page(cast),
        "provider_id": "unbekannt",
        "rest": "x/",
    }


def _public_page(cast: Cast) -> Params:
    """Return the parts of the page tree's addresses; the administrator may write there."""
    cast.administrator.groups.add(public_pages_group())
    page = PublicPage.objects.first()
    assert page is not None
    image = Image.objects.create(title="Bild", file=get_test_image_file())
    first, second = (page.save_revision(user=cast.administrator) for _time in range(2))
    return {
        "page_id": str(page.pk),
        "page_to_move_id": str(page.pk),
        "parent_page_id": str(page.get_parent().pk),
        "destination_id": str(page.get_parent().pk),
        "pk": str(page.pk),
        "object_id": str(page.pk),
        "image_id": str(image.pk),
        "revision_id": str(first.pk),
        "revision_id_a": str(first.pk),
        "revision_id_b": str(second.pk),
    }


def _outdated(cast: Cast) -> DecisionPaper:
    """Return a draft whose template has a newer edition."""
    template = make.TemplateFactory(authority=cast.authority, name="Mit neuer Fassung")
    paper: DecisionPaper = make.PaperFactory(body=cast.body, template=template, author=cast.secretariat)
    template.edition = 2
    template.save()
    make.TemplateSectionFactory(template=template, edition=2, key="facts", label="Sachverhalt")
    return paper


def _desk(world: World) -> None:
    cast, today = world.cast, NOW.date()
    extra = make.PersonFactory(authority=cast.authority, user=None, first_name="Ole", last_name="Anfang")
    seat = make.SeatFactory(body=cast.project_group, name="Neuer Sitz", valid_from=today)
    rows = {
        "desk_bodies": cast.body,
        "desk_seats": cast.seats[0],
        "desk_rules": cast.body.rules.get(),
        "desk_secretariats": make.SecretariatFactory(
            body=cast.project_group, person=cast.coordinator, valid_from=today
        ),
        "desk_memberships": make.MembershipFactory(seat=seat, person=extra, valid_from=today),
        "desk_deputyships": make.DeputyshipFactory(seat=seat, person=cast.group_member, valid_from=today),
        "desk_offices": make.OfficeFactory(seat=seat, kind="deputy_chair", valid_from=today),
        "desk_profiles": cast.authority.profile,
        "desk_files": cast.authority.file_space,
        "desk_people": extra,
        "desk_organisations": make.OrganisationFactory(authority=cast.authority),
        "desk_territories": make.TerritoryFactory(authority=cast.authority),
        "desk_imports": make.ImportRunFactory(begun_by=cast.coordinator),
        "desk_roles": make.RoleFactory(person=extra, role=Role.COORDINATOR, valid_from=today),
        "desk_assistances": make.AssistanceFactory(member=cast.chair, assistant=extra, valid_from=today),
        "desk_authorities": cast.authority,
        "desk_users": extra_users(),
    }
    for name, row in rows.items():
        if isinstance(row, dict):
            world.desk |= {f"{name}:{view}": public_id for view, public_id in row.items()}
            continue
        key = row.authority.public_id if name in {"desk_profiles", "desk_files"} else row.public_id
        steps = ("edit", "verlauf", "zuruecknehmen", "einladen", "briefkopf-entfernen", "verwerfen")
        world.desk |= {f"{name}:{view}": key for view in steps}
    gone = make.PersonFactory(authority=cast.authority, user=None, last_name="Ausgeschieden", is_active=False)
    world.desk["desk_people:aktivieren"] = gone.public_id
    leaving = make.PersonFactory(authority=cast.authority, user=None, last_name="Gehend")
    world.desk["desk_people:deaktivieren"] = leaving.public_id
    setup = ("edit", "names", "profile", "bodies", "people", "mail", "letterhead", "rules")
    world.desk |= {f"desk_setup:{view}": cast.authority.public_id for view in setup}
    world.desk["desk_choose_people:chosen"] = str(cast.member.pk)
    world.desk["wagtailimages_chooser:chosen"] = world.places[At.ANY]["image_id"]


def extra_users() -> dict[str, str]:
    """Return a login for each step that administrators take on logins."""
    plain = make.UserFactory(email="zugang@example.org", name="Zugang")
    Authenticator.objects.create(user=plain, type=Authenticator.Type.TOTP, data={})
    closed = make.UserFactory(email="gesperrt@example.org", name="Gesperrt", is_active=False)
    second = make.UserFactory(email="zweite@example.org", name="Zweite Administration", is_administrator=True)
    waiting = make.UserFactory(email="dritte@example.org", name="Dritte Administration", is_administrator=True)
    waiting.set_unusable_password()
    waiting.save()
    return {
        "edit": plain.public_id,
        "verlauf": plain.public_id,
        "faktor-zuruecksetzen": plain.public_id,
        "schliessen": plain.public_id,
        "oeffnen": closed.public_id,
        "administration-beenden": second.public_id,
        "administration-einladen": waiting.public_id,
    }
