"""How pages look and speak, and what a device is called there."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
