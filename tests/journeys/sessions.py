"""What happens around a session in the portal: planning, inviting, presence, votes, the end."""

from __future__ import annotations

from datetime import date

from governance.management.demo.people import PASSWORD, Kreis
from governance.models import Vote
from governance.usecases import ballots
from tests.journeys.visitor import Visitor

BODY = "Lenkungsgremium KIM"
PLACE = "Kreishaus Höxter, Großer Sitzungssaal"
ABSENT = ("talbach", "pallmann", "rosental")


def plan(coordinator: Visitor, day: date) -> None:
    """Plan a session of the steering group from 14 to 17 o'clock."""
    coordinator.menu("Sitzungen")
    coordinator.press("Sitzung ansetzen")
    coordinator.fill(Tag=day, Beginn="14:00", Ende="17:00", Ort=PLACE)
    coordinator.choose("Niederschrift führt", "Mara Feldkamp")
    coordinator.press("Ansetzen")
    coordinator.sees("Die Sitzung ist angesetzt.")
    coordinator.press("Tagesordnung aufstellen")
    coordinator.press("Übliche Punkte einfügen")


def invite(coordinator: Visitor) -> None:
    """Send the invitations from the page of the agenda."""
    coordinator.press("Einladen")
    coordinator.reads("Einladen")
    coordinator.page.get_by_role("button", name="Einladen", exact=True).click()
    coordinator.sees("Die Einladungen sind unterwegs.")


def find(visitor: Visitor, *, past: bool = False) -> None:
    """Find the session in the list."""
    visitor.menu("Sitzungen")
    if past:
        visitor.press("Vergangene")
    visitor.press(BODY, exact=False)
    visitor.reads(BODY)


def enter(visitor: Visitor) -> None:
    """Go to the page of the running session."""
    find(visitor)
    visitor.press("Zur laufenden Sitzung")


def open_session(chair: Visitor) -> None:
    """Open the session on its day."""
    find(chair)
    chair.press("Zur Sitzungsleitung")
    chair.press("Sitzung eröffnen")
    chair.sees("Die Sitzung ist eröffnet.")


def record_presence(secretariat: Visitor, kreis: Kreis, *, absent: tuple[str, ...] = ABSENT) -> None:
    """Record who has come to every seat; where a holder has a deputy, the deputy has come."""
    enter(secretariat)
    secretariat.press("Anwesenheit eintragen")
    for seat in kreis.body("lg").seats.order_by("order"):
        holder = seat.memberships.get().person
        deputy = seat.deputyships.first()
        if kreis.key_of(holder) not in absent:
            name = f"{deputy.person} (Stellvertretung)" if deputy else str(holder)
            secretariat.choose(seat.name, name)
        else:
            secretariat.choose(seat.name, "nicht anwesend")
    secretariat.press("Anwesenheit eintragen")
    secretariat.sees("Die Anwesenheit ist eingetragen.")


def call(leader: Visitor, title: str) -> None:
    """Call an item."""
    leader.page.get_by_role("button", name=f"Aufrufen : {title}").click()
    leader.named(f"Aufrufen : {title}", exact=False).wait_for(state="detached")


def conclude(leader: Visitor, outcome: str = "") -> None:
    """Conclude the called item, without a vote."""
    leader.press("Punkt abschließen")
    leader.reads("abschließen")
    if outcome:
        leader.tick(outcome)
    leader.press("Punkt abschließen")
    leader.sees("Der Punkt ist abgeschlossen.")


def prepare_vote(
    secretariat: Visitor, *, motion: str = "", mode: str = "", back: str = "", conditions: str = ""
) -> None:
    """Prepare a vote on the called item."""
    secretariat.press("Abstimmung vorbereiten")
    if motion:
        secretariat.tick(motion)
    if back:
        secretariat.choose("Zurückverweisen", back)
        secretariat.write("Auflagen der Zurückverweisung", conditions)
    if mode:
        secretariat.tick(mode)
    secretariat.press("Abstimmung vorbereiten")
    secretariat.press("Abstimmung öffnen")


def vote(member: Visitor, choice: str) -> None:
    """Follow the banner to the ballot and vote."""
    member.page.get_by_role("link", name="Jetzt abstimmen", exact=True).first.click()
    member.tick(choice)
    member.press("Stimme abgeben")
    member.reads("Ihre Stimme ist gespeichert")


def the_others_vote(kreis: Kreis, choices: dict[str, str] | None = None) -> None:
    """Let everybody who has not voted yet vote, without a screen; yes, where nothing else is said."""
    open_vote = Vote.objects.get(state="open")
    for elector in open_vote.electors.filter(used_at__isnull=True, recused=False).select_related("person", "seat"):
        key = kreis.key_of(elector.person)
        ballots.cast_ballot(
            by=kreis.viewer(key),
            vote_id=open_vote.public_id,
            seat_id=elector.seat.public_id,
            choice=(choices or {}).get(key, "yes"),
        )


def count_hands(secretariat: Visitor, *, yes: int, no: int = 0, abstain: int = 0) -> None:
    """Enter the count of a vote by show of hands."""
    secretariat.press("Ausgezählte Stimmen eintragen")
    secretariat.fill(Ja=str(yes), Nein=str(no), Enthaltungen=str(abstain))
    secretariat.press("Zahlen speichern")
    secretariat.sees("Die Zahlen sind gespeichert.")


def close_vote(leader: Visitor) -> None:
    """Close the open vote; the first one of a session asks for the login again, and the step is repeated."""
    leader.look_again()
    leader.press("Abstimmung schließen")
    leader.reads("Anmeldung bestätigen")
    leader.write("Passwort", PASSWORD)
    leader.press("Bestätigen")
    leader.press("Abstimmung schließen")
    leader.sees("Die Abstimmung ist geschlossen")


def close(leader: Visitor) -> None:
    """Close the session; every item has ended."""
    leader.press("Sitzung schließen")
    leader.sees("Die Sitzung ist geschlossen.")
