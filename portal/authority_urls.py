"""The addresses of one authority's portal; every path below begins with the authority's slug.

`AuthorityMiddleware` takes the slug out and puts `request.viewer` in, so views do not name it.
"""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
