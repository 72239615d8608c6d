"""How often one may try, counted by all processes together (S-70)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from goodword.kit import clock
from goodword.people import jobs
from goodword.people.adapter import Adapter
from goodword.people.cache import SharedCache
from goodword.people.models import Counted
from goodword.web.account.tests.conftest import PASSWORD, Join

pytestmark = pytest.mark.django_db
WRONG = {"login": "lin@example.com", "password": "not the password"}


def test_s70_an_address_that_tries_too_often_is_told_when_to_come_back(join: Join) -> None:
    """Red without the handler that config/urls.py names."""
    join()
    answers = [Client().post("/account/login/", {**WRONG, "login": f"p{n}@example.com"}) for n in range(31)]
    assert [answer.status_code for answer in answers[:10]] == [200] * 10
    refused = answers[-1]
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "Wait a minute, then try again." in refused.content.decode()
    assert Client().post("/account/login/", WRONG, REMOTE_ADDR="198.51.100.9").status_code == 200


def test_s70_another_name_for_oneself_does_not_help(join: Join) -> None:
    """Red with X-Forwarded-For believed from anybody (Adapter.get_client_ip)."""
    join()
    for number in range(31):
        told = {"headers": {"x-forwarded-for": f"198.51.100.{number}"}}
        answer = Client().post("/account/login/", {**WRONG, "login": f"p{number}@example.com"}, **told)
    assert answer.status_code == 429


def test_s70_an_account_is_guarded_wherever_the_tries_come_from(join: Join) -> None:
    """Five wrong passwords for one e-mail, each from another network: the right one has to wait too."""
    join()
    for number in range(5):
        assert Client().post("/account/login/", WRONG, REMOTE_ADDR=f"198.51.{number}.1").status_code == 200
    right = {**WRONG, "password": PASSWORD}
    assert Client().post("/account/login/", right, REMOTE_ADDR="198.51.100.1").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=True):
        assert Client().post("/account/login/", right, REMOTE_ADDR="198.51.100.1").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "who"),
    [
        ([], "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        (["10.0.0.1"], "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.1"], "10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.1", "10.0.0.2"], "10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (["10.0.0.1"], "203.0.113.5", "10.0.0.1", "203.0.113.5"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_s70_only_known_proxies_say_who_asks(
    proxies: list[str], remote: str, forwarded: str, who: str, settings: Settings
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded})
    assert Adapter(request).get_client_ip(request) == who


def test_s70_every_process_sees_the_same_counts() -> None:
    """Red with Django's cache in each process's own memory."""
    here, there = SharedCache("", {}), SharedCache("", {})
    assert here.add("door", [1.5], 60)
    assert not there.add("door", [2.5], 60), "two at once: one wins"
    assert there.get("door") == [1.5]
    there.set("door", [3.5], 60)
    assert here.get("door") == [3.5]
    assert isinstance(cache._connections[cache._alias], SharedCache)
    assert there.delete("door")
    assert not there.delete("door")
    assert here.get("door", "nothing") == "nothing"


def test_counts_end_and_are_swept_away() -> None:
    kept = SharedCache("", {})
    kept.set("short", 1, 60)
    kept.set("long", 2, 7200)
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        assert (kept.get("short"), kept.get("long")) == (None, 2)
        assert jobs.forget_what_ended(clock.now(), 10) == 1
        assert kept.add("short", 3, 60)
    assert Counted.objects.count() == 2
    assert not Counted.objects.filter(key__contains="short").exists(), "keys name network addresses: only digests stay"
    kept.clear()
    assert not Counted.objects.exists()
