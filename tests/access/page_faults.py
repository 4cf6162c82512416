"""What every page carries, whoever sees it: the policy of its place, nothing inline, nothing stored."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings

PROBES = ("/healthz", "/readyz")


def page_faults(response: Any, path: str, role: str) -> list[str]:
    """Return what is wrong with the headers and the page that `role` got; nothing for the probes."""
    if path in PROBES:
        return []
    policy = response.headers.get("Content-Security-Policy", "")
    below_desk = path.startswith(settings.DESK_PATH)
    strict = "unsafe" not in policy and "frame-ancestors 'none'" in policy
    faults = []
    if policy.startswith("sandbox"):  # an uploaded file, powerless
        attached = response.headers.get("Content-Disposition", "").startswith("attachment")
        faults += [] if attached and "default-src 'none'" in policy else [f"policy: {policy}"]
    elif "default-src 'self'" not in policy or "object-src 'none'" not in policy or not (strict or below_desk):
        faults.append(f"policy: {policy}")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("sniffing is not forbidden")
    if role != "anonymous" and "no-store" not in response.headers.get("Cache-Control", ""):
        faults.append("a personal page may be stored")
    if not below_desk and response.headers.get("Content-Type", "").startswith("text/html"):
        faults += _inline(response.content)
    return faults


def _inline(html: bytes) -> list[str]:
    """Return what the strict policy forbids: scripts and styles in the page itself."""
    soup = BeautifulSoup(html, "html.parser")
    found = [tag for tag in soup.find_all("script") if not tag.get("src") and tag.get("type") != "application/json"]
    found += [*soup.find_all("style"), *soup.find_all(style=True)]
    found += [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    found += [tag for tag in soup.find_all(href=True) if tag["href"].strip().lower().startswith("javascript:")]
    return [f"inline: {str(tag)[:120]}" for tag in found]
