"""Screening of free text for what could name a person (design `trust.md`, "Privacy").

A case card is pseudonymous. Before it is saved, its free text is searched for names, birth dates, telephone
and file numbers, mail and postal addresses and bank accounts. The search is made of patterns: it finds what
announces itself (a title, a salutation, "heißt", "Klientin", a common first name) and cannot know a bare
family name; an initial after a salutation ("Frau K.") passes as a pseudonym. It is a net under the author's
care, not a proof of anonymity. A false hit costs a reason and a second person, so paragraphs of law, years,
periods, weekdays, and names and addresses of authorities are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from governance.rules.screening_words import (
    COUNTED,
    FIRST_NAMES,
    NO_NAMES,
    OFFICE,
    ORDINARY,
    RELATIVES,
    SOURCES,
    THINGS,
)
from governance.rules.text import mark


class HitKind(StrEnum):
    """What a place in the text looks like."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    FILE_NUMBER = "file_number"
    EMAIL = "email"
    IBAN = "iban"
    STREET = "street"
    TOWN = "town"

    @property
    def label(self) -> str:
        """English source text."""
        return HIT_LABELS[self]


HIT_LABELS: Mapping[HitKind, str] = MappingProxyType(
    {
        HitKind.NAME: mark("Name of a person"),
        HitKind.BIRTH_DATE: mark("Date of birth"),
        HitKind.PHONE: mark("Telephone number"),
        HitKind.FILE_NUMBER: mark("File number"),
        HitKind.EMAIL: mark("E-mail address"),
        HitKind.IBAN: mark("Bank account"),
        HitKind.STREET: mark("Street with house number"),
        HitKind.TOWN: mark("Postcode with town"),
    }
)


@dataclass(frozen=True)
class Hit:
    """A place in the text: `text` is what stands from `start` up to, not including, `end` (characters)."""

    kind: HitKind
    start: int
    end: int
    text: str


_WORD = r"[A-ZÄÖÜÇŞİĆČŠŽŁØÅÉ][\w'’]{1,40}(?:-[A-ZÄÖÜ]\w{1,40})?"
_PARTICLES = r"(?:(?:von|van|vom|zu|de|del|al|el|ben|bin|der|den)[ -]){0,3}"
_TITLES = r"(?:(?:Dr|Prof|Dipl|Mag|med|jur|phil|rer|nat|Ing)\.[ -]?){0,4}"
_INITIALS = r"(?:[A-ZÄÖÜÇŞ]\.\s?){0,2}"
_NOT_IN_WORD = r"(?<![\w@./-])"

_SALUTATION = re.compile(
    rf"{_NOT_IN_WORD}(?:[Hh]errn?|HERRN?|Hr\.?|[Ff]rau|FRAU|Fr\.|Familie|Fam\.|Eheleute|Geschwister)\s{{1,3}}"
    rf"{_TITLES}{_INITIALS}{_PARTICLES}(?P<name>{_WORD})"
)
# "frau müller": what stands there in small letters is a name unless it is an everyday word or looks like a verb.
_SMALL_NAME = re.compile(
    rf"{_NOT_IN_WORD}(?:[Hh]errn?|[Ff]rau|Hr\.|Fr\.)\s{{1,3}}(?P<name>[a-zäöüçşğı][\wäöüß]{{2,30}})\b"
)
_VERB = re.compile(r"(?:iert|iere|tet|igt|ierte|tete|igte)$")
_TITLED = re.compile(
    rf"{_NOT_IN_WORD}(?:Dr|Prof|Mag|Dipl\.-[A-Z][a-z]{{1,6}})\.\s?{_TITLES}{_INITIALS}{_PARTICLES}(?P<name>{_WORD})"
)
_OFFICE_HOLDER = re.compile(
    r"(?:leiter|direktor|dezernent|(?:land|amts|schul|regierungs)rat|präsident|minister|sekretär|referent|vorsteher"
    r"|sprecher|bürgermeister|manager)(?:in)?$|(?:rätin|beauftragter?|angestellter?)$",
    re.IGNORECASE,
)
_AFTER_OFFICE = re.compile(rf"\s(?P<name>{_WORD})")
_RELATIVE = re.compile(rf"\b(?:{'|'.join(sorted(RELATIVES))})\s(?P<name>{_WORD})")
_NOUN = re.compile(r"(?:zeit|kind|kinder|schüler|schülerin|schule|ung|heit|keit|schaft|kurs|amt|arbeit|job|los|platz)$")
_CALLED = re.compile(
    r"(?P<before>\b\w{1,40}\s)?\b(?:heißt|heisst|hieß|namens|mit Namen|"
    r"(?:Vor|Nach|Familien)?[Nn]ame(?: ist| lautet|:))"
    rf"\s{{1,3}}(?P<name>{_WORD}(?:\s{_WORD})?)"
)
_FIRST_NAME = re.compile(rf"(?<![\w-])(?P<first>{'|'.join(sorted(FIRST_NAMES))})(?![\w-])(?:\s{_WORD})?")
_SAINT = re.compile(r"(?:St\.|Sankt)\s?$")

