"""Taking one's data along."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from goodword.journal.tests.hearing import hear
from goodword.kit import clock
from goodword.kit.exports import BATCH, registry, told
from goodword.people.models import Person
from goodword.web.account.tests import life
from goodword.web.account.tests.conftest import PASSWORD, Join, prove

pytestmark = pytest.mark.django_db


def take(browser: Client) -> zipfile.ZipFile:
    """The file, as the browser gets it."""
    answer = browser.post("/me/takeout/file/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store", "S-54"
    assert answer["Content-Disposition"].startswith('attachment; filename="goodword-')
    return zipfile.ZipFile(BytesIO(answer.getvalue()))


def test_s54_the_file_has_everything_of_one_person_and_nothing_of_another(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    town = life.town(clock.now())
    browser, eve = life.arrives(clock.now())
    for chapter in (life.buys, life.reads, life.recommends, life.works):
        chapter(eve, town)
    life.time_passes(clock.now())
    hear(clock.now(), ["outreach"])
    archive = take(prove(browser))
    assert archive.testzip() is None
    files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(files) == {f"{name}.json" for name in registry} | {"index.html"}
    rows = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    assert [name for name, kept in rows.items() if not kept] == ["debts.json"]
    assert rows["profile.json"][0]["email"] == "canary@canary.example"
    assert rows["saves.json"][0]["word"] == str(town.word)
    assert rows["saves.json"][0]["price"] == 12800
    assert {row["wanted"] for row in rows["notice_choices.json"]} == {False}
    assert rows["payout_freezes.json"][0]["lifted_reason"] == "canary is honest"
    assert [row["topic"] for row in rows["drafts.json"]] == ["tea"]
    assert "Canary Name street" in {row["fields"]["street"] for row in rows["addresses.json"]}
    assert [row["reason"] for row in rows["returns.json"]] == ["canary reason"]
    everything = "".join(files.values())
    for foreign in ("fang@example.com", "Fang street", "I see.", "lin.yue@example.com", "argon2", "gw_"):
        assert foreign not in everything
    other = Client()
    other.force_login(town.fang, backend="allauth.account.auth_backends.AuthenticationBackend")
    theirs = take(other)
    assert "fang@example.com" in theirs.read("profile.json").decode()
    named = [name for name in theirs.namelist() if "canary" in theirs.read(name).decode().lower()]
    assert named == ["follows.json"], "whom one follows is one's own, and told by the handle alone"
    assert json.loads(theirs.read("follows.json"))[0]["person"] == eve.handle


def test_s70_taking_along_has_a_limit(join: Join) -> None:
    """Red without ratelimit.consume."""
    join()
    browser = Client()
    browser.post("/account/login/", {"login": "lin@example.com", "password": PASSWORD})
    prove(browser)
    for _time in range(5):
        take(browser)
    refused = browser.post("/me/takeout/file/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "five times within an hour" in refused.content.decode()


def test_rows_are_read_a_batch_at_a_time(join: Join) -> None:
    """Memory stays the same however long a life is."""
    join(password=None)
    now = clock.now()
    names = [f"p{number}" for number in range(BATCH)]
    people = [Person(id=uuid4(), email=f"{name}@example.com", handle=name, name=name, joined_at=now) for name in names]
    Person.objects.bulk_create(people)
    with CaptureQueriesContext(connection) as seen:
        found = list(told(Person.objects.all(), "email", called="name"))
    assert (len(found), len(seen)) == (BATCH + 1, 2)
    assert set(found[0]) == {"email", "called"}
    assert len({row["email"] for row in found}) == BATCH + 1
