"""Papers with text, and the login of the portal's tests."""

from __future__ import annotations

import pytest

from governance.models import DecisionPaper
from tests import factories as make
from tests.cast import Cast
from tests.portal.conftest import login

__all__ = ["login"]


@pytest.fixture
def paper(cast: Cast) -> DecisionPaper:
    """A draft of the cast's steering group."""
    template = make.TemplateFactory(authority=cast.authority)
    return make.PaperFactory(body=cast.body, template=template, author=cast.coordinator, title="Sprachkurszugang")


@pytest.fixture
def foreign_paper(cast: Cast) -> DecisionPaper:
    """A draft in the other authority."""
    body = make.BodyFactory(authority=cast.other_authority, code="LG", name="Lenkungsgruppe Warendorf")
    template = make.TemplateFactory(authority=cast.other_authority)
    return make.PaperFactory(body=body, template=template, author=cast.other_coordinator, title="Fremde Vorlage")
