"""What a list offers to do with several of its rows: boxes in front of them, buttons below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn

from governance.desk.forms import DeskForm


@dataclass(frozen=True)
class BulkAction:
    """A step for several records. `carry_out(viewer, record, facts)` calls the use case of one.

    `form` asks for what all of them need, such as the last day. `question` says what will happen.
    """

    name: str
    label: Any
    question: Any
    carry_out: Callable[[Any, Any, Mapping[str, Any]], object]
    form: type[DeskForm] | None = None
    icon: str = "list-ul"
    fresh_login: bool = False


class ChoiceColumn(BaseColumn):  # type: ignore[misc]
    """The box in front of a row; it belongs to the form of the bulk actions below the list."""

    cell_template_name = "desk/choice_cell.html"
    header_template_name = "desk/choice_head.html"

    def __init__(self, key_of: Callable[[Any], str]) -> None:
        super().__init__("auswahl", label=_("Choose"), classname="desk-choice")
        self.key_of = key_of

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the public id of the row."""
        return {**super().get_cell_context_data(instance, parent_context), "key": self.key_of(instance)}


def offered_buttons(actions: Sequence[BulkAction], address: Callable[[str], str]) -> list[tuple[Any, str]]:
    """Return label and address of each bulk action, for the buttons below a list."""
    return [(action.label, address(action.name)) for action in actions]
