"""What the pages of chains share: the way to them, a content as its template prints it, forms of parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import ServiceChain, ServiceChainVersion
from governance.queries.chains import ChainPage, ChainRow, ChainView, chain_page
from governance.queries.wording import say
from governance.rules.chain_checks import ChainCheck, ChainFinding, Place, PlaceKind
from governance.rules.chain_diff import Change, PartChange, Section, Value
from governance.rules.lifecycles import FrozenState
from governance.rules.text import Message
from portal.components.actions import Badge, Link
from portal.components.text import Text
from portal.views.addresses import to
from portal.views.base import PortalRequest, show_form
from portal.views.screened import FormPage

CHAINS = gettext_lazy("Service chains")
AT_REST = gettext_lazy("The chain lies still: it is changed only while the project group works on the process.")
FORM = "portal/chains/form.html"


def crumbs(request: PortalRequest, *links: Link) -> tuple[Link, ...]:
    """Return the way from the list of Zielsysteme and chains to the list of chains, and to a page below it."""
    over = Link(gettext_lazy("Zielsysteme und Ketten"), to(request, "goal_systems"))
    return (over, Link(CHAINS, to(request, "chains") if links else ""), *links)


def chain_url(request: PortalRequest, row: ChainRow) -> str:
    """Return where a chain is read: its working copy, or for others the version that they may read."""
    if row.opens or row.version is None:
        return to(request, "chain", row.chain.public_id)
    return to(request, "chain_version", row.version.public_id)


def chain_crumbs(request: PortalRequest, chain: ServiceChain, last: Text = "") -> tuple[Link, ...]:
    """Return the way to the working copy, and to a page below it."""
    if not last:
        return crumbs(request, Link(chain.title))
    return crumbs(request, Link(chain.title, to(request, "chain", chain.public_id)), Link(last))


def version_name(version: ServiceChainVersion) -> str:
    """Return what a version is called: its number and its day."""
    return _("Version %(number)s") % {"number": version.ordinal}


def version_badge(version: ServiceChainVersion) -> Badge:
    """Return the state of a version."""
    kinds = {FrozenState.PROPOSED: "accent", FrozenState.ADOPTED: "success"}
    kind = kinds.get(FrozenState(version.state), "plain")
    return Badge(version.get_state_display(), kind, "draft" if kind == "accent" else "")  # type: ignore[arg-type]


def chain_lines(request: PortalRequest, rows: Iterable[ChainRow]) -> list[tuple[ChainRow, str, Badge | None]]:
    """Return the rows of a table of chains: each with its address and the state of its version."""
    return [(row, chain_url(request, row), version_badge(row.version) if row.version else None) for row in rows]


def editable(request: PortalRequest, chain_id: str) -> ChainPage:
    """Return the working copy for those who write it; 404 for everybody else.

    At another stage the form is still shown: the use case refuses with the reason, and what was typed is not lost.
    """
    page = chain_page(request.viewer, chain_id)
    if not page.rights.writes:
        raise Http404
    return page


@dataclass(frozen=True)
class Where:
    """A place that a finding concerns, as a link, with what is missing there."""

    link: Link
    note: str


@dataclass(frozen=True)
class CheckRow:
    """One check on the page."""

    fulfilled: bool
    sentence: str
    places: tuple[Where, ...]


@dataclass(frozen=True)
class Shown:
    """A content with its checks in the words of the page. `edit` is the chain's id where the viewer may write it."""

    view: ChainView
    checks: tuple[CheckRow, ...]
    edit: str = ""

    @property
    def open(self) -> int:
        """Number of checks that fail."""
        return sum(not row.fulfilled for row in self.checks)


def shown(request: PortalRequest, view: ChainView, *, edit: str = "") -> Shown:
    """Return a content as its template prints it; the checks lead to where it is mended, or to the place."""
    rows = (_check(request, finding, edit) for finding in view.findings)
    return Shown(view, tuple(sorted(rows, key=lambda row: row.fulfilled)), edit)


def _check(request: PortalRequest, finding: ChainFinding, edit: str) -> CheckRow:
    places = tuple(
        Where(Link(say(place.label), _address(request, finding, place, edit)), say(place.note) if place.note else "")
        for place in finding.places
    )
    return CheckRow(finding.fulfilled, say(finding.message), places)


def _address(request: PortalRequest, finding: ChainFinding, place: Place, edit: str) -> str:
    if edit:
        name = "chain_step_edit" if place.kind is PlaceKind.STEP else "chain_link_edit"
        if finding.check is not ChainCheck.REACHED:  # a missing link is added from the table
            return to(request, name, edit, place.key)
    if place.kind is PlaceKind.STEP:
        return f"#schritt-{place.key}"
    if finding.check in {ChainCheck.HANDOVERS, ChainCheck.CONSENTS}:
        return f"#uebergabe-{place.key}"
    return f"#verbindung-{place.key}"


@dataclass(frozen=True)
class FieldRow:
    """One field of a part that changed, old and new in the reader's language."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangeRow:
    """One part that changed."""

    title: str
    badge: Badge
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one section of the page."""

    heading: str
    rows: tuple[ChangeRow, ...]


_CHANGE_KINDS = {Change.ADDED: "success", Change.REMOVED: "plain", Change.CHANGED: "outline"}
_CHANGE_ICONS = {Change.ADDED: "add", Change.REMOVED: "delete", Change.CHANGED: "edit"}


def changes_of(changes: Iterable[PartChange]) -> tuple[ChangeGroup, ...]:
    """Return the differences of two contents, section by section; sections without any are left out."""
    found: dict[Section, list[ChangeRow]] = {}
    for row in changes:
        fields = tuple(FieldRow(_(field.name), _value(field.old), _value(field.new)) for field in row.fields)
        badge = Badge(_(row.change.label), _CHANGE_KINDS[row.change], _CHANGE_ICONS[row.change])  # type: ignore[arg-type]
        found.setdefault(row.section, []).append(ChangeRow(row.title, badge, fields))
    return tuple(ChangeGroup(_(section.label), tuple(rows)) for section, rows in found.items())


def _value(value: Value) -> str:
    return say(value) if isinstance(value, Message) else value


def words(
    request: PortalRequest, page: ChainPage, heading: str, button: str, *, lead: str = "", anchor: str = "",
    danger: bool = False,
) -> FormPage:  # fmt: skip
    """Return the words around the form of a part; `anchor` is the place of the chain's page to come back to."""
    back = to(request, "chain", page.chain.public_id)
    if not page.rights.is_open:
        lead = str(AT_REST)
    return FormPage(
        heading=heading,
        button=button,
        lead=lead,
        danger=danger,
        back=f"{back}#{anchor}" if anchor else back,
        breadcrumbs=chain_crumbs(request, page.chain, heading),
    )


def gone(
    request: PortalRequest, page: ChainPage, make_form: Callable[[], forms.Form], heading: str, sentence: str
) -> HttpResponse:
    """Answer for a part that does not exist: 404, or for somebody who sent text for it a page that keeps the text."""
    if request.method != "POST":
        raise Http404
    form = make_form()
    form.is_valid()
    form.add_error(None, sentence)
    form.conflicts = ()  # type: ignore[attr-defined]
    around = words(request, page, heading, _("Save"))
    context = {"page": around, "breadcrumbs": around.breadcrumbs, "lost": True}
    return show_form(request, FORM, context, form=form)