_MONTHS = (
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jan\.|Feb\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)"
)
_DAY = r"\d{1,2}(?:\.\s?\d{1,2}\.\s?|[/-]\d{1,2}[/-])(?:\d{4}|\d{2})"
_DATE = rf"(?:{_DAY}|\d{{1,2}}\.\s?{_MONTHS}\s\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_BORN = re.compile(
    r"(?:\b[Gg]eb(?:oren|urtsdatum|urtstag|urtsjahr|\.-?[Dd]atum|\.-[Dd]at\.|\.)|(?<!\S)\*|\bJahrgang|\bJg\.)"
    r"(?:\s?(?:am|im Jahre?|im|ist|:)){0,2}\s{0,2}"
    rf"(?P<hit>{_DATE}|(?:\w{{3,16}}\s)?{_MONTHS}\s\d{{4}}|(?:19|20)\d{{2}})(?!\d)"
)
_BORN_AFTER = re.compile(rf"(?<![\d.])(?P<hit>{_DATE})\s(?:in\s\w{{2,30}}\s)?geboren")
_FULL_DATE = re.compile(rf"(?<![\d./-])(?:{_DATE})(?![\d/-])")
_OF_SOURCE = re.compile(rf"(?:{'|'.join(sorted(SOURCES))})\w{{0,8}}\s(?:vom|am)\s$")
# The programme began in 2020: a full date before it is a day in somebody's life, hardly a step of the case
# work.
_FIRST_YEAR = 2020

_PHONE = re.compile(r"(?<![\w.,/-])(?:(?:\+[1-9]|\(?0)(?:[ /()–-]{0,3}\d){6,14}|0\d{3,5}\.\d{4,9})(?!\w)")
_DASHED_DATE = re.compile(r"\d{1,2}[ /–-]\d{1,2}[ /–-]\d{4}")
_PHONE_NAMED = re.compile(
    r"\b(?:Tel(?:efon)?|Handy|Mobil|Fon|Fax|Ruf|Durchwahl)(?:-?[Nn]ummer|-?[Nn]r\.?)?[.:]{0,2}\s{0,2}"
    r"(?P<hit>[+-]?\(?\d(?:[ /()–-]{0,3}\d){3,16})"
)

