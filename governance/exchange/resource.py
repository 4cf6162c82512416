"""The base of every table: columns, natural keys, what changes, and a use case for each row that does.

django-import-export reads the rows, keeps the transaction and collects the outcome; it never saves. In the place of
a model instance stands a `Draft`: the values of one row beside those on record. `save_instance` calls the use case of
the table. Everything a row is compared with is loaded once, so that a row costs the same however many there are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from governance.access.viewer import Viewer
from governance.exchange.table import SourceRow, Table, shielded
from governance.exchange.widgets import SOFT_HYPHEN, Line, fold
from governance.queries.wording import say
from governance.usecases.foundation import Forbidden, Invalid, Refused

logger = logging.getLogger("lenkwerk")

EXAMPLE = "Beispiel – "
"""How the first cell of a template's example row begins; such a row is left out."""


@dataclass(frozen=True)
class Column:
    """A column: the attribute it fills, its label, what to write there, and whether every row needs it."""

    name: str
    label: Any
    hint: Any
    example: str = ""
    widget: Any = None
    required: bool = False

    @property
    def heading(self) -> str:
        """Return the label as it stands in a file."""
        return str(self.label).replace(SOFT_HYPHEN, "")


class Draft:
    """The values of one row; `record` is what is on record under the same key, or None."""

    pk = None

    def __init__(self, record: Any, values: dict[str, Any]) -> None:
        self.record = record
        self.__dict__.update(values)

    def __deepcopy__(self, memo: object) -> Draft:
        """Return a copy; the values themselves are never changed."""
        copied = Draft(None, {})
        copied.__dict__.update(self.__dict__)
        return copied


class CellField(Field):  # type: ignore[misc]
    """A field whose column may demand a value."""

    def __init__(self, column: Column, heading: str) -> None:
        super().__init__(attribute=column.name, column_name=heading, widget=column.widget or Line())
        self.required = column.required

    def clean(self, row: Any, **kwargs: Any) -> Any:
        """Return the value of the cell; raises `ValueError` with a sentence."""
        if self.required and not str(row.get(self.column_name) or "").strip():
            raise ValueError(_("Something has to stand in this cell."))
        return self.widget.clean(row.get(self.column_name, ""), row=row)


@dataclass(frozen=True)
class _NoDiff:
    """What the library compares for its own pages; ours compare the drafts."""

    resource: object
    original: object
    new: object

    def compare_with(self, resource: object, instance: object) -> None:
        """Compare nothing."""


