"""Textbausteine: text that an authority writes again and again, put into papers as a copy (papers.md, The paper).

What stands in a text module is text: braces, formulas and codes in it are printed as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance.access.papers import may_keep_module, paper_bodies
from governance.access.viewer import Viewer
from governance.documents.streams import clean_stream
from governance.models import TextModule
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, check_version, fill, lock, record, save, use_case


@use_case("text_module.saved")
def save_text_module(
    *,
    by: Viewer,
    module_id: str | None,
    version: int | None,
    name: str,
    section: str,
    body_id: str | None,
    text: Sequence[Mapping[str, Any]],
    is_active: bool = True,
) -> TextModule:
    """Make or edit a text module; `text` is a stream of rich text and tables, `section` a heading it is meant for.

    Raises `Forbidden`, `Stale`, `Invalid`, and `Refused` for one that says nothing.
    """
    module = (
        lock(TextModule.objects.filter(authority=by.authority), public_id=module_id)
        if module_id
        else TextModule(authority=by.authority)
    )
    if not may_keep_module(by, module):
        raise Forbidden(by, module if module_id else by.authority)
    check_version(module, version)
    stream = clean_stream(text)
    if not stream:
        raise Refused(Message(mark("Write the text of the module.")))
    body = paper_bodies(by).get(public_id=body_id) if body_id else None
    before = list(module.text.get_prep_value()) if module.pk else stream
    changed = fill(module, {"name": name, "section": section, "body": body, "is_active": is_active})
    module.text = module.text.stream_block.to_python(stream)
    changed += ["text"] if stream != before else []
    save(module)
    record(by, "text_module.saved", module, {"fields": changed})
    return module


@use_case("text_module.withdrawn")
def withdraw_text_module(*, by: Viewer, module_id: str) -> None:
    """Delete a text module; papers keep the copies that they took from it."""
    module = lock(TextModule.objects.filter(authority=by.authority), public_id=module_id)
    if not may_keep_module(by, module):
        raise Forbidden(by, module)
    record(by, "text_module.withdrawn", module, {"name": module.name})
    module.delete()