_FILE_NAMED = re.compile(
    r"\b(?:Az\.?|AZ|Aktenzeichen|Geschäftszeichen|Gz\.|(?:AZR|BG|Kd\.|ID|"
    r"[A-ZÄÖÜa-zäöü]{0,20}(?:[Kk]unden|[Vv]ersicherungs|[Vv]ersicherten|[Aa]usweis|[Pp]ass|[Aa]kten|[Ff]all|[Pp]ersonal"
    r"|[Ss]teuer|[Mm]atrikel))-?(?:[Nn]ummer|[Nn]r\.?|ID))"
    r"(?:\s?(?:Nr\.|ist|lautet|:|\.)){0,2}\s{0,2}"
    r"(?P<hit>(?:\d{1,6}\s[A-Z]{1,3}\s)?[\w./-]{0,30}\d[\w./-]{0,30}(?:\s\d[\w./-]{0,20})?)"
)
# Customer and household numbers of the Jobcenter, pension insurance, Federal Office, central register.
_FILE_SHAPED = re.compile(
    r"(?<![\w/.-])(?:\d{5}//\d{7}|\d{3}[A-Z]\d{6}|\d{2}\s?\d{6}\s?[A-Z]\s?\d{3}|\d{7}-\d{3}|\d{12})(?![\w/-])"
)

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[(\[]\s?(?:at|@)\s?[)\]]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,2})?\b")

_STREET = re.compile(
    r"(?<![\w-])(?P<street>[A-ZÄÖÜ][\wäöüß.-]{0,40}?(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|weg|allee|platz|gasse|ring|damm|"
    r"ufer|wall|stieg|pfad|chaussee)|(?!(?:D[ei][ermns]|Kein|Ein|Einen|Dieser|Jeder|Erster|Freier)\s)(?:[A-ZÄÖÜ][\wäöüß-]{1,40}\s)"
    r"(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Ring)|Straße (?:des|der|am|zum|zur) [A-ZÄÖÜ][\wäöüß-]{1,40})"
    r"(?:\s{1,2}|(?<=\.))\d{1,3}(?:\s?[a-z])?\b"
)
_NO_STREET = re.compile(
    r"(?:arbeits|kita|kurs|betreuungs|therapie|schul|ausbildungs|studien|wohn|heim|rechts|dienst|zugangs|"
    r"bildungs|verfahrens|um|haft|pflege|stell|rettungs|klage|spiel)(?:platz|weg)$",
    re.IGNORECASE,
)
_STREET_BY_PLACE = re.compile(
    r"\b(?:wohnt|wohnhaft|Adresse|Anschrift)(?:\s(?:ist|lautet|in|der|die))?:?\s"
    r"(?P<hit>(?:Am|An der|An den|Im|In der|Zum|Zur|Auf dem|Auf der|Unter den)\s"
    r"[A-ZÄÖÜ][\wäöüß-]{1,40}\s\d{1,4}[a-z]?)\b"
)
_TOWN = re.compile(r"(?<![\w.,/-])(?:D-)?(?P<code>\d{5})\s(?P<town>[A-ZÄÖÜ][a-zäöüß]{2,40})")
# "Das Jobcenter in der Corveyer Allee 7": where an office is, nobody lives.
_OF_OFFICE = re.compile(rf"(?:{OFFICE})s?[\s,(:–-]{{1,3}}(?:(?:in|im|an|am|der|dem|sitzt|liegt|Höxter)\s){{0,4}}$")
_LONGEST_OFFICE = 60

Finder = Callable[[str], Iterator[Hit]]


def _hit(kind: HitKind, match: re.Match[str], group: str | int = 0) -> Hit:
    return Hit(kind, match.start(group), match.end(group), match.group(group))