class TableResource(Resource):  # type: ignore[misc]
    """One table for one viewer. Subclasses say the columns, what is on record, how a row is found and saved."""

    columns: ClassVar[Sequence[Column]] = ()

    class Meta:
        using_db = "default"
        instance_loader_class = BaseInstanceLoader
        import_id_fields = ()
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        store_instance = True
        skip_html_diff = True

    def __init__(self, viewer: Viewer, told: Callable[[int], None] = lambda done: None) -> None:
        """`told` hears how many rows are done."""
        super().__init__()
        self.viewer = viewer
        self.told = told
        self.fields = {column.name: CellField(column, column.heading) for column in self.own_columns()}
        self.present: frozenset[str] = frozenset(self.fields)
        self.source: list[SourceRow] = []
        self.taken: dict[Any, int] = {}
        self.made: list[Any] = []

    # ---- what a table says ---------------------------------------------------------------------------------------

    def own_columns(self) -> Sequence[Column]:
        """Return the columns; those with a reference are made for this resource."""
        return self.columns

    def load(self) -> None:
        """Load what rows are compared with and what they refer to."""
        raise NotImplementedError

    def records(self) -> Iterable[Any]:
        """Return what an export writes, in its order; `load` has run."""
        raise NotImplementedError

    def stored(self, record: Any) -> dict[str, Any]:
        """Return the values on record by the names of the columns."""
        raise NotImplementedError

    def find(self, row: dict[str, str]) -> Any:
        """Return what is on record under the key of the row, or None; raises `ValueError` where that is not clear."""
        raise NotImplementedError

    def key(self, draft: Draft) -> Any:
        """Return the natural key of a new row, by which a second one is found in the same file."""
        raise NotImplementedError

    def apply(self, draft: Draft, values: dict[str, Any]) -> Any:
        """Save the row through its use case and return the record; `values` are those of the columns in the file."""
        raise NotImplementedError

    def remember(self, record: Any) -> None:
        """Make a record that was saved known to the rows below it."""

    # ---- the library's course ------------------------------------------------------------------------------------

    @classmethod
    def get_diff_class(cls) -> type[_NoDiff]:
        """Compare drafts, not model instances."""
        return _NoDiff

    def bring_in(self, table: Table, *, dry_run: bool) -> list[RowResult]:
        """Import every row or, where one has an error or in a dry run, none; return the outcome of each row."""
        self.source = [row for row in table.rows if not is_example(row)]
        headings = [column.rstrip(" *") for column in table.headings]
        named = {fold(field.column_name): field.column_name for field in self.fields.values()}
        headings = [named.get(fold(heading), heading) for heading in headings]
        self.present = frozenset(name for name, field in self.fields.items() if field.column_name in headings)
        dataset = tablib.Dataset(*[row.cells for row in self.source], headers=headings)
        result = self.import_data(
            dataset, dry_run=dry_run, raise_errors=False, use_transactions=True, rollback_on_validation_errors=True
        )
        for error in result.base_errors:
            raise error.error
        return list(result.rows)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Load what the rows need, within the transaction."""
        self.load()

    def get_import_fields(self) -> list[CellField]:
        """Return the fields of the columns that the file has."""
        return [field for name, field in self.fields.items() if name in self.present]

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Refuse a row whose cells do not stand under their headings."""
        source = self.source[kwargs["row_number"] - 1]
        if source.fault:
            raise ValidationError(source.fault)

    def get_instance(self, instance_loader: Any, row: Any) -> Draft | None:
        """Return what is on record, as a draft."""
        try:
            record = self.find(row)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return Draft(record, self.stored(record)) if record is not None else None

    def init_instance(self, row: Any = None) -> Draft:
        """Return the draft of a new record."""
        return Draft(None, dict.fromkeys(self.fields))

    def import_instance(self, instance: Draft, row: Any, **kwargs: Any) -> None:
        """Read the cells; the faults of the file come before those of the values."""
        faults = self.source[kwargs["row_number"] - 1].faults
        headings = list(row)
        broken = {self._name_of(headings[place]): ValidationError(text) for place, text in faults.items()}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as errors:
            raise ValidationError({**errors.error_dict, **broken}) from errors
        if broken:
            raise ValidationError(broken)
        self.complete(instance)
        self._refuse_second(instance, kwargs["row_number"])

    def complete(self, draft: Draft) -> None:
        """Check what concerns several cells; raises `ValidationError`."""

    def _name_of(self, heading: str) -> str:
        return next((name for name, field in self.fields.items() if field.column_name == heading), heading)

    def _refuse_second(self, draft: Draft, row_number: int) -> None:
        number = self.source[row_number - 1].number
        key = draft.record.pk if draft.record is not None else self.key(draft)
        if key in self.taken:
            raise ValidationError(
                _("Row %(number)s says something about the same already.") % {"number": self.taken[key]}
            )
        self.taken[key] = number

    def validate_instance(
        self, instance: Draft, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raise what the cells said; the use case validates the record."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Draft, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Save through the use case; its refusal becomes an error of the row."""
        values = {name: getattr(instance, name) for name in self.fields if name in self.present}
        try:
            record = self.apply(instance, values)
        except Invalid as refusal:
            own = {name if name in self.fields else "__all__": texts for name, texts in refusal.errors.items()}
            raise ValidationError({**own}) from refusal
        except Refused as refusal:
            raise ValidationError(say(refusal.message)) from refusal
        except Forbidden as refusal:
            raise ValidationError(_("This is not yours to change.")) from refusal
        except IntegrityError as refusal:
            raise ValidationError(_("Somebody else is changing the same at this moment. Try again.")) from refusal
        self.taken.setdefault(record.pk, self.source[kwargs["row_number"] - 1].number)
        if is_create:
            self.made.append(record)
        self.remember(record)

    def save_m2m(self, instance: Draft, row: Any, **kwargs: Any) -> None:
        """Leave relations to the use case."""

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        """Tell how far it is."""
        self.told(kwargs["row_number"])

    # ---- the way out ---------------------------------------------------------------------------------------------

    def write_out(self) -> tablib.Dataset:
        """Return the records of the viewer's authority as a table in which nothing is computed."""
        self.load()
        return self.export(self.records())

    def export_resource(self, instance: Any, selected_fields: Any = None, **kwargs: Any) -> list[str]:
        """Return the cells of a record."""
        values = self.stored(instance)
        return [shielded(field.widget.render(values.get(name))) for name, field in self.fields.items()]


def is_example(row: SourceRow) -> bool:
    """Tell whether the row is the example of a template."""
    return any(cell.startswith(EXAMPLE) for cell in row.cells[:1])
