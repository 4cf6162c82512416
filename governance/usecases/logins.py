"""What administrators do with logins in the desk (access.md, "users, roles, authorities").

Every act takes the acting `User`, because a login belongs to the installation and to no authority. Nobody does any of
it to themselves, so the last administrator cannot shut the door from outside. All raise `Forbidden`.
"""

from __future__ import annotations

from governance import audit
from governance.access.accounts import may_administer
from governance.models import INSTALLATION, User
from governance.queries.accounts import live_sessions
from governance.rules.text import Message, mark
from governance.usecases.accounts import invite_administrator
from governance.usecases.foundation import Forbidden, Refused, lock, use_case
from governance.usecases.public_pages import public_pages_group


@use_case("login.administrator_invited")
def add_administrator(*, by: User, email: str, name: str) -> User:
    """Make the login with the address `email` an administrator, new or existing, and mail the link or a notice."""
    if not may_administer(by):
        raise Forbidden(by, by)
    known = User.objects.filter(email__iexact=email).first()
    if known is not None and not known.is_active:
        raise Refused(Message(mark("This login is closed. Open it first.")))
    return invite_administrator(email=email, name=name, actor=by.public_id)


@use_case("login.administrator_dismissed")
def dismiss_administrator(*, by: User, user_id: str) -> User:
    """Take the rights of an administrator away; the login and its roles in authorities stay."""
    user = _other(by, user_id)
    user.is_administrator = False
    user.save(update_fields=["is_administrator"])
    user.groups.remove(public_pages_group())
    audit.record(scope=INSTALLATION, action="login.administrator_dismissed", actor=by.public_id, target=user)
    return user


@use_case("login.closed")
def close_login(*, by: User, user_id: str) -> User:
    """Close a login and end its sessions; the person stays on record with everything they did."""
    user = _other(by, user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in live_sessions(user):
        session.row.delete()
    audit.record(scope=INSTALLATION, action="login.closed", actor=by.public_id, target=user)
    return user


@use_case("login.opened")
def open_login(*, by: User, user_id: str) -> User:
    """Open a closed login again."""
    user = _other(by, user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(scope=INSTALLATION, action="login.opened", actor=by.public_id, target=user)
    return user


def _other(by: User, user_id: str) -> User:
    """Return the locked login of somebody else."""
    user = lock(User.objects.all(), public_id=user_id)
    if not may_administer(by) or by.pk == user.pk:
        raise Forbidden(by, user)
    return user
