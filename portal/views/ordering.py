"""Turns the orders of a query into the component that offers them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from governance.queries.ordering import Orders, known_order
from portal.components.sorting import PARAMETER, SortChoice, Sorting
from portal.components.text import Text
from portal.views.base import PortalRequest

ORDER_NAMES: Mapping[str, Text] = {
    "neueste": _("newest first"),
    "aelteste": _("oldest first"),
    "nummer": _("by number"),
    "titel": _("by title"),
    "gremium": _("by body"),
    "dringlichste": _("the most urgent first"),
    "sitzung": _("by session"),
    "laengste": _("longest at its stage first"),
    "zustaendig": _("by coordinator"),
}
"""What the orders of all lists are called, in the midst of a sentence."""


def asked_order(request: PortalRequest, orders: Orders) -> str:
    """Return the order that the address asks for; the usual one for a word that is none of `orders`."""
    return known_order(orders, request.GET.get(PARAMETER, ""))


def sorting_of(request: PortalRequest, orders: Orders) -> Sorting:
    """Return the choice among `orders`; its links keep the filters and begin with the first page."""
    current, usual = asked_order(request, orders), next(iter(orders))
    choices = []
    for word in orders:
        query = request.GET.copy()
        query.pop("seite", None)
        query.pop(PARAMETER, None)
        if word != usual:
            query[PARAMETER] = word
        choices.append(SortChoice(ORDER_NAMES[word], f"?{query.urlencode()}", word == current))
    order = orders[current]
    return Sorting(tuple(choices), order.column, order.direction, "" if current == usual else current)
