"""`goodword doctor` finds what is wrong and says what to do."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from goodword.journal import actions
from goodword.journal.facts import subscriptions
from goodword.journal.models import DeadLetter, Entry
from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.ledger.models import VerificationRun
from goodword.ops import health, ports


@pytest.mark.parametrize(
    ("version", "mode", "safe"),
    [
        ((3, 40, 1), "truncate", True),
        ((3, 40, 1), "delete", True),
        ((3, 40, 1), "wal", False),
        ((3, 51, 2), "wal", False),
        ((3, 51, 3), "wal", True),
        ((3, 53, 0), "wal", True),
        ((3, 53, 0), "off", False),
        ((3, 53, 0), "memory", False),
    ],
)
def test_i38_a_journal_mode_must_fit_the_version_of_sqlite(version: tuple[int, ...], mode: str, safe: bool) -> None:
    assert health.journal_mode_is_safe(version, mode) is safe


@pytest.mark.django_db
def test_i38_the_check_speaks_up(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.features.has_select_for_update:
        assert health.sqlite_is_safe(["default"]) == []
        return
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    assert [message.id for message in health.sqlite_is_safe(["default"])] == ["goodword.E003"]


@pytest.mark.django_db
def test_a_missing_worker_is_noticed_and_a_living_one_is_not() -> None:
    assert [message.msg for message in health.worker_is_alive()] == ["No worker is running (never seen)."]
    actions.beat("one", now=clock.now() - timedelta(minutes=2))
    assert len(health.worker_is_alive()) == 1
    actions.beat("two", now=clock.now())
    assert health.worker_is_alive() == []


@pytest.mark.django_db
def test_the_clocks_agree() -> None:
    assert health.clock_is_right() == []


@pytest.mark.django_db(transaction=True)
def test_what_waits_too_long_is_noticed() -> None:
    assert health.nothing_waits_long() == []
    long_ago = clock.now() - timedelta(minutes=6)
    kind = next(iter(next(iter(subscriptions.values())).values())).fact
    Entry.objects.create(uid=new_id(long_ago), name=kind.name(), subject=uuid4(), payload={}, at=long_ago)
    assert {message.id for message in health.nothing_waits_long()} == {"goodword.W011"}


@pytest.mark.django_db
def test_a_dead_letter_is_noticed() -> None:
    assert health.no_dead_letters() == []
    entry = Entry.objects.create(uid=uuid4(), name="a.B", subject=uuid4(), payload={}, at=clock.now())
    DeadLetter.objects.create(subscriber="orders", entry=entry, error="Boom", at=clock.now())
    assert [message.id for message in health.no_dead_letters()] == ["goodword.W012"]


@pytest.mark.django_db
def test_a_breach_in_the_books_is_noticed_until_they_are_right_again() -> None:
    assert health.books_were_right() == []
    now = clock.now()
    told = {"asked_at": now, "ended_at": now, "total": 1, "done": 1}
    VerificationRun.objects.create(id=new_id(now), count=2, **told)
    assert [message.id for message in health.books_were_right()] == ["goodword.E013"]
    VerificationRun.objects.create(id=new_id(now + timedelta(seconds=1)), count=0, **told)
    assert health.books_were_right() == []


def test_a_full_disk_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.disk_has_room() == []
    monkeypatch.setattr(health, "DISK_LEAST", 2**62)
    assert [message.id for message in health.disk_has_room()] == ["goodword.E010"]


def test_the_disk_is_looked_at_before_there_is_a_folder(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Red with FileNotFoundError when the folder is taken as it is."""
    settings.DATA = tmp_path / "not" / "yet"
    assert health.disk_has_room() == []
    assert not (tmp_path / "not").exists()


@pytest.mark.django_db
def test_the_private_folder_is_looked_at_too(
    settings: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when only MEDIA_ROOT is tried."""
    (tmp_path / "file").touch()
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "file" / "private"}}
    settings.MEDIA_ROOT, settings.STORAGES = tmp_path / "media", {**settings.STORAGES, "private": private}
    (found,) = health.media_is_writable()
    assert (found.id, str(tmp_path / "file" / "private") in (found.hint or "")) == ("goodword.E007", True)
    monkeypatch.setattr(health, "django_checks", list)
    assert [one.id for one in health.examine() if one.id == "goodword.E007"] == ["goodword.E007"]


def test_a_folder_that_cannot_be_written_is_noticed(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert health.media_is_writable() == []
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert [message.id for message in health.media_is_writable()] == ["goodword.E007"]


def test_a_short_key_and_a_foreign_host_are_noticed(settings: pytest.FixtureRequest) -> None:
    settings.SECRET_KEY = "short"
    settings.BASE_URL = "https://goodword.example"
    assert [message.id for message in health.secret_and_hosts()] == ["goodword.E008", "goodword.E009"]


@pytest.mark.django_db
def test_doctor_ends_with_an_error_when_something_is_wrong() -> None:
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=said)
    assert "No worker is running" in said.getvalue()
    assert "goodword worker" in said.getvalue()


@pytest.mark.django_db
def test_verify_books_says_that_the_books_are_right() -> None:
    said = StringIO()
    call_command("verify_books", stdout=said)
    assert said.getvalue().startswith("The books are right")


@pytest.mark.django_db
def test_replay_refuses_a_subscriber_that_is_none() -> None:
    with pytest.raises(CommandError, match="Nobody called nobody"):
        call_command("replay", "nobody")


def test_a_taken_port_is_refused_with_what_to_do() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken by another program. .* --port {port + 1}"):
            ports.refuse_taken("127.0.0.1", port)
        assert ports.wait_until_open("127.0.0.1", port, 1)
    assert not ports.wait_until_open("127.0.0.1", port, 0.1)
