"""Pages that explain the house tell the numbers in force, worked out by the rules themselves."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from goodword.interests.rules import BONUS
from goodword.settlement.rules import split_line
from goodword.web.public import worked

pytestmark = pytest.mark.django_db
PAGES = ["/about/", "/how/", "/how/money/", "/how/ranking/", "/how/price/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_leads_to_the_others_and_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, language: str
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(path, headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    for other in PAGES:
        assert f'href="{other}"' in page
    assert page.count("<h1") == 1
    assert '<link rel="canonical"' in page


def test_the_price_is_worked_out_to_the_cent(client: Client, settings: Settings) -> None:
    settings.PLATFORM_BP = 350
    page = client.get("/how/price/").content.decode()
    parts = split_line(12_800, rate_bp=800, platform_bp=350)
    assert (parts.expert, parts.platform, parts.shop) == (1024, 448, 11328)
    for told in ("3.5%", "¥138.00", "¥10.24", "¥4.48", "¥123.28", "¥133.52", "¥9.99"):
        assert told in page, told
    for sale in worked.sales():
        assert sale.parts.total == sale.goods
        assert sale.parts.expert + sale.parts.platform + sale.shop == sale.paid


def test_the_example_wall_is_in_the_order_of_the_formula(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(one.hours, one.tie, one.counts) for one in worked.wall()] == [
        (40, "author", -8),
        (20, "topic", -4),
        (2, "none", 2),
        (30, "none", 30),
        (70, "shop", 46),
    ]
    page = client.get("/how/ranking/").content.decode()
    assert page.count("counts as new<") == 2
    assert "48 hours newer" in page
    monkeypatch.setitem(BONUS, "author", timedelta(hours=1))
    assert [one.hours for one in worked.wall()] == [20, 2, 30, 40, 70]
    assert "1 hour newer" in client.get("/how/ranking/").content.decode()


def test_how_money_is_held_in_five_steps(client: Client, settings: Settings) -> None:
    settings.AUTO_RECEIPT, settings.PAYMENT_LIFETIME = timedelta(days=12), timedelta(minutes=45)
    settings.PAYOUT_WEEKDAY, settings.PLATFORM_BP = 3, 125
    page = client.get("/how/money/").content.decode()
    (walk,) = re.findall(r'<ol class="walk">(.*?)</ol>', page, re.S)
    assert re.findall(r"<h2>(.*?)</h2>", walk) == ["Paid", "Held safe", "Shipped", "Arrived", "Shop paid"]
    for told in ("45 minutes", "12 days after", "1.25% of the goods", "every Thursday"):
        assert told in page, told


def test_who_runs_the_house_is_told_when_it_is_set(client: Client, settings: Settings) -> None:
    assert "has not written their name here yet" in client.get("/about/").content.decode()
    settings.OPERATOR, settings.CONTACT = "Good Co., 1 <b>Hubin</b> Road", "hello@good.example"
    page = client.get("/about/").content.decode()
    assert "Good Co., 1 &lt;b&gt;Hubin&lt;/b&gt; Road" in page
    assert 'href="mailto:hello@good.example"' in page
    assert "has not written" not in page


def test_a_demonstration_says_that_it_is_one(client: Client, settings: Settings) -> None:
    """Red without the demo's own sentence: it said that nobody had written their name."""
    settings.DEMO = True
    page = client.get("/about/").content.decode()
    assert "This is a demonstration." in page
    assert "has not written" not in page


@pytest.mark.parametrize("address", ["/about/", "/how/", "/how/money/", "/how/ranking/", "/how/price/"])
def test_the_pages_beside_are_named_once(client: Client, address: str) -> None:
    """Red while a row of chips repeated what the footer says below it."""
    assert client.get(address).content.decode().count(">All rules</a>") == 1
