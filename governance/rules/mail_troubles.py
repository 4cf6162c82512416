"""Why a mail has not left, as a sentence: from the kind and code that the outbox has noted (RFC 5321, 4.2.3)."""

from __future__ import annotations

from typing import Final

from governance.rules.text import Message, mark

UNCLEAR: Final = "unclear"
_BY_CODE: Final = {
    421: mark("The mail server was busy and asked to come back later."),
    450: mark("The mailbox was not reachable for a moment."),
    451: mark("The mail server had a fault of its own."),
    452: mark("The mail server has no room left."),
    550: mark("The mail server does not know this address, or does not accept mail for it."),
    551: mark("The recipient has another address now."),
    552: mark("The recipient's mailbox is full."),
    553: mark("The address is not written as the mail server expects it."),
    554: mark("The mail server has refused the mail, perhaps as unwanted."),
}
_BY_KIND: Final = {
    "SMTPAuthenticationError": mark("The mail server does not accept our own login. The administration must look."),
    "SMTPSenderRefused": mark("The mail server does not accept our sender address. The administration must look."),
    "SMTPServerDisconnected": mark("The mail server broke off the connection."),
    "ConnectionRefusedError": mark("The mail server did not answer."),
    "TimeoutError": mark("The mail server did not answer in time."),
    "gaierror": mark("The mail server was not found in the network."),
    "SSLError": mark("The encrypted connection to the mail server failed."),
    "SSLCertVerificationError": mark("The mail server's certificate is not valid."),
}


def trouble(noted: str) -> Message | None:
    """Return the sentence for what the outbox has noted ("SMTPRecipientsRefused 550"); None where nothing is noted."""
    if not noted:
        return None
    if noted == UNCLEAR:
        return Message(mark("It is unclear whether it left: sending was interrupted."))
    kind, *codes = noted.split()
    for code in sorted((int(code) for code in codes if code.isdecimal()), reverse=True):
        if code in _BY_CODE:
            return Message(_BY_CODE[code])
        if kind not in _BY_KIND:
            text = mark("The mail server refused it for good.") if code >= 500 else mark("The mail server put it off.")
            return Message(text)
    return Message(_BY_KIND.get(kind, mark("The mail server could not be reached.")))
