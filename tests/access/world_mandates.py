"""Mandates of the world: in draft, with a group at work, with an amendment in draft; one of another authority."""

from __future__ import annotations

from governance.models import Body
from governance.usecases.mandate_drafts import begin_amendment
from portal.access_concept.table import At
from tests import factories as make
from tests.cast import Cast
from tests.commissioned import Commission, drafted, with_contact


def mandate_places(cast: Cast) -> dict[At, dict[str, str]]:
    """Build them; return the parts of their addresses by situation."""
    draft = with_contact(drafted(cast))
    working = drafted(cast, group=cast.project_group).adopt().at_work()
    amended = drafted(cast, group=_other_group(cast)).adopt().at_work()
    begin_amendment(by=cast.viewer(cast.coordinator), mandate_id=amended.mandate.public_id)
    foreign = make.MandateFactory(authority=cast.other_authority)
    make.MandateVersionFactory(mandate=foreign)
    return {
        At.MANDATE_DRAFT: _params(draft),
        At.MANDATE_ADOPTED: {
            **_params(working),
            "body_id": cast.project_group.public_id,
            "nomination_id": working.nomination(working.agency).public_id,
        },
        At.MANDATE_AMENDED: _params(amended),
    }


def _params(commission: Commission) -> dict[str, str]:
    return {"mandate_id": commission.mandate.public_id, "process_id": commission.process.public_id}


def _other_group(cast: Cast) -> Body:
    return make.BodyFactory(
        authority=cast.authority, kind="working_group", name="AG Übergänge", code="AG", decides=False
    )
