"""What every list and editor of the desk says about itself, by the name of its viewset."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from governance.desk.help import Help

HELP: Mapping[str, Help] = {
    "desk_papers": Help(
        _(
            "A paper is written here until its secretariat releases it in the portal. What is missing for the release "
            "stands on its page there."
        ),
        "koordination#vorlage",
        _("Here the papers that a body decides on are written."),
    ),
    "desk_templates": Help(
        _(
            "A template says which sections a paper has, in which order and what has to be filled in. Shipped "
            "templates are a start: copy one and make it your own."
        ),
        "koordination#muster-und-textbausteine",
        _("Papers are written from templates. Begin with the shipped ones or make one of your own."),
    ),
    "desk_text_modules": Help(
        _("Text that you write again and again. In a paper it is put below what stands in a section, as a copy."),
        "koordination#muster-und-textbausteine",
        _("Text that comes back in papers belongs here, such as the release of case managers for an appointment."),
    ),
    "desk_minutes": Help(
        _("Minutes begin with the opening of the session. Here you write the text; votes and presence come by itself."),
        "koordination#niederschrift",
        _("Minutes appear here as soon as a session is opened. Nothing has to be made by hand."),
    ),
    "desk_bodies": Help(
        _("Everything that meets: steering group, project groups, working groups, conferences. Seats belong to it."),
        "koordination#werkstatt",
        _("Begin with the body that decides, then add its seats and its rules of procedure."),
    ),
    "desk_seats": Help(
        _("A seat belongs to an office or an organisation. People come and go, the seat stays with its history."),
        "koordination#werkstatt",
        _("A seat says who is entitled to sit in a body, before anybody is named for it."),
    ),
    "desk_memberships": Help(
        _("Who holds which seat from which day to which. A change of holder is a new entry, the old one ends."),
        "koordination#werkstatt",
        _("Fill a seat: choose the seat, the person and the first day."),
    ),
    "desk_deputyships": Help(
        _("Who may sit in a seat when its holder does not. Several deputies are asked in their order."),
        "koordination#werkstatt",
        _("Name who sits in a seat when its holder cannot come."),
    ),
    "desk_offices": Help(
        _("Chair, deputy chair and group lead belong to a seat. Whoever holds the seat that day has the office."),
        "koordination#werkstatt",
        _("Give the chair to a seat, so that somebody can open the session."),
    ),
    "desk_secretariats": Help(
        _("The coordinators who run a body: they plan its meetings, invite and write the minutes."),
        "koordination#werkstatt",
        _("Without secretariat nobody can invite the body."),
    ),
    "desk_rules": Help(
        _(
            "Quorum, majority, notice period and votes of a body. What a session went by stays; changes are a new "
            "edition, and the body adopts it."
        ),
        "koordination#werkstatt",
        _("A body that decides needs rules: begin with a model and change what is different with you."),
    ),
    "desk_files": Help(
        _("The letterhead of your Word documents, and how much space your files take."),
        "koordination#briefkopf-und-speicherplatz",
    ),
    "desk_setup": Help(
        _("Leads through everything a new Kreis needs. Every step can be left, skipped and repeated."),
        "koordination#einrichten",
    ),
    "desk_territories": Help(
        _("Municipalities and the districts or clusters they lie in. Organisations can name theirs."),
        "tabellen#die-tabellen",
        _("Enter the districts and clusters first, then the municipalities, or import both as a table."),
    ),
    "desk_imports": Help(
        _("Every table that was read in, by whom and with what result. Nothing is written before you confirm it."),
        "tabellen#so-geht-es",
        _("Download a template, fill it in and upload it. You see what would change before anything is written."),
    ),
    "desk_profiles": Help(
        _("How strictly the planning process is checked in your Kreis. Processes go on by it from their next step."),
        "koordination#wege-der-themen",
    ),
    "desk_people": Help(
        _("Everybody who takes part, with or without login. Whoever leaves is deactivated and stays on record."),
        "verwaltung",
        _("Enter the people who hold seats, coordinate, manage cases or answer for an organisation."),
    ),
    "desk_organisations": Help(
        _("Offices, municipalities, agencies and associations that own seats, send members or take over measures."),
        "verwaltung",
        _("Enter the organisations first: seats and people belong to them."),
    ),
    "desk_roles": Help(
        _("What somebody is in the Kreis apart from seats: coordination, case management, contact, audit."),
        "verwaltung",
        _("Give case managers and contacts of organisations their role. Administrators give that of coordinators."),
    ),
    "desk_assistances": Help(
        _("Whoever assists a member reads what the member reads and answers invitations, but never votes."),
        "verwaltung",
        _("Enter who reads and answers invitations for a member."),
    ),
    "desk_authorities": Help(_("Name, sender and address as they stand on documents and invitations.")),
    "desk_users": Help(
        _("Logins of the installation. Names and addresses belong to the person and are changed there."),
        "verwaltung",
    ),
}
