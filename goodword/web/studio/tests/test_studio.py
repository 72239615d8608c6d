"""The studio: choosing, writing, changing and taking back a word; the showcase; the money."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.interests import actions as interests
from goodword.payments import queries as payments
from goodword.people.models import Person
from goodword.settlement import queries as settlement
from goodword.social import actions as social_actions
from goodword.social import queries as social
from goodword.web.studio.chart import chart
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


@pytest.fixture
def lin(stage: Stage, signed_in: Enter) -> Client:
    return signed_in(stage.lin)


@pytest.fixture
def pot(stage: Stage) -> scene.Goods:
    """Something nobody has put in a word for."""
    return scene.product(stage.shop_id, "Travel pot", "tea", stage.now, 19800)


def test_changing_a_word_keeps_what_stood_there(stage: Stage, lin: Client) -> None:
    address = f"/studio/words/{stage.word}/"
    assert "Third spring" in lin.get(address).content.decode()
    refused = lin.post(address, {"reason": "", "reason_type": "used"})
    assert refused.status_code == 422
    assert lin.post(address, {"reason": "Fourth spring now.", "reason_type": "used"}).status_code == 302
    assert [edit.reason for edit in social.edits(stage.word, None)] == ["Third spring in a row I reorder this."]
    assert "Fourth spring now." in lin.get(address).content.decode()


def test_taking_a_word_back_needs_a_reason_and_keeps_it(stage: Stage, lin: Client) -> None:
    address = f"/studio/words/{stage.word}/withdrawal/"
    assert lin.post(address, {"why": ""}).status_code == 422
    assert social.post(stage.word, None, stage.now).withdrawn_for is None
    assert lin.post(address, {"why": "The new crop is flat."}).status_code == 302
    page = lin.get(f"/studio/words/{stage.word}/").content.decode()
    assert "You took it back: The new crop is flat." in page
    assert "Save changes" not in page


def test_the_showcase_is_arranged_with_buttons_alone(stage: Stage, lin: Client) -> None:
    def names() -> list[list[UUID]]:
        return [[pick.product.id for pick in shelf.picks] for shelf in social.showcase(stage.lin.id, None, stage.now)]

    lin.post("/studio/showcase/", {"title": "Morning"})
    shelf = social.showcase(stage.lin.id, stage.lin.id, stage.now)[0].id
    for goods in (stage.tea, stage.cup):
        lin.post("/studio/showcase/products/", {"shelf": shelf, "product": goods.id})
    assert names() == [[stage.tea.id, stage.cup.id]]
    lin.post(f"/studio/showcase/{shelf}/{stage.cup.id}/place/", {"to": "up"})
    assert names() == [[stage.cup.id, stage.tea.id]]
    lin.post(f"/studio/showcase/{shelf}/{stage.cup.id}/place/", {"to": "down"})
    assert names() == [[stage.tea.id, stage.cup.id]]
    for place, first in (("0", stage.cup), ("1", stage.tea), ("0", stage.cup), ("9", stage.tea)):
        lin.post(f"/studio/showcase/{shelf}/{stage.cup.id}/place/", {"place": place})
        assert names()[0][0] == first.id
    for to in ("down", "up"):  # at the end of the shelf one cannot go further
        lin.post(f"/studio/showcase/{shelf}/{stage.cup.id if to == 'down' else stage.tea.id}/place/", {"to": to})
        assert names() == [[stage.tea.id, stage.cup.id]]
    lin.post(f"/studio/showcase/{shelf}/{stage.tea.id}/removal/")
    assert names() == [[stage.cup.id]]
    lin.post(f"/studio/showcase/{shelf}/title/", {"title": "Evening"})
    lin.post("/studio/showcase/", {"title": "Travel"})
    lin.post(f"/studio/showcase/{shelf}/place/", {"to": "down"})
    titles = [one.title for one in social.showcase(stage.lin.id, stage.lin.id, stage.now)]
    assert titles == ["Travel", "Evening"]
    lin.post(f"/studio/showcase/{shelf}/closing/")
    assert names() == []


def test_a_product_without_a_word_cannot_stand_on_a_shelf(stage: Stage, lin: Client, pot: scene.Goods) -> None:
    lin.post("/studio/showcase/", {"title": "Morning"})
    shelf = social.showcase(stage.lin.id, stage.lin.id, stage.now)[0].id
    answer = lin.post("/studio/showcase/products/", {"shelf": shelf, "product": pot.id})
    assert answer.status_code == 409
    assert "Put in a word for this product first" in answer.content.decode()


def test_this_month_tells_what_was_sold_and_the_statement_adds_up(stage: Stage, lin: Client) -> None:
    scene.paid(scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 2, stage.word)), stage.now)
    page = lin.get("/studio/").content.decode()
    assert "¥256.00" in page
    assert "in 1 order" in page
    assert "¥20.48" in page
    answer = lin.get("/studio/statement.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    sums = {row[1]: row[3] for row in rows[1:] if not row[0]}
    assert sums["At the beginning"] == sums["At the end"] == "0.00"
    assert "¥20.48 waits" in lin.get("/studio/statement/").content.decode()


@pytest.mark.parametrize("month", ["", "2026-13", "9999-01", "2026-1", "x", "２０２６-01"])
def test_s60_a_month_that_is_none_is_this_month(stage: Stage, lin: Client, month: str) -> None:
    page = lin.get("/studio/statement/", {"month": month, "currency": "'; --"}).content.decode()
    assert f'<option value="{stage.now:%Y-%m}" selected>{stage.now:%B %Y}</option>' in page
    assert f"<h2>{stage.now:%B %Y}</h2>" in page


def test_where_payouts_go_is_set_and_never_shown(stage: Stage, lin: Client) -> None:
    scene.channel(stage.now)
    assert lin.post("/studio/account/", {"channel": "sandbox", "reference": " "}).status_code == 422
    assert lin.post("/studio/account/", {"channel": "sandbox", "reference": "acct-secret"}).status_code == 302
    assert len(payments.destinations_of([stage.lin.id])[stage.lin.id]) == 1
    page = lin.get("/studio/account/").content.decode()
    assert "An account is set." in page
    assert "acct-secret" not in page


def test_statements_of_the_first_page_do_not_grow(
    stage: Stage, lin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene.paid(scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word)), stage.now)
    for place in range(3):
        more = scene.product(stage.shop_id, f"Pot {place}", "tea", stage.now, 900)
        word = scene.word(stage.lin, "tea", f"Good {place}", stage.now, more)
        scene.paid(scene.placed(stage.fang, stage.now, (more.offers[0], 1, word)), stage.now)
    lin.get("/studio/")  # a session's first page writes it down
    with django_assert_max_num_queries(20):
        lin.get("/studio/")
    with django_assert_max_num_queries(24):
        lin.get("/studio/statement/")
    with django_assert_max_num_queries(9):
        lin.get("/studio/words/new/", {"q": "pot"})
    with django_assert_max_num_queries(18):
        lin.get("/studio/showcase/")
    assert settlement.earnings(stage.lin.id)[0].held > 0


def test_the_table_tells_what_came_of_a_word_this_month_and_ever(stage: Stage, lin: Client) -> None:
    seen = [interests.NewSignal("seen", stage.word)]
    interests.take_signals(person_id=stage.fang.id, signals=seen, now=stage.now)
    interests.take_signals(person_id=stage.fang.id, signals=seen, now=stage.now - timedelta(days=40))
    social_actions.save_post(person_id=stage.fang.id, post_id=stage.word, now=stage.now, by=stage.fang.id)
    saved = [interests.NewSignal("saved", stage.word)]  # as the reaction to a save does
    interests.take_signals(person_id=stage.fang.id, signals=saved, now=stage.now)
    scene.paid(scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 2, stage.word)), stage.now)

    def row(page: str) -> list[str]:
        cells = re.findall(r'<td[^>]*data-of="([^"]+)">(.*?)</td>', page.split("<tbody")[-1], re.S)
        return [re.sub(r"<[^>]+>", "", text).strip() for _name, text in cells]

    page = lin.get("/studio/").content.decode()
    name = "Longjing tea and 1 more"
    assert row(page) == [name, "Meijiawu Farm Shop", "1", "1", "2", "0", "¥20.48", "in stock"]
    assert "0 of 2 pieces came back" in page
    assert '<svg class="chart"' in page
    ever = row(lin.get("/studio/?all=1").content.decode())
    assert ever == [name, "Meijiawu Farm Shop", "2", "1", "2", "0", "¥20.48", "in stock"]


def test_a_chart_is_drawn_of_days_with_and_without_money() -> None:
    first = date(2026, 6, 1)
    drawn = chart("CNY", {date(2026, 6, 2): 1000, date(2026, 6, 3): 250}, first, date(2026, 6, 4))
    assert drawn.line == "M0 90 100 6 200 69 300 90"
    assert drawn.area == "M0 90 100 6 200 69 300 90V90H0z"
    assert (drawn.total, drawn.best, len(drawn.told)) == (1250, (date(2026, 6, 2), 1000), 2)
    assert chart("CNY", {}, first, first).line == "M0 90 300 90"


def test_a_month_in_which_nothing_settled_has_no_drawing(stage: Stage, lin: Client) -> None:
    """Red when a flat line of nothing stands above the sums."""
    assert "wide-chart" not in lin.get("/studio/statement/").content.decode()
