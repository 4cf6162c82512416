"""Every address of the resolver by its name, and how to fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLES: Mapping[str, str] = {
    "app_label": "wagtailcore", "model_name": "page", "action": "delete", "action_name": "publish",
    "content_type_app_name": "portal", "content_type_model_name": "publicpage", "app_name": "wagtailcore",
    "object_id": "1", "filter_spec": "max-100x100", "uidb64": "x", "token": "x-y", "revision_id_a": "live",
    "revision_id_b": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver; `name` has its namespaces, an unnamed one its route instead."""

    name: str
    route: str
    named: bool
    parts: tuple[str, ...]


def addresses() -> tuple[Address, ...]:
    """Return every address that the resolver knows."""
    return tuple(_walk(get_resolver(), (), ""))


def _walk(resolver: Any, spaces: tuple[str, ...], before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, inner, route)
        elif isinstance(pattern, URLPattern):
            parts = re.findall(r"<(?:\w+:)?(\w+)>", route)
            name = ":".join((*spaces, pattern.name)) if pattern.name else route
            yield Address(name, route, bool(pattern.name), tuple(parts))


def filled(address: Address, known: Mapping[str, str]) -> str:
    """Return the path of an address; parts that nobody knows get a sample of their kind."""
    if not address.named:
        return "/" + address.route.replace("^.*/$", "irgendwas/")
    parts = {part: known.get(part) or SAMPLES.get(part, "1") for part in address.parts}
    if address.name == "wagtail_serve":
        return reverse(address.name, args=[""])
    return reverse(address.name, kwargs=parts)
