"""The first words of the portal's own addresses are no authority's."""

from __future__ import annotations

from django.urls import get_resolver

from governance.usecases.organisations import RESERVED_SLUGS
from portal.components.shell import FOOTER
from portal.public_texts import PUBLIC_TEXTS


def test_no_authority_takes_an_address_of_the_portal() -> None:
    routes = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    taken = {route.partition("/")[0] for route in routes if route and not route.startswith(("<", "^"))}
    taken |= {link.url.strip("/") for link in FOOTER} | {text.slug for text in PUBLIC_TEXTS}
    assert "antwort" in taken
    assert sorted(taken - RESERVED_SLUGS) == []
