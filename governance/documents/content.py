"""What a document says: one frozen dataclass for each kind, the only input of Word and PDF.

Who fills them (`governance.usecases`, commands, the bench) has already decided access; nothing here reads a
database. Texts are German, because documents are German whatever language the reader's interface has: build
them with the German translation active. Moments are aware datetimes and are printed in Europe/Berlin, days
are plain dates. Plain strings may hold anything a person typed, they are cleaned when they are laid out;
rich text is the tree of `governance.documents.richtext`.

Source: design/papers.md (The paper, Documents), design/decisions.md (Minutes), design/meetings.md (Agenda),
design/kreise.md (ME-01, PR-11 to PR-14).
"""

from __future__ import annotations

from governance.documents.content_base import (
    Letterhead,
    PaperReference,
)
from governance.documents.content_invitation import (
    AgendaEntry,
    InvitationDocument,
    Recipient,
)
from governance.documents.content_mandate import MandateContent, MandateDocument, MandatePlace
from governance.documents.content_minutes import (
    Absentee,
    ActionItem,
    Addendum,
    Attendee,
    MinutesDocument,
    MinutesItem,
    MinutesStatus,
    NamedVote,
    Objection,
    Presence,
    Recusal,
    SignOff,
    VoteFigures,
    VoteRecord,
)
from governance.documents.content_paper import (
    Amount,
    AmountSection,
    Annex,
    CaseFacts,
    ChoiceSection,
    Criterion,
    Deviation,
    Justification,
    ListSection,
    PaperDocument,
    ResolutionPoint,
    RichSection,
    Section,
    ShortSection,
    Station,
)
from governance.documents.content_proposal import (
    GroupAnswer,
    ProposalContent,
    ProposedChain,
    ProposedGoal,
    ProposedStep,
)

__all__ = [
    "Absentee",
    "ActionItem",
    "Addendum",
    "AgendaEntry",
    "Amount",
    "AmountSection",
    "Annex",
    "Attendee",
    "CaseFacts",
    "ChoiceSection",
    "Criterion",
    "Deviation",
    "Document",
    "GroupAnswer",
    "InvitationDocument",
    "Justification",
    "Letterhead",
    "ListSection",
    "MandateContent",
    "MandateDocument",
    "MandatePlace",
    "MinutesDocument",
    "MinutesItem",
    "MinutesStatus",
    "NamedVote",
    "Objection",
    "PaperDocument",
    "PaperReference",
    "Presence",
    "ProposalContent",
    "ProposedChain",
    "ProposedGoal",
    "ProposedStep",
    "Recipient",
    "Recusal",
    "ResolutionPoint",
    "RichSection",
    "Section",
    "ShortSection",
    "SignOff",
    "Station",
    "VoteFigures",
    "VoteRecord",
]

Document = PaperDocument | InvitationDocument | MinutesDocument | MandateDocument
