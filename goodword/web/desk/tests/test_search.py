"""Searching purchases, payments, experts and the journal; one purchase's whole trace; freezing; the system's page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodword.journal import actions as journal
from goodword.kit import clock
from goodword.kit.limits import PAGE_SIZE
from goodword.ledger import actions as ledger
from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.people import queries as people
from goodword.settlement import actions as settlement_actions
from goodword.settlement import queries as settlement
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Bought = tuple[order_queries.PurchaseView, order_queries.PurchaseView]


def seen(desk: Client, address: str, **asked: str) -> str:
    """A page as it is read."""
    answer = desk.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def bought(stage: Stage) -> Bought:
    """Fang paid for tea; a second purchase of hers waits for payment."""
    first = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(first, stage.now)
    second = scene.placed(stage.fang, stage.now, (stage.cup.offers[0], 1, None))
    return (
        order_queries.purchase_for(stage.fang.id, first.purchase_id),
        order_queries.purchase_for(stage.fang.id, second.purchase_id),
    )


def test_purchases_are_found_by_everything_that_is_asked(stage: Stage, desk: Client, bought: Bought) -> None:
    paid, waiting = bought
    today = f"{timezone.localdate(stage.now)}"
    tomorrow = f"{timezone.localdate(stage.now) + timedelta(days=1)}"
    asked: dict[str, tuple[dict[str, str], set[str]]] = {
        "nothing": ({}, {paid.number, waiting.number}),
        "number": ({"number": paid.number.lower()}, {paid.number}),
        "an order's number": ({"number": paid.orders[0].number}, {paid.number}),
        "handle": ({"who": "@wang_fang"}, {paid.number, waiting.number}),
        "e-mail": ({"who": "wang.fang@example.com"}, {paid.number, waiting.number}),
        "id": ({"who": str(stage.lin.id)}, set()),
        "shop": ({"shop": "meijiawu-farm-shop", "state": "placed"}, {waiting.number}),
        "state": ({"state": "paid"}, {paid.number}),
        "no such state": ({"state": "paid' OR 1=1"}, {paid.number, waiting.number}),
        "days": ({"from": today, "to": today}, {paid.number, waiting.number}),
        "later": ({"from": tomorrow}, set()),
        "no day": ({"from": "2026-02-31"}, {paid.number, waiting.number}),
    }
    for name, (fields, wanted) in asked.items():
        page = seen(desk, "/desk/purchases/", **fields)
        found = {one.number for one in bought if f">{one.number}</a>" in page}
        assert (name, found) == (name, wanted)
    assert "Nobody has that handle, e-mail or id." in seen(desk, "/desk/purchases/", who="nobody")
    assert "There is no such shop." in seen(desk, "/desk/purchases/", shop="nowhere")


def test_row108_a_purchase_is_told_in_one_trace(stage: Stage, desk: Client, bought: Bought) -> None:
    order = bought[0].orders[0]
    orders.dispatch_order(
        order.id, carrier="SF", number="SF-77", auto_receipt=timedelta(days=9), now=stage.now, by=stage.owner.id
    )
    orders.receive_order(order.id, now=stage.now, by=stage.fang.id)
    lines = [(order.lines[0].id, 1)]
    orders.ask_return(order.id, lines=lines, reason="Too dry for me", now=stage.now, by=stage.fang.id)
    page = seen(desk, f"/desk/purchases/{bought[0].id}/")
    told = ("SF-77", "Longjing tea", "Too dry for me", "captured", "Who gets what", "Lin Yue", "Transfers about it")
    facts = ("Purchase placed", "Payment captured", "Order arrived", "Money held")
    assert [one for one in (*told, *facts, "¥134.00", "¥10.24", "Hangzhou") if one not in page] == []
    assert "12 Hubin Road" not in page, "personal data is shown only as needed"
    assert desk.get(f"/desk/purchases/{stage.lin.id}/").status_code == 404


def test_payments_are_found_by_state_channel_and_days(desk: Client, bought: Bought) -> None:
    for asked, number in (
        ({}, 2),
        ({"state": "captured"}, 1),
        ({"channel": "sandbox"}, 2),
        ({"from": "2099-01-01"}, 0),
    ):
        assert seen(desk, "/desk/payments/", **asked).count(">the purchase</a>") == number


def test_experts_are_found_by_name_field_and_grade(stage: Stage, desk: Client) -> None:
    for asked, there in (
        ({}, True),
        ({"q": "lin y"}, True),
        ({"q": "@lin_yue"}, True),
        ({"q": "zhou"}, False),
        ({"topic": "tea", "grade": "2"}, True),
        ({"grade": "3"}, False),
    ):
        assert (asked, "/desk/experts/lin_yue/" in seen(desk, "/desk/experts/", **asked)) == (asked, there)


def test_a_field_is_taken_from_an_expert_with_a_reason(stage: Stage, desk: Client) -> None:
    at = "/desk/experts/lin_yue/"
    assert "Third spring in a row" in seen(desk, at)
    refused = desk.post(f"{at}withdrawal/", {"topic": "tea", "reason": " "})
    assert refused.status_code == 422
    assert people.is_certified(stage.lin.id, "tea")
    assert desk.post(f"{at}withdrawal/", {"topic": "tea", "reason": "Bought words"})["Location"] == at
    assert not people.is_certified(stage.lin.id, "tea")
    page = seen(desk, at)
    assert "not certified" in page
    assert "Bought words" in page
    assert desk.post(f"{at}withdrawal/", {"topic": "tea", "reason": "Again"}).status_code == 409


def test_the_journal_is_searched_and_read(stage: Stage, desk: Client, bought: Bought) -> None:
    page = seen(desk, "/desk/journal/", id=str(bought[0].id))
    assert "orders.PurchasePlaced" in page
    assert "people." not in page.split("<tbody")[1]
    page = seen(desk, "/desk/journal/", kind="social.PostPublished", who="lin_yue").split("<tbody")[1]
    assert page.count("<tr>") == 1
    assert str(stage.word)[-6:] in page
    assert "Nothing fits" in seen(desk, "/desk/journal/", **{"from": "2099-01-01"})
    assert "That is not an id" in seen(desk, "/desk/journal/", id="7")
    assert "Nobody has that handle" in seen(desk, "/desk/journal/", who="nobody")


def test_the_desk_counts_every_frozen_payee_once(
    stage: Stage, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Red when the rows of the first page are counted: a renewed payee twice, and never more than a page."""
    now = clock.now()
    for payee in [stage.shop_id, stage.shop_id, *(uuid4() for _each in range(PAGE_SIZE))]:
        settlement_actions.freeze_payouts(
            payee=payee, reason="Goods never sent", review_at=now + timedelta(days=5), now=now, by=uuid4()
        )
    assert f"Frozen payouts</a><b>{PAGE_SIZE + 1}</b>" in seen(desk, "/desk/")
    with django_assert_num_queries(1):
        assert settlement.frozen_count(now) == PAGE_SIZE + 1


