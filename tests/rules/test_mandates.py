"""The text of a mandate: what it lacks, its hash, what a version changes, and its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from governance.rules.mandates import (
    MandateDates,
    MandateField,
    MandatePart,
    MandateText,
    Place,
    asked_parts,
    differences,
    mandate_hash,
    missing_parts,
)
from governance.rules.routes import ResultType

TODAY = date(2027, 10, 1)
TEXT = MandateText(
    group="PAG Kurs und Kind",
    subject="Kurse und Betreuung",
    objective="Eltern erreichen den Kurs.",
    composition=(Place("jobcenter", lead=True), Place("bamf", "Regionalkoordination")),
    result_form="Zielsystem und Kette",
    result_types=(ResultType.GOAL_SYSTEM, ResultType.SERVICE_CHAIN),
    report_back_meeting="sitzung",
    ends_on=date(2027, 12, 31),
)


def test_an_empty_mandate_lacks_its_four_mandatory_parts_and_a_full_one_none() -> None:
    assert missing_parts(MandateText()) == (
        MandatePart.SUBJECT,
        MandatePart.OBJECTIVE,
        MandatePart.COMPOSITION,
        MandatePart.RESULT_FORM,
    )
    assert missing_parts(TEXT) == ()


def test_working_form_and_special_conditions_may_stay_open_and_ask_no_answer_then() -> None:
    assert asked_parts(TEXT) == (MandatePart.SUBJECT, MandatePart.OBJECTIVE, MandatePart.RESULT_FORM)
    assert MandatePart.WORKING_FORM in asked_parts(replace(TEXT, working_form="Vier Termine"))


def test_the_hash_changes_with_every_part_and_not_with_the_order_of_the_results() -> None:
    changed = (
        replace(TEXT, group="AG"),
        replace(TEXT, subject="Kurse"),
        replace(TEXT, composition=TEXT.composition[:1]),
        replace(TEXT, composition=(Place("jobcenter"), Place("bamf", "Regionalkoordination", lead=True))),
        replace(TEXT, working_form="Vier Termine"),
        replace(TEXT, special_conditions="Keine neue Struktur"),
        replace(TEXT, result_types=(ResultType.GOAL_SYSTEM,)),
        replace(TEXT, report_back_meeting="", report_back_on=TODAY),
        replace(TEXT, ends_on=TODAY),
    )
    hashes = {mandate_hash(text) for text in (TEXT, *changed)}
    assert len(hashes) == len(changed) + 1
    assert mandate_hash(replace(TEXT, result_types=TEXT.result_types[::-1])) == mandate_hash(TEXT)


def test_two_versions_are_compared_part_by_part_in_the_order_of_the_mandate() -> None:
    new = replace(TEXT, ends_on=date(2028, 3, 31), working_form="Vier Termine", report_back_on=None)
    assert differences(TEXT, new) == (MandateField.WORKING_FORM, MandateField.END)
    assert differences(TEXT, replace(TEXT, result_types=TEXT.result_types[::-1])) == ()


def test_the_day_of_the_report_back_itself_is_not_overdue_the_day_after_is() -> None:
    assert not MandateDates(TODAY, report_back=TODAY).report_overdue
    assert MandateDates(TODAY, report_back=date(2027, 9, 30)).report_overdue
    assert MandateDates(TODAY, report_back=date(2027, 10, 8)).days_to_report == 7


def test_who_has_reported_or_whose_mandate_is_not_in_force_owes_no_report() -> None:
    past = date(2027, 9, 1)
    assert not MandateDates(TODAY, report_back=past, reported=True).needs_attention
    assert not MandateDates(TODAY, report_back=past, ends_on=past, in_force=False).needs_attention


def test_a_mandate_expires_the_day_after_its_last_day_even_if_the_group_has_reported() -> None:
    assert not MandateDates(TODAY, ends_on=TODAY, reported=True).expired
    assert MandateDates(TODAY, ends_on=date(2027, 9, 30), reported=True).expired
    assert MandateDates(TODAY).days_to_end is None
