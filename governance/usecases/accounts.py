"""Accounts: invitation, first login, second factor, sessions, language (trust.md, Login and web)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from governance import audit
from governance.access.accounts import may_administer, may_manage_logins
from governance.access.viewer import Viewer
from governance.models import INSTALLATION, LoginInvitation, Person, User
from governance.notifications.links import installation_link
from governance.notifications.mails import Link, Mail, Mailbox
from governance.notifications.message import build_plain
from governance.notifications.outbox import ACCOUNTS, enqueue
from governance.queries.accounts import live_sessions
from governance.rules import clock
from governance.rules.characters import clean_line
from governance.rules.text import Message, mark
from governance.usecases.foundation import Forbidden, Refused, lock, record, save, use_case
from governance.usecases.public_pages import public_pages_group

LANGUAGES = ("de", "en")


@use_case("login.invited")
def invite_person(*, by: Viewer, person_id: str) -> User:
    """Give the person a login and mail them the one-time link; also sends a new link where the first expired.

    A login with this address that exists already, from another authority, is joined and gets a notice instead. A
    login that nobody has entered yet follows the corrected address of its person; links to the former one die.
    Raises `Forbidden`, and `Refused` without an address, for a closed login, or when the address belongs to somebody
    else here.
    """
    person = lock(Person.objects.filter(authority=by.authority), public_id=person_id)
    if not may_manage_logins(by):
        raise Forbidden(by, person)
    if not person.is_active:
        raise Refused(Message(mark("This person is no longer active. Make the person active first.")))
    if not person.email:
        raise Refused(Message(mark("Enter the person's e-mail address first.")))
    user = _login_of(person)
    if not user.is_active:
        raise Refused(Message(mark("The administration has closed this login. Only the administration opens it.")))
    sender = Mailbox(name=by.authority.unit, address=by.authority.mailbox)
    if user.has_usable_password():
        _mail(user=user, scope=by.authority.public_id, mail=_notice(user, sender, by.authority.name))
    else:
        _invite(user=user, scope=by.authority.public_id, sender=sender, name=by.authority.name)
    record(by, "login.invited", person)
    return user


def _login_of(person: Person) -> User:
    """Return the login of the person, at the person's present address as long as nobody has entered it."""
    user = person.user
    if user is None:
        return _user_for(person)
    if user.email.lower() == person.email.lower() or not _is_untouched(user):
        return user
    user.login_invitations.all().delete()
    if not User.objects.filter(email__iexact=person.email).exists():
        user.email = person.email.lower()
        user.save(update_fields=["email"])
        return user
    person.user = None
    joined = _user_for(person)
    user.delete()
    return joined


def _is_untouched(user: User) -> bool:
    """Tell whether the login was made by an invitation that nobody has accepted, for one person only."""
    entered = user.has_usable_password() or user.last_login is not None
    return not entered and not user.is_administrator and user.persons.count() == 1


def _user_for(person: Person) -> User:
    """Return the login for the person's address, new or joined, and tie it to the person."""
    user = User.objects.filter(email__iexact=person.email).first()
    if user is not None and Person.objects.filter(authority=person.authority, user=user).exists():
        raise Refused(Message(mark("Another person of the authority has this e-mail address as a login.")))
    person.user = user or User.objects.create_user(email=person.email, name=str(person))
    save(person)
    return person.user


@transaction.atomic
def invite_administrator(*, email: str, name: str, actor: str = "") -> User:
    """Create an administrator and mail the one-time link; for `manage.py invite_admin` and later administrators.

    An existing login becomes an administrator. `actor` is the public id of who invites, empty for the command.
    Raises `Refused` for an address that is none.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(Message(mark("This is not an e-mail address."))) from error
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email=email, name=clean_line(name)[:200] or email)
    user.is_administrator = True
    user.save(update_fields=["is_administrator"])
    user.groups.add(public_pages_group())
    sender = Mailbox(name="Lenkwerk", address=settings.DEFAULT_FROM_EMAIL)
    if user.has_usable_password():
        _mail(user=user, scope=INSTALLATION, mail=_notice(user, sender, "Lenkwerk"))
    else:
        _invite(user=user, scope=INSTALLATION, sender=sender, name="Lenkwerk")
    audit.record(scope=INSTALLATION, action="login.administrator_invited", actor=actor, target=user)
    return user


def open_invitation(token: str) -> LoginInvitation:
    """Return the invitation of `token` if it can still be accepted.

    Raises `LoginInvitation.DoesNotExist` for an unknown token, `Refused` for a used or expired one.
    """
    return _still_open(LoginInvitation.objects.select_related("user").get(token_hash=_hash(token)))


def _still_open(invitation: LoginInvitation) -> LoginInvitation:
    if invitation.accepted_at is not None or invitation.user.has_usable_password():
        raise Refused(
            Message(mark("This link has been used already. Log in, or set a new password if you have forgotten it."))
        )
    if invitation.expires_at <= clock.now() or not invitation.user.is_active:
        raise Refused(Message(mark("This link has expired. Ask the coordinating office for a new one.")))
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Set the first password of the invited person; every open link of theirs is used up by it.

    Raises as `open_invitation`, and `Refused` for a password that the rules do not allow.
    """
    invitation = _still_open(lock(LoginInvitation.objects.select_related("user"), token_hash=_hash(token)))
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(Message(mark("This password is too easy to guess."))) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    user.login_invitations.filter(accepted_at__isnull=True).update(accepted_at=clock.now())
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    audit.record(scope=INSTALLATION, action="login.accepted", actor=user.public_id, target=user)
    return user


