"""How pages look and speak, and what a device is called there."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from goodword.kit import clock
from goodword.people import jobs
from goodword.web.account.tests.conftest import PASSWORD, Join

pytestmark = pytest.mark.django_db
PAGES = ("/", "/account/login/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_chosen_look_stands_on_the_page_before_it_is_drawn(guest: Client, page: str, look: str) -> None:
    answer = guest.post("/theme/", {"theme": look, "next": page})
    assert answer["Location"] == page
    assert (answer.cookies["theme"]["httponly"], answer.cookies["theme"]["samesite"]) == (True, "Lax")
    text = guest.get(page).content.decode()
    assert f'data-theme="{look}"' in text
    assert f'<meta name="color-scheme" content="{look}">' in text
    guest.post("/theme/", {"theme": "system", "next": page})
    text = guest.get(page).content.decode()
    assert "data-theme" not in text
    assert '<meta name="color-scheme" content="light dark">' in text


@pytest.mark.parametrize("page", PAGES)
def test_a_cookie_that_says_anything_else_says_nothing(guest: Client, page: str) -> None:
    """S-53: nothing of a cookie reaches the page."""
    guest.cookies["theme"] = 'dark" onload="alert(1)'
    text = guest.get(page).content.decode()
    assert "data-theme" not in text
    assert "alert(1)" not in text
    assert "theme" not in guest.post("/theme/", {"theme": "pink"}).cookies
    assert guest.get("/theme/").status_code == 405


def test_the_settings_lead_everywhere(join: Join) -> None:
    join()
    browser = Client()
    browser.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    text = browser.get("/me/").content.decode()
    assert 'href="/me/settings/"' in text
    browser.get("/me/settings/")
    with CaptureQueriesContext(connection) as seen:
        text = browser.get("/me/settings/").content.decode()
    assert len(seen) == 3
    for address in (
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/me/tokens/",
    ):
        assert f'href="{address}"' in text
    for address in ("/me/takeout/", "/me/leaving/"):
        assert f'href="{address}"' in text
    assert Client().get("/me/settings/")["Location"] == "/account/login/?next=/me/settings/"


def test_a_device_is_named_and_its_agent_never_shown(join: Join) -> None:
    join()
    agent = "Mozilla/5.0 (X11; Linux x86_64) <script>alert(1)</script> Firefox/133.0"
    browser = Client(HTTP_USER_AGENT=agent)
    browser.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    text = browser.get("/account/sessions/").content.decode()
    assert "Firefox on Linux" in text
    assert "alert(1)" not in text


def test_ended_sessions_are_swept_away(join: Join) -> None:
    join()
    Client().post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    jobs.forget_what_ended(clock.now(), 10)
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        jobs.forget_what_ended(clock.now(), 10)
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_signing_out_forgets_where_it_was(join: Join) -> None:
    """Red without Adapter.logout, and without leave_session in people.middleware: the place was kept for ever."""
    join()
    browser = Client()
    for end in (lambda: browser.post("/account/logout/"), lambda: too_late(browser)):
        browser.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
        assert UserSession.objects.count() == 1
        end()
        assert UserSession.objects.count() == 0


def too_late(browser: Client) -> None:
    Session.objects.update(expire_date=clock.now() + timedelta(days=200))
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        assert browser.get("/me/").status_code == 302


def test_places_without_a_session_are_swept_away(join: Join) -> None:
    """Red without the oldest places in forget_sessions: a session that Django itself flushed left its place behind."""
    join()
    Client().post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    Session.objects.all().delete()
    jobs.forget_what_ended(clock.now() + timedelta(days=89), 10)
    assert UserSession.objects.count() == 1
    jobs.forget_what_ended(clock.now() + timedelta(days=91), 10)
    assert UserSession.objects.count() == 0


def test_the_list_of_devices_writes_nothing_and_costs_the_same_for_many(
    join: Join, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Red where a library looked at each session and deleted the dead ones in a GET."""
    join()
    here = Client()
    for browser in (here, Client(), Client()):
        browser.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    dead = Client()
    dead.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    Session.objects.filter(session_key=dead.cookies[settings.SESSION_COOKIE_NAME].value).delete()
    here.get("/account/sessions/")
    with django_assert_num_queries(5):
        text = here.get("/account/sessions/").content.decode()
    assert text.count(" · since") == 3
    assert UserSession.objects.count() == 4


@pytest.mark.parametrize("look", ["", "light", "dark"])
def test_the_head_of_every_page_is_the_same(join: Join, look: str) -> None:
    """Red where the copy for the sign-in pages said "3 Unread", and coloured a phone by day under a dark look."""
    person = join()
    person.waiting = 120
    person.save()
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post("/theme/", {"theme": look or "system", "next": "/"})
    own, library = (browser.get(page).content.decode() for page in ("/me/profile/", "/account/email/"))
    for part in (r'<meta name="theme-color".*?>', r'<nav class="bar".*?</nav>', r'<footer class="foot">.*?</footer>'):
        told = [[re.sub(r"\s+", " ", one) for one in re.findall(part, page, re.S)] for page in (own, library)]
        assert told[0] == told[1]
        assert told[0]
    assert "99+ unread" in own
