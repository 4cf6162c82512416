"""The XML inside office files: no document types, no entities, no reading without a limit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from governance.inspection.archives import DAMAGED
from governance.inspection.findings import Rejected
from governance.rules.text import Message, mark

HEAD = 64 * 1024
LARGEST_SMALL_PART = 2 * 1024 * 1024
ENTITIES = Message(
    mark("The file contains XML entities, which no office program writes. Save it anew in its program and upload that.")
)


def check_head(head: bytes) -> None:
    """Raise `Rejected` if an XML part, of which `head` is the beginning, declares a document type or entities.

    A declaration stands before the root element or the part is no XML; so the first element is read and no more.
    """
    try:
        next(iterparse(io.BytesIO(head), events=("start",), forbid_dtd=True), None)
    except DefusedXmlException as error:
        raise Rejected(ENTITIES) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Rejected(DAMAGED) from error


def small_part(content: bytes) -> Element:
    """Return the root of a small part, such as a list of relationships; raises `Rejected`."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Rejected(ENTITIES) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise Rejected(DAMAGED) from error
    return root


def elements(root: Element) -> Iterator[tuple[str, Element]]:
    """Return every element below `root` with its name without namespace."""
    for element in root.iter():
        yield str(element.tag).rpartition("}")[2], element
