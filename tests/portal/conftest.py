"""Logging in as one of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from governance.models import Person, User

Login = Callable[[Person | User | None], Client]


@pytest.fixture
def login() -> Login:
    """Return a function that gives a client logged in as a person or user, the second factor passed; None: nobody."""

    def as_person(person: Person | User | None) -> Client:
        client = Client()
        user = person.user if isinstance(person, Person) else person
        if user is not None:
            client.force_login(user)
            session = client.session
            session["second_factor"] = True
            session.save()
        return client

    return as_person
