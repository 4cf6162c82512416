"""The set-up of an authority: what is said about its steps, names and terms, and a test mail to oneself.

Bodies and rules: `usecases.setup_bodies`; people: `usecases.setup_members`; the process profile: `usecases.profiles`.
"""

from __future__ import annotations

from collections.abc import Mapping

from governance.access.organisations import may_edit_authority
from governance.access.setup import may_set_up
from governance.access.viewer import Viewer
from governance.models import Authority, BodyKind, SetupMark
from governance.notifications.mail_text import Wording
from governance.queries.setup import TEST_MAIL
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.notifications import NotificationKind
from governance.rules.setup import SetupStep, StepMark
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case
from governance.usecases.letters import write_letter

BY_HAND = (SetupStep.NAMES, SetupStep.PROFILE, SetupStep.MAIL, SetupStep.LETTERHEAD)
"""Steps that somebody can call done; the others are done by what is on record."""
LONGEST_TERM = 60


@use_case("setup.confirmed")
def confirm_step(*, by: Viewer, step: SetupStep) -> SetupMark:
    """Say that a step has been looked at and is right as it is; only for those that no record can show as done."""
    authority = _locked(by)
    if step not in BY_HAND:
        raise Refused(Message(mark("This step is done by its entries.")))
    return _mark(by, authority, step, StepMark.CONFIRMED)


@use_case("setup.skipped")
def skip_step(*, by: Viewer, step: SetupStep) -> SetupMark:
    """Leave a step out, or with `SetupStep.WHOLE` put the assistant aside; both can be taken up again."""
    return _mark(by, _locked(by), step, StepMark.SKIPPED)


@use_case("setup.resumed")
def resume_step(*, by: Viewer, step: SetupStep) -> None:
    """Take up a step that was left out, or the assistant that was put aside; saying it twice changes nothing."""
    authority = _locked(by)
    SetupMark.objects.filter(authority=authority, step=step).delete()
    record(by, "setup.resumed", authority, {"step": step.value})


@use_case("setup.names_saved")
def save_names(*, by: Viewer, version: int | None, name: str, unit: str, terms: Mapping[str, str]) -> Authority:
    """Save the names of the authority and its unit and its own terms for kinds of bodies (`BodyKind` to words).

    An empty term means the usual one. Raises `Stale` and `Invalid` as every editor does.
    """
    authority = _locked(by)
    if not may_edit_authority(by):
        raise Forbidden(by, authority)
    check_version(authority, version)
    unknown = set(terms) - set(BodyKind.values)
    if unknown:
        raise TypeError(f"no kinds of bodies: {sorted(unknown)}")
    own = {kind: word for kind, text in terms.items() if (word := clean_line(text)[:LONGEST_TERM])}
    fill(authority, {"name": name, "unit": unit, "body_terms": own})
    save(authority)
    _mark(by, authority, SetupStep.NAMES, StepMark.CONFIRMED)
    return authority


@use_case("setup.mail_tested")
def send_test_mail(*, by: Viewer) -> str:
    """Send a mail from the functional mailbox to oneself, through the outbox; return its recipient.

    Raises `Refused` without an own address or where the mail cannot be written.
    """
    authority = _locked(by)
    person = by.acting_person
    words = Wording(
        kind=NotificationKind.REQUEST,
        subject="Testmail aus Lenkwerk",
        paragraphs=(
            f"das ist eine Testmail. So kommen Einladungen an: Absender ist {authority.mailbox}.",
            "Antworten auf Einladungen gehen an diese Adresse. Prüfen Sie, ob Sie dort mitlesen können, und ob diese "
            "Mail nicht im Ordner für unerwünschte Post gelandet ist.",
        ),
        link="Zum Portal",
    )
    if not person.email:
        raise Refused(Message(mark("You have no e-mail address on record. Enter it at your person first.")))
    if not write_letter(authority, person, words, matter=TEST_MAIL, page="overview"):
        raise Refused(Message(mark("The functional mailbox of the authority cannot be used as a sender.")))
    record(by, "setup.mail_tested", authority)
    return person.email


def _locked(by: Viewer) -> Authority:
    authority = lock(Authority.objects.all(), pk=by.authority.pk)
    if not may_set_up(by):
        raise Forbidden(by, authority)
    return authority


def _mark(by: Viewer, authority: Authority, step: SetupStep, said: StepMark) -> SetupMark:
    found, _created = SetupMark.objects.update_or_create(
        authority=authority, step=step, defaults={"mark": said, "at": clock.now(), "by": by.acting_person}
    )
    record(by, f"setup.{said.value}", authority, {"step": step.value})
    return found