def _names(text: str) -> Iterator[Hit]:
    for pattern in (_SALUTATION, _TITLED):
        for match in pattern.finditer(text):
            if not _is_no_name(match["name"]):
                yield _hit(HitKind.NAME, match)
            elif (after := _AFTER_OFFICE.match(text, match.end())) and not _is_no_name(after["name"]):
                yield Hit(HitKind.NAME, match.start(), after.end(), text[match.start() : after.end()])
    for match in _SMALL_NAME.finditer(text):
        if match["name"] not in ORDINARY and not _VERB.search(match["name"]):
            yield _hit(HitKind.NAME, match)
    for match in _CALLED.finditer(text):
        before = (match["before"] or "").strip().lower()
        if before not in THINGS and not match["name"].isupper():
            yield _hit(HitKind.NAME, match, "name")
    for match in _RELATIVE.finditer(text):
        if not _is_no_name(match["name"]) and not _NOUN.search(match["name"]):
            yield _hit(HitKind.NAME, match, "name")
    for match in _FIRST_NAME.finditer(text):
        if not _SAINT.search(text[max(0, match.start() - 8) : match.start()]):
            yield _hit(HitKind.NAME, match)


def _is_no_name(word: str) -> bool:
    """Whether a capitalised word behind a salutation is an office or another noun."""
    return word in NO_NAMES or bool(_OFFICE_HOLDER.search(word))


def _birth_dates(text: str) -> Iterator[Hit]:
    for pattern in (_BORN, _BORN_AFTER):
        for match in pattern.finditer(text):
            yield _hit(HitKind.BIRTH_DATE, match, "hit")
    for match in _FULL_DATE.finditer(text):
        year = re.search(r"\d{4}", match.group())
        dated = _OF_SOURCE.search(text[max(0, match.start() - 40) : match.start()])
        if year and 1900 <= int(year.group()) < _FIRST_YEAR and not dated:
            yield _hit(HitKind.BIRTH_DATE, match)


def _phones(text: str) -> Iterator[Hit]:
    for match in _PHONE.finditer(text):
        if not _DASHED_DATE.fullmatch(match.group()):
            yield _hit(HitKind.PHONE, match)
    for match in _PHONE_NAMED.finditer(text):
        yield _hit(HitKind.PHONE, match, "hit")


def _file_numbers(text: str) -> Iterator[Hit]:
    for match in _FILE_NAMED.finditer(text):
        yield _hit(HitKind.FILE_NUMBER, match, "hit")
    for match in _FILE_SHAPED.finditer(text):
        yield _hit(HitKind.FILE_NUMBER, match)


def _online_and_bank(text: str) -> Iterator[Hit]:
    for kind, pattern in ((HitKind.EMAIL, _EMAIL), (HitKind.IBAN, _IBAN)):
        for match in pattern.finditer(text):
            yield _hit(kind, match)


def _places(text: str) -> Iterator[Hit]:
    of_offices = []
    for match in _STREET.finditer(text):
        if _belongs_to_office(text, match.start()):
            of_offices.append(match.end())
        elif not _NO_STREET.search(match["street"]):
            yield _hit(HitKind.STREET, match)
    for match in _STREET_BY_PLACE.finditer(text):
        yield _hit(HitKind.STREET, match, "hit")
    for match in _TOWN.finditer(text):
        counted = match["town"] in COUNTED or match["code"].endswith("000")
        after_office = any(text[end : match.start()].strip(" ,\n") == "" for end in of_offices if end <= match.start())
        if not counted and not after_office and not _belongs_to_office(text, match.start()):
            yield _hit(HitKind.TOWN, match)


def _belongs_to_office(text: str, start: int) -> bool:
    """Whether the address that begins at `start` is that of an authority or another institution named before it."""
    return _OF_OFFICE.search(text[max(0, start - _LONGEST_OFFICE) : start]) is not None


# Earlier finders win where two hits overlap: an IBAN contains digits that look like a file number.
_FINDERS: tuple[Finder, ...] = (_online_and_bank, _birth_dates, _file_numbers, _phones, _places, _names)


def screen(text: str) -> tuple[Hit, ...]:
    """Return the places in German `text` that could name a person, in order and without overlap."""
    hits: list[Hit] = []
    for finder in _FINDERS:
        for hit in finder(text):
            if all(hit.end <= other.start or hit.start >= other.end for other in hits):
                hits.append(hit)
    return tuple(sorted(hits, key=lambda hit: hit.start))
