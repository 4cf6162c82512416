from collections.abc import Callable

import pytest

from governance.calendars.invitation import download
from governance.notifications.message import InvitationMail, build, build_plain
from tests.calendars.samples import CANCELLATION, EVENT, INVITATION, MINUTES, UPDATE

CASES = [("request", INVITATION), ("update", UPDATE), ("cancel", CANCELLATION)]


@pytest.mark.parametrize(("name", "mail"), CASES)
def test_calendar_file_is_as_it_was_read(name: str, mail: InvitationMail, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{name}.ics", mail.calendar)


@pytest.mark.parametrize(("name", "mail"), CASES)
def test_invitation_mail_is_as_it_was_read(
    name: str, mail: InvitationMail, golden: Callable[[str, bytes], None]
) -> None:
    golden(f"{name}.eml", build(mail).as_bytes())


@pytest.mark.parametrize(("name", "mail"), CASES)
def test_wording_is_as_it_was_read(name: str, mail: InvitationMail, golden: Callable[[str, bytes], None]) -> None:
    for subtype, suffix in (("plain", "txt"), ("html", "html")):
        body = build(mail).get_body((subtype,))
        assert body is not None
        golden(f"{name}.{suffix}", body.get_content().encode())


def test_download_is_as_it_was_read(golden: Callable[[str, bytes], None]) -> None:
    golden("download.ics", download(EVENT))


def test_other_mail_is_as_it_was_read(golden: Callable[[str, bytes], None]) -> None:
    golden("minutes.eml", build_plain(MINUTES).as_bytes())
