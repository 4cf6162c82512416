"""Publishing resolutions: the secretariat proposes, the chair agrees, both may take back (access.md)."""

from __future__ import annotations

from dataclasses import dataclass

from governance.access.decisions import visible_resolutions
from governance.access.publications import (
    chairs_to_ask,
    may_answer_publication,
    may_propose_publication,
    may_withdraw_publication,
    visible_publications,
)
from governance.access.viewer import Viewer
from governance.models import Publication, Resolution
from governance.notifications import public_text
from governance.rules import clock
from governance.rules.characters import clean_lines
from governance.rules.lifecycles import LIVE_PUBLICATIONS
from governance.rules.publications import obstacle, relation_obstacle
from governance.rules.text import Message, mark
from governance.usecases.foundation import (
    Forbidden,
    Refused,
    advance,
    check_version,
    fill,
    lock,
    record,
    save,
    use_case,
)
from governance.usecases.letters import write_letters


@dataclass(frozen=True, kw_only=True)
class PublicText:
    """What the public is to read beside the resolution; `replaces_id` and `relation` go together."""

    summary: str = ""
    relation: str = ""
    replaces_id: str = ""


@use_case("publication.propose")
def propose_publication(*, by: Viewer, resolution_id: str, text: PublicText) -> Publication:
    """Propose that everybody may read a resolution; whoever acts as chair is asked by mail.

    Raises `Forbidden`, and `Refused` for a non-public item, for one that is published or proposed already, and for a
    relation to a resolution that is none of this body's earlier ones.
    """
    resolution = lock(
        visible_resolutions(by).select_related("register__body__authority", "item__meeting"), public_id=resolution_id
    )
    if not may_propose_publication(by, resolution):
        raise Forbidden(by, resolution)
    live = Publication.objects.filter(resolution=resolution, state__in=sorted(LIVE_PUBLICATIONS)).exists()
    reason = obstacle(item_public=resolution.item.public, live=live)
    if reason is not None:
        raise Refused(reason)
    row = Publication(resolution=resolution, proposed_by=by.acting_person, proposed_at=clock.now())
    row.replaces = _earlier(resolution, text)
    fill(row, {"summary": text.summary, "relation": text.relation})
    row.save()
    body = resolution.register.body
    asked = write_letters(
        body.authority,
        chairs_to_ask(resolution, by.day),
        public_text.publication_asked(resolution.number),
        matter=f"publication.{row.public_id}",
        page="publication",
        parts=(row.public_id,),
    )
    record(by, "publication.proposed", row, {"asked": asked})
    return row


def _earlier(resolution: Resolution, text: PublicText) -> Resolution | None:
    """Return the earlier resolution of the same body that is named, or None."""
    rows = Resolution.objects.filter(register__body=resolution.register.body_id)
    earlier = rows.filter(public_id=text.replaces_id).first() if text.replaces_id else None
    if text.replaces_id and earlier is None:
        raise Refused(Message(mark("The earlier resolution is not one of this body.")))
    wrong = relation_obstacle(
        relation=text.relation,
        earlier=earlier is not None,
        same=earlier == resolution,
        later=earlier is not None and (earlier.decided_at, earlier.pk) > (resolution.decided_at, resolution.pk),
    )
    if wrong is not None:
        raise Refused(wrong)
    return earlier


@use_case("publication.agree")
def agree_to_publication(*, by: Viewer, publication_id: str, version: int | None) -> Publication:
    """Say yes as chair: from now on everybody may read the resolution.

    Raises `Forbidden`, `Stale` where the proposal is no longer as it was shown, and `Refused` where it does not wait
    any more or the item has become non-public.
    """
    row = _answerable(by, publication_id, version)
    reason = obstacle(item_public=row.resolution.item.public, live=False)
    if reason is not None:
        raise Refused(reason)
    return _answer(by, row, "agree", "", "publication.agreed")


@use_case("publication.decline")
def decline_publication(*, by: Viewer, publication_id: str, reason: str, version: int | None) -> Publication:
    """Say no as chair, with the reason for the secretariat; raises as `agree_to_publication`."""
    row = _answerable(by, publication_id, version)
    return _answer(by, row, "decline", _given(reason), "publication.declined")


@use_case("publication.withdraw")
def withdraw_publication(*, by: Viewer, publication_id: str, reason: str, version: int | None) -> Publication:
    """Take a proposal or a publication back; at its public address nothing is found any more."""
    row = _locked(by, publication_id)
    if not may_withdraw_publication(by, row):
        raise Forbidden(by, row)
    check_version(row, version)
    advance(row, "withdraw")
    row.reason = _given(reason)
    row.withdrawn_by, row.withdrawn_at = by.acting_person, clock.now()
    save(row)
    record(by, "publication.withdrawn", row)
    return row


def _locked(by: Viewer, publication_id: str) -> Publication:
    rows = visible_publications(by).select_related("resolution__register__body", "resolution__item__meeting")
    found: Publication = lock(rows, public_id=publication_id)
    return found


def _answerable(by: Viewer, publication_id: str, version: int | None) -> Publication:
    row = _locked(by, publication_id)
    if not may_answer_publication(by, row):
        raise Forbidden(by, row)
    check_version(row, version)
    return row


def _answer(by: Viewer, row: Publication, move: str, reason: str, action: str) -> Publication:
    advance(row, move)
    row.reason = reason
    row.answered_by, row.answered_at = by.acting_person, clock.now()
    save(row)
    record(by, action, row)
    return row


def _given(text: str) -> str:
    reason = clean_lines(text)[:1000]
    if not reason:
        raise Refused(Message(mark("Give a short reason.")))
    return reason