def test_g7_payouts_are_frozen_and_the_payee_reads_why(stage: Stage, desk: Client) -> None:
    at, now = f"/desk/payouts/{stage.shop_id}/", clock.now()
    soon = f"{timezone.localdate(now) + timedelta(days=5)}"
    refused = desk.post(f"{at}freeze/", {"reason": "Goods never sent", "review": "2099-01-01"})
    assert refused.status_code == 422
    assert "Goods never sent" in refused.content.decode()
    assert settlement.freeze_of(stage.shop_id, now) is None
    assert desk.post(f"{at}freeze/", {"reason": "Goods never sent", "review": soon})["Location"] == at
    assert "Frozen: Goods never sent" in seen(desk, at)
    assert "Meijiawu Farm Shop" in seen(desk, "/desk/payouts/")
    assert "Frozen: Goods never sent" in seen(desk, "/desk/shops/meijiawu-farm-shop/")
    owner = Client()
    owner.force_login(stage.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in ("statement", "account"):
        assert "Goods never sent" in seen(owner, f"/console/meijiawu-farm-shop/{page}/")
    assert desk.post(f"{at}unfreezing/", {"lifted": ""}).status_code == 422
    assert desk.post(f"{at}unfreezing/", {"lifted": "All was sent"})["Location"] == at
    assert "All was sent" in seen(desk, at)
    assert "Goods never sent" not in seen(owner, "/console/meijiawu-farm-shop/account/")
    assert desk.get(f"/desk/payouts/{stage.word}/").status_code == 404


def test_the_system_says_what_is_missing_and_what_to_do(stage: Stage, desk: Client) -> None:
    page = seen(desk, "/desk/system/")
    assert "No worker is running (never seen)." in page
    assert "Start one: goodword worker" in page
    journal.beat("machine-7", now=clock.now())
    page = seen(desk, "/desk/system/")
    assert "No worker is running" not in page
    assert "machine-7" in page
    assert "GB free of" in page


def test_what_was_never_verified_is_not_called_met(stage: Stage, desk: Client) -> None:
    """Red when the condition of the last verification is met by there being none."""
    row = seen(desk, "/desk/system/").split("The last verification of the books found nothing")[1].split("</tr>")[0]
    assert "not yet run" in row
    ledger.ask_verification(now=clock.now(), by=stage.owner.id)
    while ledger.go_on_verifying(now=clock.now()):
        pass
    row = seen(desk, "/desk/system/").split("The last verification of the books found nothing")[1].split("</tr>")[0]
    assert "not yet run" not in row


def test_an_idle_desk_says_so_and_each_count_leads_to_what_it_counts(stage: Stage, desk: Client) -> None:
    """Red when counts are no links and nothing says that nothing is to do."""
    page = seen(desk, "/desk/")
    assert "Nothing waits for you." in page
    for place in ("applications", "shops", "letters", "payouts"):
        assert f'<div class="stat"><a class="link tapped" href="/desk/{place}/">' in page


def test_the_journal_is_told_in_words_with_amounts_links_and_moments(stage: Stage, desk: Client) -> None:
    """Red when a fact is shown by its name in the code, and its fields as they are kept."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, stage.now)
    order = order_queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0]
    orders.dispatch_order(
        order.id, carrier="SF", number="", auto_receipt=timedelta(days=9), now=stage.now, by=stage.owner.id
    )
    orders.receive_order(order.id, now=stage.now, by=stage.fang.id)
    row = seen(desk, "/desk/journal/", id=str(placed.purchase_id), kind="orders.PurchasePlaced").split("<tbody")[1]
    assert "Purchase placed" in row
    assert '<span class="fine">Total</span> ¥134.00' in row
    assert (
        f'<span class="fine">Buyer</span> <a class="link mono tapped" href="/desk/things/?id={stage.fang.id}">' in row
    )
    assert f'<a class="link tapped" href="/desk/things/?id={stage.fang.id}">Wang Fang</a>' in row
    assert "13400" not in row
    row = seen(desk, "/desk/journal/", id=str(order.id), kind="orders.OrderReceived").split("<tbody")[1]
    assert '<span class="fine">By itself</span> no' in row
    assert '<span class="fine">Can be returned until</span> <time' in row
    shown = seen(desk, "/desk/journal/", id=str(stage.shop_id), kind="partners.CommissionSet").split("<tbody")[1]
    assert '<span class="fine">Rate</span> 8%' in shown
    assert '<span class="fine">Product</span> –' in shown


def test_owners_of_accounts_are_called_by_name(stage: Stage, desk: Client) -> None:
    """Red when an account is known by six signs of its owner's id."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, stage.now)
    for page in (seen(desk, "/desk/accounts/"), seen(desk, f"/desk/purchases/{placed.purchase_id}/")):
        assert f'href="/desk/things/?id={stage.lin.id}">Lin Yue</a>' in page
        assert f'href="/desk/things/?id={stage.shop_id}">Meijiawu Farm Shop</a>' in page
