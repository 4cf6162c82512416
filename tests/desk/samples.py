"""One record of every viewset of the desk in an authority, and what its forms post."""

from __future__ import annotations

import json
import time
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets

from governance.desk.base import DeskViewSet
from governance.models import Authority, Minutes, Person, User
from governance.rules import clock
from governance.rules.procedure import ADMINISTRATIVE_PROCEDURE
from tests import factories as make

_ = get_resolver().url_patterns  # Wagtail collects the viewsets with its addresses
VIEWSETS: dict[str, DeskViewSet] = {found.name: found for found in viewsets.viewsets if isinstance(found, DeskViewSet)}
SCOPED = sorted(set(VIEWSETS) - {"desk_users"})
MAKING = [name for name in SCOPED if VIEWSETS[name].add_form and name != "desk_authorities"]
FOR_ADMINISTRATORS = {
    "desk_people", "desk_organisations", "desk_territories", "desk_roles", "desk_assistances", "desk_authorities",
    "desk_users", "desk_files",
}  # fmt: skip
TODAY = clock.today().isoformat()


def records_in(authority: Authority, word: str) -> dict[str, Model]:
    """Make one record for every scoped viewset; whatever has a text carries `word`."""
    person = make.PersonFactory(authority=authority, first_name="Ida", last_name=f"{word}person")
    second = make.PersonFactory(authority=authority, first_name="Udo", last_name=f"{word}zweite")
    coordinator = make.PersonFactory(authority=authority, first_name="Eva", last_name=f"{word}leitung")
    make.RoleFactory(person=coordinator)
    body = make.BodyFactory(authority=authority, name=f"{word}gremium", code=word[:8])
    seat = make.SeatFactory(body=body, name=f"{word}sitz")
    template = make.TemplateFactory(authority=authority, name=f"{word}muster")
    rules = body.rules.get()
    rules.title = f"{word}ordnung"
    rules.save()
    held = make.BodyFactory(authority=authority, name=f"{word}runde", code=f"{word[:8]}R", rules=None)
    return {
        "desk_minutes": Minutes.objects.create(meeting=make.MeetingFactory(body=held, closed=True)),
        "desk_authorities": authority,
        "desk_setup": authority,
        "desk_profiles": authority.profile,
        "desk_files": authority.file_space,
        "desk_organisations": make.OrganisationFactory(authority=authority, name=f"{word}organisation"),
        "desk_territories": make.TerritoryFactory(authority=authority, name=f"{word}gebiet", kind="district"),
        "desk_imports": make.ImportRunFactory(begun_by=coordinator, file_name=f"{word}.csv"),
        "desk_people": person,
        "desk_roles": make.RoleFactory(person=person, role="contact"),
        "desk_assistances": make.AssistanceFactory(member=person, assistant=second),
        "desk_bodies": body,
        "desk_seats": seat,
        "desk_memberships": make.MembershipFactory(seat=seat, person=person),
        "desk_deputyships": make.DeputyshipFactory(seat=seat, person=second),
        "desk_offices": make.OfficeFactory(seat=seat),
        "desk_secretariats": make.SecretariatFactory(body=body, person=coordinator),
        "desk_rules": rules,
        "desk_templates": template,
        "desk_text_modules": make.TextModuleFactory(authority=authority, name=f"{word}baustein"),
        "a process": make.ProcessFactory(body=body, coordinator=coordinator, title=f"{word}vorgang"),
        "desk_papers": make.PaperFactory(body=body, template=template, author=coordinator, title=f"{word}vorlage"),
    }


def added(name: str, records: dict[str, Any]) -> dict[str, Any]:
    """Return what the form for a new record posts, so that it goes through in the authority of `records`."""
    seat, body, person = records["desk_seats"], records["desk_bodies"], records["desk_people"]
    new: Person = make.PersonFactory(authority=body.authority, last_name="Neuling")
    period = {"valid_from": TODAY, "valid_until": ""}
    coordinator = records["desk_secretariats"].person
    other = make.BodyFactory(authority=body.authority, name="Weiteres Gremium", code="WG", rules=None)
    return {
        "desk_organisations": {"name": "Neue Organisation", "short_name": "NO", "kind": "agency", "is_active": "on"},
        "desk_territories": {"name": "Neues Gebiet", "kind": "municipality"},
        "desk_imports": {
            "kind": "organisations", "file": SimpleUploadedFile("neu.csv", b"Name;Art\nNeu;Kommune\n"),
        },
        "desk_people": {
            "title": "Dr.", "first_name": "Ada", "last_name": "Neu", "organisation": records["desk_organisations"].pk,
            "function": "Leitung", "email": "ada@example.org", "address": "Weg 1",
        },
        "desk_roles": {"person": person.pk, "role": "case_manager", **period},
        "desk_assistances": {"member": person.pk, "assistant": new.pk, **period},
        "desk_bodies": {
            "name": "Neues Gremium", "kind": "working_group", "code": "NG", "purpose": "Zweck", "default_minutes": "90",
        },
        "desk_seats": {
            "body": body.pk, "name": "Neuer Sitz", "organisation": records["desk_organisations"].pk, "voting": "on",
            "order": "3", **period,
        },
        "desk_memberships": {"seat": seat.pk, "person": new.pk, **period},
        "desk_deputyships": {"seat": seat.pk, "person": new.pk, "order": "1", **period},
        "desk_offices": {"seat": seat.pk, "kind": "lead", **period},
        "desk_secretariats": {"body": other.pk, "person": coordinator.pk, **period},
        "desk_rules": {
            "body": body.pk, "start": "county_order", "valid_from": TODAY, "title": "Neue Ordnung",
        },
        "desk_templates": {"name": "Neues Muster", "source": "shipped:hoexter"},
        "desk_text_modules": {
            "name": "Neuer Baustein", "section": "Sachverhalt", "body": body.pk, "is_active": "on", **text_data("Neu"),
        },
        "desk_papers": {
            "body": body.pk, "template": records["desk_templates"].pk, "subject": "other", "process": "",
            "title": "Neue Vorlage",
        },
    }[name]  # fmt: skip


