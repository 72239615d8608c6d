"""What everybody may know: the rules with this house's numbers, and what machines ask."""

import json
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings

from goodword.web.urls import urlpatterns

pytestmark = pytest.mark.django_db


def test_the_rules_are_told_with_the_numbers_in_force(client: Client, settings: Settings) -> None:
    settings.PLATFORM_BP, settings.AUTO_RECEIPT, settings.PAYOUT_WEEKDAY = 350, timedelta(days=12), 3
    page = client.get("/how/").content.decode()
    for told in ("3.5% of the goods", "12 days after", "every Thursday", "people you follow: 48 hours"):
        assert told in page, told
    chinese = client.get("/how/", headers={"accept-language": "zh-hans"}).content.decode()
    for told in ("3.5%", "12 天", "星期四", "48 小时"):
        assert told in chinese, told


def test_the_rules_stand_one_press_away_from_every_page(client: Client) -> None:
    assert 'href="/how/"' in client.get("/").content.decode()


def test_a_phone_can_put_it_among_its_apps(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"any", "192x192", "512x512"}
    assert [icon["sizes"] for icon in told["icons"] if icon.get("purpose") == "maskable"] == ["512x512"]
    assert [(one["name"], one["url"]) for one in told["shortcuts"]] == [
        ("Find", "/find/"),
        ("Cart", "/cart/"),
        ("Purchases", "/purchases/"),
    ]
    chinese = json.loads(client.get("/manifest.webmanifest", headers={"accept-language": "zh-hans"}).content)
    assert (chinese["lang"], chinese["shortcuts"][0]["name"]) == ("zh-Hans", "搜索")
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content.decode()


def test_robots_look_only_at_what_is_public(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    closed = {line.removeprefix("Disallow: /") for line in answer.content.decode().splitlines() if "Disallow" in line}
    first = {str(one.pattern).split("/")[0] + "/" for part in urlpatterns for one in getattr(part, "url_patterns", [])}
    assert closed - first == {"api/"}
    pages = (
        "about following follows how language manifest.webmanifest people posts products robots.txt shops sitemap "
        "sitemap.xml topics worker.js"
    )
    assert first - closed == {"/", *(f"{page}/" for page in pages.split())}
