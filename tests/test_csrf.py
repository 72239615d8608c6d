"""S-50: no address that changes something obeys a cookie alone. Generated from the URL resolver."""

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RegexPattern
from django.utils.regex_helper import normalize

from goodword.people import actions
from goodword.people.models import Person

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
SIGNED = "/api/hooks/"  # providers sign their notices; no cookie counts there (S-20)
BY_TOKEN = "/api/"  # programs show a token; no cookie counts there
SAMPLES = {"int": "1", "uuid": str(UUID(int=7)), "slug": "x", "str": "x", "path": "x"}
PLACE = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")

pytestmark = pytest.mark.django_db


def paths(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """One address for every route, its places filled with samples."""
    for pattern in patterns:
        here = before + sample(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from paths(pattern.url_patterns, here)
        else:
            yield here


def sample(pattern: object) -> str:
    if isinstance(pattern, RegexPattern):
        text, names = normalize(pattern.regex.pattern)[0]
        return text % dict.fromkeys(names, "x")
    return PLACE.sub(lambda place: SAMPLES[place["kind"] or "str"], str(pattern))


@pytest.fixture
def person(now: datetime) -> Person:
    person_id = actions.join(email="lin@example.com", name="Lin", password=None, language="en", now=now)
    return Person.objects.get(id=person_id)


def browser(person: Person | None) -> Client:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def test_s50_every_unsafe_request_that_a_cookie_signs_needs_the_forms_secret(person: Person) -> None:
    """Red without CsrfViewMiddleware, and for every view that is exempt from it."""
    every = {path for path in paths(get_resolver().url_patterns) if not path.startswith(BY_TOKEN)}
    assert {"/account/login/", "/language/", "/me/tokens/"} <= every
    client, obeyed = browser(person), []
    for path in sorted(every):
        resolve(path)
        for method in UNSAFE:
            status = client.generic(method, path).status_code
            if status != 403:
                obeyed.append(f"{method} {path} answered {status}")
    assert obeyed == []


def test_s50_the_api_ignores_cookies(person: Person) -> None:
    """With a cookie and without a token, the API answers as it answers a stranger."""
    every = {path for path in paths(get_resolver().url_patterns) if path.startswith(BY_TOKEN)}
    known, stranger, differing = browser(person), browser(None), []
    for path in sorted(path for path in every if not path.startswith(SIGNED)):
        for method in ("GET", *UNSAFE):
            told = [client.generic(method, path).status_code for client in (known, stranger)]
            if told[0] != told[1]:
                differing.append(f"{method} {path} answered {told}")
    assert differing == []


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_s50_sign_in_looks_at_the_origin(origin: str) -> None:
    client = browser(None)
    client.get("/account/login/")
    secret = client.cookies["csrf"].value
    told = {"login": "lin@example.com", "password": "x", "csrfmiddlewaretoken": secret}
    assert client.post("/account/login/", told, headers={"origin": origin}).status_code == 403
    assert client.post("/account/login/", told, headers={"origin": "http://testserver"}).status_code == 200
