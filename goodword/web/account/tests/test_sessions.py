"""Sessions (S-45): renewed, ended, bounded and cheap."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodword.kit import clock
from goodword.people import actions
from goodword.people.models import Person
from goodword.web.account.tests.conftest import PASSWORD, Join

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME
NEW = "another long one, rather"


def sign_in(client: Client) -> Client:
    assert client.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD}).status_code == 302
    return client


def signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def key(client: Client) -> str:
    return client.cookies[COOKIE].value


def with_cookie(session_key: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = session_key
    return client


def plant(**data: str) -> str:
    """A session an attacker began and left in the victim's browser."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(data)
    store.create()
    return str(store.session_key)


@contextmanager
def later(**ahead: int) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(**ahead), tick=True):
        yield


def test_s45_a_planted_cookie_does_not_become_the_victims_session(join: Join) -> None:
    """Red without the new session id at sign-in (django.contrib.auth.login's cycle_key)."""
    join()
    planted = plant(cart_secret="planted")
    victim = sign_in(with_cookie(planted))
    assert key(victim) != planted
    assert not Session.objects.filter(session_key=planted).exists()
    assert signed_in(victim)
    assert not signed_in(with_cookie(planted))


def test_s45_the_guests_cart_survives_sign_in_but_not_under_the_old_id(join: Join) -> None:
    join()
    planted = plant(cart_secret="0123456789abcdef")
    victim = sign_in(with_cookie(planted))
    assert victim.session["cart_secret"] == "0123456789abcdef"
    assert "cart_secret" not in with_cookie(planted).session


def test_s45_anothers_session_data_is_not_taken_over(join: Join) -> None:
    join()
    other = join("other@example.com", password=None)
    shared = Client()
    shared.force_login(other)
    session = shared.session
    session["cart_secret"] = "of the other"
    session.save()
    shared.logout()
    sign_in(shared)
    assert "cart_secret" not in shared.session


def test_s45_signing_out_ends_the_session_on_the_server(join: Join) -> None:
    join()
    client = sign_in(Client())
    kept = key(client)
    assert client.get("/account/logout/").status_code == 200
    assert signed_in(client), "a GET changes nothing"
    client.post("/account/logout/")
    assert not Session.objects.filter(session_key=kept).exists()
    assert not signed_in(with_cookie(kept))


@pytest.mark.parametrize("act", ["grant_role", "revoke_role"])
def test_s45_another_right_needs_another_sign_in(join: Join, act: str) -> None:
    """Red without the stamp in the session's hash (Person._get_session_auth_hash)."""
    person = join()
    if act == "revoke_role":
        actions.grant_role(person_id=person.id, role="operator", now=clock.now(), by=None)
    client = sign_in(Client())
    kept = key(client)
    getattr(actions, act)(person_id=person.id, role="operator", now=clock.now(), by=None)
    assert not signed_in(client)
    assert not Session.objects.filter(session_key=kept).exists()
    assert signed_in(sign_in(Client()))


def test_s45_a_new_password_renews_this_session_and_ends_the_others(join: Join) -> None:
    join()
    here, elsewhere = sign_in(Client()), sign_in(Client())
    old = key(here)
    answer = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert key(here) != old
    assert signed_in(here)
    assert not signed_in(with_cookie(old))
    assert not signed_in(elsewhere)


@pytest.mark.django_db(transaction=True)
def test_s45_a_second_step_renews_this_session_and_ends_the_others(join: Join) -> None:
    """Red without Adapter.send_notification_mail's renewal."""
    person = join()
    here, elsewhere = sign_in(Client()), sign_in(Client())
    old = key(here)
    assert here.get("/account/2fa/totp/activate/").status_code == 302, "a fresh proof comes first (S-46)"
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = here.get("/account/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert here.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    assert key(here) != old
    assert signed_in(here)
    assert not signed_in(with_cookie(old))
    assert not signed_in(elsewhere)
    assert secret not in str(Authenticator.objects.get(user=person, type="totp").data), "S-73: encrypted at rest"
    assert [s.session_key for s in UserSession.objects.purge_and_list(person)] == [key(here)]


def test_s45_devices_are_listed_and_can_be_signed_out(join: Join) -> None:
    join()
    here, elsewhere, third = sign_in(Client()), sign_in(Client()), sign_in(Client())
    page = here.get("/account/sessions/").content.decode()
    assert (page.count(" · since"), page.count("this device")) == (3, 1)
    ends = re.findall(r"/account/sessions/\d+/end/", page)
    assert len(ends) == 2
    assert here.post(ends[0]).status_code == 302
    assert [signed_in(one) for one in (here, elsewhere, third)] == [True, True, False]
    here.post("/account/sessions/")
    assert signed_in(here)
    assert not signed_in(elsewhere)


def test_s01_nobody_ends_anothers_session(join: Join) -> None:
    """Red without the person in actions.end_session's filter."""
    join()
    mine = sign_in(Client())
    other = Client()
    other.force_login(join("other@example.com", password=None))
    session_id = UserSession.objects.get(user__email="lin@example.com").pk
    assert other.post(f"/account/sessions/{session_id}/end/").status_code == 404
    assert signed_in(mine)


def test_s45_an_unused_session_ends_after_30_days(join: Join) -> None:
    join()
    client = sign_in(Client())
    with later(days=29):
        assert signed_in(client)
    with later(days=58):
        assert signed_in(client), "use moves the end"
    with later(days=58 + 31):
        assert not signed_in(client)


def test_s45_a_session_ends_after_90_days_whatever_its_use(join: Join) -> None:
    """Red without people.middleware.absolute_session_age."""
    join()
    client = sign_in(Client())
    kept = key(client)
    for days in (29, 58, 87):
        with later(days=days):
            assert signed_in(client)
    with later(days=91):
        assert not signed_in(client)
        assert not Session.objects.filter(session_key=kept).exists()


def test_a_signed_in_request_costs_two_statements_for_session_and_person(join: Join) -> None:
    join()
    client = sign_in(Client())
    client.get("/account/inactive/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/account/inactive/").status_code == 200
    assert [word for q in seen for word in ("django_session", "people_person") if f'FROM "{word}"' in q["sql"]] == [
        "django_session",
        "people_person",
    ]
    assert len(seen) == 2


def test_a_guests_request_costs_no_statement(client: Client) -> None:
    client.get("/account/inactive/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/account/inactive/").status_code == 200
    assert len(seen) == 0


def test_s45_mail_tells_of_every_changed_key(join: Join) -> None:
    join()
    here = sign_in(Client())
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [message.to for message in mail.outbox] == [["lin@example.com"]]
    assert Person.objects.get().stamp == 1
