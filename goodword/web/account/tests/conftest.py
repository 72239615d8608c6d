"""Visitors for tests."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from goodword.kit import clock
from goodword.people import actions
from goodword.people.models import Person
from goodword.web.tests.stage import signed_in, stage

__all__ = ["signed_in", "stage"]

PASSWORD = "a horse on a green roof"
Join = Callable[..., Person]


@pytest.fixture
def moment() -> datetime:
    """Now, as surfaces see it."""
    return clock.now()


@pytest.fixture
def join(db: None, moment: datetime) -> Join:
    """Makes a person with a password, unless told otherwise."""

    def make(email: str = "lin@example.com", name: str = "Lin Yue", password: str | None = PASSWORD) -> Person:
        person_id: UUID = actions.join(email=email, name=name, password=password, language="en", now=moment)
        return Person.objects.get(id=person_id)

    return make


@pytest.fixture
def guest() -> Client:
    """A browser that nobody is signed in with."""
    return Client()


def prove(browser: Client) -> Client:
    """Shows again that it is them."""
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return browser
