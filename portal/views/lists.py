"""What long lists share that can be narrowed and put into an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from governance.queries.ordering import Orders
from portal.views.base import PortalRequest
from portal.views.ordering import sorting_of
from portal.views.paging import page_of


def list_context(
    request: PortalRequest,
    rows: Any,
    orders: Orders,
    line: Callable[[PortalRequest, Any], object],
    chosen: Mapping[str, str],
) -> dict[str, Any]:
    """Return what a template prints of `rows`: the page asked for, their order, and whether `chosen` narrows them."""
    page = page_of(request, rows)
    return {
        "page_obj": page,
        "rows": [line(request, row) for row in page.object_list],
        "total": page.paginator.count,
        "sorting": sorting_of(request, orders),
        "chosen": chosen,
        "narrowed": any(chosen.values()),
    }
