"""Who is in the room, whether it can decide, and what is announced: the right-hand side of the session page."""

from __future__ import annotations

from collections.abc import Container

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from governance.models import OfficeKind
from governance.queries.attendance import Room, SeatInRoom
from governance.queries.sessions import LiveSession
from governance.rules.wording import quorum_figures
from portal.components.people import PeopleGroup, PersonRow


def quorum_lines(live: LiveSession) -> tuple[str, str, str]:
    """Return kind of flag, word and figures of the quorum of the called item, or of the room."""
    if live.quorum is None:
        return "", "", ""
    kind, word = ("ok", _("Quorate")) if live.quorum.met else ("bad", _("Not quorate"))
    about = _("on item %(number)s: ") % {"number": live.called.item.number} if live.called else ""
    cited = f" ({live.quorum.paragraph})" if live.quorum.paragraph else ""
    return kind, word, f"{about}{quorum_figures(live.quorum)}{cited}"


def people(live: LiveSession) -> tuple[PeopleGroup, ...]:
    """Return the room: with vote, recused, absent, advisory, guests; each seat before its person."""
    if live.room is None:
        return ()
    room, called = live.room, live.called
    recused = room.recused(called.item.pk) if called else {}
    groups: dict[str, list[PersonRow]] = {"vote": [], "recused": [], "absent": [], "advisory": []}
    for place in room.seats:
        key = _group(place, live, recused.keys())
        groups[key].append(_person(place, live, key))
    number = called.item.number if called else ""
    heading = _("With vote on item %(number)s") % {"number": number} if called else _("Present with vote")
    by_name = live.running is not None and live.running.progress is not None
    found = [PeopleGroup(tuple(groups["vote"]), heading, _("has voted") if by_name else "", _("Nobody yet."))]
    titles = {"recused": _("Recused"), "absent": _("Not present"), "advisory": _("Without vote")}
    found += [PeopleGroup(tuple(groups[key]), title) for key, title in titles.items() if groups[key]]
    here = [stay for stay in room.guests if stay.left_at is None or not live.running_now]
    if here:
        found.append(PeopleGroup(tuple(PersonRow(str(stay.person), "", _("guest")) for stay in here), _("Guests")))
    return tuple(found)


def _group(place: SeatInRoom, live: LiveSession, recused: Container[int]) -> str:
    if place.seat.pk in recused:
        return "recused"
    if place.sitting(live.moment) is None and not (live.meeting.closed_at and place.stays):
        return "absent"
    return "vote" if place.seat.voting else "advisory"


def _person(place: SeatInRoom, live: LiveSession, key: str) -> PersonRow:
    stay = place.sitting(live.moment) or (place.stays[-1] if place.stays and live.meeting.closed_at else None)
    if stay is None or key == "absent":
        holder = place.holder
        state = _("excused") if holder and holder.pk in live.excused else _("missing") if holder else _("vacant")
        return PersonRow(place.seat.name, str(holder) if holder else "", state)
    name = str(stay.person)
    if stay.as_deputy and place.holder:
        name = _("%(name)s for %(holder)s") % {"name": name, "holder": place.holder}
    if OfficeKind.CHAIR in place.offices and not stay.as_deputy:
        name = _("%(name)s, chair") % {"name": name}
    if stay.remote:
        name = _("%(name)s (online)") % {"name": name}
    if key == "vote" and live.running and live.running.progress:
        voted = place.seat.pk in live.running.used
        return PersonRow(place.seat.name, name, _("has voted") if voted else pgettext("ballot", "open"), checked=voted)
    states = {"recused": _("without vote"), "advisory": _("advisory")}
    return PersonRow(place.seat.name, name, states.get(key, ""))


def news(live: LiveSession) -> str:
    """Return the sentence that is announced politely when it changes."""
    called, running = live.called, live.running
    if running is not None and running.progress is not None and called is not None:
        return _("Vote on item %(number)s: %(cast)s of %(entitled)s have voted") % {
            "number": called.item.number,
            "cast": running.progress.cast,
            "entitled": running.progress.entitled,
        }
    if called is not None:
        result = called.result if running is None else None
        text = _("Item %(number)s is called") % {"number": called.item.number}
        return f"{text}. {result['short']}" if result else text
    return _("The session is interrupted") if live.interrupted else live.meeting.get_state_display()


def leaders_place(room: Room | None, live: LiveSession) -> str:
    """Return who leads now, with the deputy chair named as such."""
    place = room.leader(live.called.item.pk if live.called else None, live.moment) if room else None
    if place is None:
        return ""
    kind = _("Chair") if OfficeKind.CHAIR in place.offices else _("Deputy chair")
    return f"{kind}: {live.chair}"
