"""Form fields that are edited with Wagtail's blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from wagtail import blocks
from wagtail.blocks.base import BlockField, BlockWidget


class EditorWidget(BlockWidget):  # type: ignore[misc]
    """Reads what the editor sent. Wagtail trusts its own script; whoever sends anything else gets the page for 400."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        """Return the value of the block; raises `BadRequest` for what no editor sends."""
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise BadRequest(f"The editor {name} sent something that is no {self.block_def.name}.") from error


class EditorField(BlockField):  # type: ignore[misc]
    """A field that may stay empty and is edited with the blocks of `block`."""

    def __init__(self, block: blocks.Block, **kwargs: Any) -> None:
        super().__init__(block=block, widget=EditorWidget(block), required=False, **kwargs)