@use_case("login.second_factor_reset")
def reset_second_factor(*, by: User, user_id: str) -> User:
    """Remove every second factor of a login and end its sessions; by an administrator, logged.

    Raises `Forbidden` for anybody else; whoever lost their factor asks another administrator.
    """
    user = lock(User.objects.all(), public_id=user_id)
    if not may_administer(by) or by.pk == user.pk:
        raise Forbidden(by, user)
    Authenticator.objects.filter(user=user).delete()
    for session in live_sessions(user):
        session.row.delete()
    sender = Mailbox(name="Lenkwerk", address=settings.DEFAULT_FROM_EMAIL)
    mail = _plain(
        user=user,
        sender=sender,
        subject="Zweiter Faktor zurückgesetzt",
        paragraphs=(
            "die Administration hat Ihren zweiten Faktor für Lenkwerk zurückgesetzt und Ihre Sitzungen beendet.",
            "Melden Sie sich mit Ihrem Passwort an und richten Sie einen neuen zweiten Faktor ein. "
            "Wenn Sie das nicht veranlasst haben, wenden Sie sich sofort an die Koordinierende Stelle.",
        ),
        links=(Link(label="Anmelden", url=installation_link("account_login")),),
    )
    _mail(user=user, scope=INSTALLATION, mail=mail)
    audit.record(scope=INSTALLATION, action="login.second_factor_reset", actor=by.public_id, target=user)
    return user


@transaction.atomic
def send_password_link(*, user: User, url: str) -> None:
    """Mail the link with which `user` sets a new password; `url` is absolute and signed by the caller."""
    sender = Mailbox(name="Lenkwerk", address=settings.DEFAULT_FROM_EMAIL)
    mail = _plain(
        user=user,
        sender=sender,
        subject="Neues Passwort für Lenkwerk",
        paragraphs=(
            "für Ihr Konto wurde ein neues Passwort angefordert. Mit diesem Link setzen Sie es selbst. "
            "Er gilt 24 Stunden und nur einmal.",
            "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.",
        ),
        links=(Link(label="Neues Passwort setzen", url=url),),
    )
    _mail(user=user, scope=INSTALLATION, mail=mail)


@transaction.atomic
def end_sessions(*, user: User, names: frozenset[str] | None = None, keep: str = "") -> int:
    """End sessions of `user`: those called `names` (`SessionView.name`), or all but the one with the key `keep`."""
    ended = 0
    for session in live_sessions(user):
        wanted = session.name in names if names is not None else session.row.session_key != keep
        if wanted:
            Session.objects.filter(pk=session.row.pk).delete()
            ended += 1
    if ended:
        audit.record(
            scope=INSTALLATION,
            action="login.sessions_ended",
            actor=user.public_id,
            target=user,
            data={"count": ended},
        )
    return ended


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Store the language in which `user` reads the interface; raises `Refused` for one that does not exist."""
    if language not in LANGUAGES:
        raise Refused(Message(mark("This language does not exist here.")))
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language


def _invite(*, user: User, scope: str, sender: Mailbox, name: str) -> None:
    token = secrets.token_urlsafe(32)
    LoginInvitation.objects.create(
        user=user,
        token_hash=_hash(token),
        expires_at=clock.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    mail = _plain(
        user=user,
        sender=sender,
        subject="Ihr Zugang zu Lenkwerk",
        paragraphs=(
            f"für Sie wurde ein Zugang eingerichtet: {name}. Lenkwerk ist das gemeinsame Arbeitswerkzeug der Gremien "
            "im Kommunalen Integrationsmanagement.",
            f"Mit dem folgenden Link setzen Sie Ihr Passwort. Er gilt {settings.INVITATION_DAYS} Tage und nur "
            "einmal. Geben Sie ihn nicht weiter.",
        ),
        links=(Link(label="Passwort setzen und anmelden", url=installation_link("account_invitation", token)),),
    )
    _mail(user=user, scope=scope, mail=mail)


def _notice(user: User, sender: Mailbox, name: str) -> Mail:
    return _plain(
        user=user,
        sender=sender,
        subject="Ihr Zugang zu Lenkwerk",
        paragraphs=(f"Ihr Konto hat einen weiteren Zugang bekommen: {name}. Sie melden sich an wie bisher.",),
        links=(Link(label="Anmelden", url=installation_link("account_login")),),
    )


def _plain(*, user: User, sender: Mailbox, subject: str, paragraphs: tuple[str, ...], links: tuple[Link, ...]) -> Mail:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return Mail(
        sender=Mailbox(name=clean_line(sender.name), address=sender.address),
        recipient=Mailbox(name=clean_line(user.name), address=user.email),
        subject=subject,
        paragraphs=paragraphs,
        links=links,
        message_id=f"<{secrets.token_hex(12)}@{host}>",
        date=clock.now(),
    )


def _mail(*, user: User, scope: str, mail: Mail) -> None:
    """Put a mail into the outbox, in a lane of its own: a held one must not keep later links from its owner."""
    enqueue(scope=scope, lane=f"{ACCOUNTS}{user.public_id}:{mail.message_id}", message=build_plain(mail))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