def edited(name: str, record: Any) -> tuple[dict[str, Any], str, str]:
    """Return what the editor of `record` posts, with the field that is changed and the text it is changed to."""
    version = {"version": str(record.version)}
    period = {"last_day": TODAY}
    if "last_day" in VIEWSETS[name].edit_form.base_fields:  # type: ignore[union-attr]
        return period | version, "last_day", TODAY
    plain: dict[str, tuple[dict[str, Any], str]] = {
        "desk_authorities": (
            {"name": "x", "unit": "KIM", "code": "ABC", "mailbox": "kim@example.org", "address": "Ort"}, "name",
        ),
        "desk_profiles": (
            {
                "min_topic_cases": "3", "topic_cases_strictness": "blocking", "min_series_cases": "x",
                "series_strictness": "justifiable", "min_weeks": "8", "small_group_limit": "3",
                "criteria_strictness": "blocking", "withdrawn_strictness": "justifiable",
                "small_group_strictness": "justifiable", "evidence_basis": "reconstructions", "min_interviews": "0",
                "like_cases_strictness": "justifiable", "intake_sources": ["focus"], "state_waiting_days": "365",
                "result_types": ["goal_system", "service_chain"], "result_checks_strictness": "justifiable",
            },
            "min_series_cases",
        ),
        "desk_files": ({"quota": "x"}, "quota"),
        "desk_organisations": ({"name": "x", "short_name": "", "kind": "agency", "is_active": "on"}, "name"),
        "desk_territories": ({"name": "x", "kind": "district"}, "name"),
        "desk_people": (
            {"first_name": "Ida", "last_name": "x", "organisation": "", "email": "", "address": ""}, "last_name",
        ),
        "desk_bodies": (
            {"name": "x", "kind": "steering_group", "code": "XX", "purpose": "", "default_minutes": "60"}, "name",
        ),
        "desk_seats": (
            {"name": "x", "organisation": "", "order": "1", "valid_until": ""}, "name",
        ),
        "desk_rules": (rules_data(), "title"),
        "desk_templates": ({"name": "x", "is_active": "on", "layout": "steering", **sections_data()}, "name"),
        "desk_text_modules": ({"name": "x", "section": "", "body": "", "is_active": "on", **text_data("Alt")}, "name"),
    }  # fmt: skip
    data, field = plain[name]
    value = "7" if name in {"desk_profiles", "desk_files"} else "Geändert"
    return data | {field: value} | version, field, value


def rules_data() -> dict[str, Any]:
    """Return what the editor of rules posts for the model of the Administrative Procedure Act."""
    data: dict[str, Any] = {"title": "x", "text": ""}
    for key, rule in ADMINISTRATIVE_PROCEDURE.to_data()["rules"].items():
        value = rule["value"]
        data[key] = ("yes" if value else "no") if isinstance(value, bool) else value
        data[f"{key}_paragraph"] = rule["paragraph"]
        data[f"{key}_origin"] = rule["origin"]
    return data


def sections_data(*labels: str) -> dict[str, Any]:
    """Return what the editor of a template posts: the two sections of the factory, then new ones called `labels`."""
    kept = [("facts", "Sachverhalt", "rich"), ("effects", "Auswirkungen", "rich")]
    rows = [*kept, *(("", label, "short") for label in labels)]
    data: dict[str, Any] = {"sections-count": str(len(rows))}
    for number, (key, label, kind) in enumerate(rows):
        data |= {
            f"sections-{number}-deleted": "",
            f"sections-{number}-order": str(number),
            f"sections-{number}-type": "section",
            f"sections-{number}-id": key,
            f"sections-{number}-value-label": label,
            f"sections-{number}-value-help_text": "",
            f"sections-{number}-value-kind": kind,
            f"sections-{number}-value-mandatory": "on",
            f"sections-{number}-value-choices": "",
        }
    return data


def text_data(text: str) -> dict[str, str]:
    """Return what the editor of a text module posts for one paragraph."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return {
        "text-count": "1",
        "text-0-deleted": "",
        "text-0-order": "0",
        "text-0-type": "text",
        "text-0-id": "",
        "text-0-value": json.dumps({"blocks": [block], "entityMap": {}}),
    }


def freshly(client: Client) -> Client:
    """Let `client` have confirmed the login a moment ago."""
    session = client.session
    entry = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [entry]
    session["account_authentication_methods_user"] = session[SESSION_KEY]
    session.save()
    return client


def texts_of(data: dict[str, Any]) -> list[str]:
    """Return the names of the fields into which a person types freely."""
    fixed = {"version", "order", "default_minutes", "source", "start", "role", "kind", "subject"}
    return [
        name
        for name, value in data.items()
        if isinstance(value, str)
        and not value.startswith('{"blocks"')
        and name not in fixed
        and not name.endswith(("-count", "-order", "-type", "-deleted"))
    ]


def administrator_sees(user: User, name: str) -> bool:
    """Tell whether an administrator who coordinates nowhere may open the viewset."""
    return user.is_administrator and name in FOR_ADMINISTRATORS
