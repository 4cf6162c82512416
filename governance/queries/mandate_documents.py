"""Mandates as documents: a version to hand out, and what a paper prints of the draft that it lays before a body."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from governance.access.viewer import Viewer
from governance.documents.content import MandateContent, MandateDocument, MandatePlace
from governance.models import MandateVersion, PlanningProcess
from governance.queries.mandate_pages import mandate_page
from governance.queries.mandates import draft_of, mandate_text, report_day
from governance.queries.meetings import letterhead_of
from governance.rules import clock
from governance.rules.mandates import mandate_hash
from governance.rules.routes import ResultType


def mandate_content(version: MandateVersion) -> MandateContent:
    """Return what a version prints, in German as documents are; load it by `with_text`."""
    with translation.override("de"):
        return MandateContent(
            group_name=version.mandate.group_name,
            subject=version.subject,
            objective=version.objective,
            places=tuple(
                MandatePlace(organisation=place.organisation.name, seat=place.seat_name, lead=place.lead)
                for place in version.places.all()
            ),
            working_form=version.working_form,
            result_form=version.result_form,
            results=tuple(_(ResultType(kind).label) for kind in version.result_types),
            special_conditions=version.special_conditions,
            report_back=_report_back(version),
            ends_on=version.ends_on,
            version_number=version.ordinal,
            content_hash=version.content_hash or mandate_hash(mandate_text(version)),
        )


def _report_back(version: MandateVersion) -> str:
    day = report_day(version)
    if day is None:
        return ""
    return f"in der Sitzung am {day:%d.%m.%Y}" if version.report_back_meeting else f"bis zum {day:%d.%m.%Y}"


def laid_mandate(process: PlanningProcess | None) -> MandateContent | None:
    """Return the draft that a paper of `process` lays before the body, or None where there is none."""
    draft = draft_of(process) if process else None
    return mandate_content(draft) if draft else None


def mandate_document(viewer: Viewer, mandate_id: str, *, ordinal: int | None = None) -> MandateDocument:
    """Return a version that the viewer may read as a document; raises `DoesNotExist` for others."""
    page = mandate_page(viewer, mandate_id, ordinal=ordinal)
    return version_document(page.version, resolution=page.resolution.number if page.resolution else "")


def version_document(version: MandateVersion, *, resolution: str = "") -> MandateDocument:
    """Return a version as a document, for a reader whose access is decided; load it by `with_text`."""
    process = version.mandate.processes.select_related("body").order_by("pk").first()
    adopted = clock.local_date(version.adopted_at) if version.adopted_at else None
    return MandateDocument(
        letterhead=letterhead_of(version.mandate.authority),
        mandate=mandate_content(version),
        body_name=process.body.name if process else "",
        on=adopted or clock.local_date(version.created_at),
        status_line=f"Verabschiedet am {adopted:%d.%m.%Y}" if adopted else "Entwurf, nicht verabschiedet",
        process_number=f"{process.number} {process.title}" if process else "",
        resolution=resolution,
        adopted_on=adopted,
    )
