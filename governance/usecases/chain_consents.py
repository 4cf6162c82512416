"""Consent of the organisations in a chain: a chain binds nobody who has not agreed (design `goals.md`)."""

from __future__ import annotations

from governance.access.chains import answerable_consents, may_answer_consent
from governance.access.viewer import Viewer
from governance.models import ActorConsent
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import FrozenState
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, advance, check_version, lock, record, save, use_case


@use_case("chain.agree")
def agree_to_chain(*, by: Viewer, consent_id: str, version: int | None = None) -> ActorConsent:
    """Agree for the own organisation; also after it had declined. Refused for a superseded version."""
    return _answer(by, consent_id, "agree", "", version)


@use_case("chain.decline")
def decline_chain(*, by: Viewer, consent_id: str, reason: str, version: int | None = None) -> ActorConsent:
    """Decline for the own organisation, with a reason; also after it had agreed."""
    return _answer(by, consent_id, "decline", reason, version)


def _answer(by: Viewer, consent_id: str, move: str, reason: str, version: int | None) -> ActorConsent:
    consent = lock(answerable_consents(by).select_related("chain_version__chain__process"), public_id=consent_id)
    if not may_answer_consent(by, consent):
        raise Forbidden(by, consent)
    if consent.chain_version.state == FrozenState.SUPERSEDED:
        raise Refused(Message(mark("There is a newer version of the chain. Please answer for that one.")))
    check_version(consent, version)
    reason = clean_lines(reason)
    if move == "decline" and not reason:
        raise Refused(Message(mark("Declining needs a reason, so that the group can change the chain.")))
    advance(consent, move)
    consent.reason = reason
    consent.answered_by = by.acting_person
    consent.answered_at = clock.now()
    save(consent)
    record(by, "chain.consent_answered", consent, {"state": consent.state})
    return consent
