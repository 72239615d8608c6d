"""The app where nothing can be reached, and where the house itself is broken."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.test import Client

from goodword.web.public import machines, pages
from goodword.web.tests.stage import Stage


def told(script: str) -> Any:
    (line,) = re.findall(r"^const told = (.*);$", script, re.M)
    return json.loads(line)


def test_the_worker_stands_at_the_root_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src" in answer["Content-Security-Policy"]
    assert 'register("/worker.js")' in Path(str(finders.find("goodword.js"))).read_text()


def test_s54_only_what_everybody_is_given_is_kept(client: Client) -> None:
    """Red when a page with a session is named among what is kept."""
    kept = told(client.get("/worker.js").content.decode())
    assert all(path.startswith("/static/") and finders.find(path.removeprefix("/static/")) for path in kept["shell"])
    assert kept["pages"] == {"en": "/offline/en/", "zh-hans": "/offline/zh-hans/"}
    for path in kept["pages"].values():
        answer = client.get(path)
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert not answer.cookies
        assert "csrf" not in answer.content.decode().lower()


def test_another_offline_page_is_another_version(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red where the version is of styles and scripts alone: phones kept the page of long ago."""
    machines.worker.cache_clear()
    before = told(client.get("/worker.js").content.decode())["version"]
    monkeypatch.setattr(pages, "offline", lambda: "No network at all")
    machines.worker.cache_clear()
    after = told(client.get("/worker.js").content.decode())["version"]
    machines.worker.cache_clear()
    assert before != after


def test_the_offline_page_is_the_same_for_who_is_signed_in(stage: Stage, client: Client, signed_in: Any) -> None:
    assert signed_in(stage.fang).get("/offline/en/").content == client.get("/offline/en/").content
    assert "没有网络" in client.get("/offline/zh-hans/", headers={"accept-language": "en"}).content.decode()
    assert client.get("/offline/fr/").status_code == 404


def test_a_fault_is_a_page_with_the_database_down(stage: Stage, signed_in: Any) -> None:
    """Red when the page of a fault asks who is signed in."""

    def down(*args: Any) -> Any:
        raise OperationalError("the database is gone")

    client = signed_in(stage.fang)
    client.raise_request_exception = False
    with connection.execute_wrapper(down):
        answer = client.get("/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in page
    assert 'role="search"' in page
    assert "tokens.css" in page
    assert "the database is gone" not in page
    with connection.execute_wrapper(down):
        chinese = client.get("/", headers={"accept-language": "zh-hans"}).content.decode()
    assert 'lang="zh-Hans"' in chinese


def test_a_missing_page_offers_search_and_ways_on(client: Client, db: None) -> None:
    answer = client.get("/posts/nothing/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert answer["X-Request-Id"] in page
    for way in ('action="/find/"', 'href="/topics/"', 'href="/how/"', 'content="noindex"'):
        assert way in page, way
