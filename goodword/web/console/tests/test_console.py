"""The console: opening a shop, goods, files, orders, terms, staff, money."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.orders.queries import OrderView
from goodword.partners import queries as partners
from goodword.payments import queries as payments
from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
SHOP = "/console/meijiawu-farm-shop/"
PAPERS = {
    "slug": "hill-farm",
    "name": "Hill Farm",
    "legal_name": "Hill Farm Ltd",
    "registration": "9133",
    "address": "1 Hill Road",
    "email": "hill@example.com",
    "country": "CN",
    "currency": "CNY",
    "delivery_fee": "6.00",
    "free_delivery_from": "",
    "return_days": "7",
}


@pytest.fixture
def bought(stage: Stage) -> UUID:
    """Fang paid for two tins; the id of the order."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 2, stage.word))
    scene.paid(placed, stage.now)
    return order_queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0].id


def order(stage: Stage, order_id: UUID) -> OrderView:
    return order_queries.order_for_shop(stage.shop_id, order_id)


def arrived(stage: Stage, order_id: UUID) -> UUID:
    """The order has arrived and one piece is to go back; the return's id."""
    orders.dispatch_order(
        order_id, carrier="SF", number="1", auto_receipt=timedelta(days=9), now=stage.now, by=stage.owner.id
    )
    orders.receive_order(order_id, now=stage.now, by=stage.fang.id)
    line = order(stage, order_id).lines[0].id
    return orders.ask_return(order_id, lines=[(line, 1)], reason="Too dry", now=stage.now, by=stage.fang.id)


def test_a_shop_is_opened_waits_and_accepts_the_agreement(stage: Stage, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    assert "Open a shop" in fang.get("/console/").content.decode()
    refused = fang.post("/console/", PAPERS | {"delivery_fee": "6,00", "slug": "Hill Farm!"})
    assert refused.status_code == 422
    assert "Hill Farm Ltd" in refused.content.decode()
    taken = fang.post("/console/", PAPERS | {"slug": "meijiawu-farm-shop"})
    assert taken.status_code == 409
    assert fang.post("/console/", PAPERS)["Location"] == "/console/hill-farm/"
    page = fang.get("/console/hill-farm/").content.decode()
    assert "waiting for verification" in page
    assert "Accept version 2026-06" in page
    assert fang.post("/console/hill-farm/agreement/", {"version": "2020-01"}).status_code == 409
    assert fang.post("/console/hill-farm/agreement/", {"version": "2026-06"}).status_code == 302
    assert partners.by_slug("hill-farm").agreement == "2026-06"
    assert partners.by_slug("hill-farm").delivery_fee == 600


def test_a_product_is_added_by_hand_and_a_refused_one_keeps_what_was_typed(stage: Stage, owner: Client) -> None:
    typed = {"title": "Spring pot", "topic": "tea", "v0-sku": "P-1", "v0-price": "19.905", "v0-stock": "4"}
    refused = owner.post(f"{SHOP}products/new/", typed)
    assert refused.status_code == 422
    assert "Spring pot" in refused.content.decode()
    assert owner.post(f"{SHOP}products/new/", typed | {"v0-price": "19.90"}).status_code == 302
    card = catalog_queries.by_shop(stage.shop_id).rows[0]
    assert (card.title, card.price, card.available) == ("Spring pot", 1990, 4)


def test_prices_and_stock_change_and_the_lowest_price_is_shown(stage: Stage, owner: Client) -> None:
    at = f"{SHOP}products/{stage.tea.id}/{stage.tea.offers[0]}/"
    assert owner.post(f"{at}price/", {"price": "99.00", "compare_at": "900.00"}).status_code == 302
    offer = catalog_queries.offers([stage.tea.offers[0]])[stage.tea.offers[0]]
    assert (offer.price, offer.compare_at) == (9900, 12800)
    page = owner.get(f"{SHOP}products/{stage.tea.id}/").content.decode()
    assert "lowest in 30 days: ¥99.00" in page
    assert "shown as reduced from ¥128.00" in page
    assert owner.post(f"{at}stock/", {"on_hand": "5"}).status_code == 302
    assert catalog_queries.offers([stage.tea.offers[0]])[stage.tea.offers[0]].available == 5


@pytest.mark.parametrize("typed", ["-1", "1e3", " 1", "NaN", "Infinity", "true", "１", "0.001", str(2**63)])
def test_s60_what_is_no_price_or_count_changes_nothing(stage: Stage, owner: Client, typed: str) -> None:
    at = f"{SHOP}products/{stage.tea.id}/{stage.tea.offers[0]}/"
    before = catalog_queries.offers(stage.tea.offers)
    assert owner.post(f"{at}price/", {"price": typed}).status_code == 422
    assert owner.post(f"{at}stock/", {"on_hand": typed}).status_code == 422
    assert catalog_queries.offers(stage.tea.offers) == before


def test_a_product_is_withdrawn_and_listed_again(stage: Stage, owner: Client) -> None:
    at = f"{SHOP}products/{stage.tea.id}/"
    owner.post(f"{at}withdrawal/", {"reason": "Harvest is over"})
    assert catalog_queries.product_page(stage.tea.id, stage.now).withdrawn
    assert "List it again" in owner.get(at).content.decode()
    owner.post(f"{at}listing/")
    assert not catalog_queries.product_page(stage.tea.id, stage.now).withdrawn


def test_a_file_is_tried_and_its_report_shown_line_by_line(
    stage: Stage, owner: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    text = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\na,A,S1,-5,1\nb,B,S2,5.00,1\n"
    handed = {"file": SimpleUploadedFile("goods.csv", text.encode()), "form": "shopify", "dry_run": "on"}
    answer = owner.post(f"{SHOP}imports/", handed)
    page = owner.get(answer["Location"]).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    [kept] = (tmp_path / "imports").iterdir()
    assert kept.read_text() == text
    again = owner.post(f"{SHOP}imports/", handed | {"file": SimpleUploadedFile("g.csv", b"x")})
    assert again.status_code == 409
    assert list((tmp_path / "imports").iterdir()) == [kept]
    run = catalog.take_waiting_import(now=stage.now)
    assert run
    catalog.run_import(run, now=stage.now)
    page = owner.get(answer["Location"]).content.decode()
    assert "A trial: nothing was changed." in page
    assert "S1" in page
    assert "every 2s" not in page
    assert "goods.csv" in owner.get(f"{SHOP}imports/").content.decode()


def test_an_order_is_shipped_and_a_refused_parcel_keeps_what_was_typed(
    stage: Stage, owner: Client, bought: UUID
) -> None:
    at = f"{SHOP}orders/{bought}/"
    assert "Hubin Road" in owner.get(at).content.decode()
    refused = owner.post(f"{at}dispatch/", {"carrier": "", "number": "SF1029"})
    assert refused.status_code == 422
    assert 'value="SF1029"' in refused.content.decode()
    assert owner.post(f"{at}dispatch/", {"carrier": "SF Express", "number": "SF1029"}).status_code == 302
    assert order(stage, bought).parcels[0].number == "SF1029"
    assert owner.post(f"{at}dispatch/", {"carrier": "SF", "number": "2"}).status_code == 409


def test_an_order_is_cancelled_with_a_reason(stage: Stage, owner: Client, bought: UUID) -> None:
    assert owner.post(f"{SHOP}orders/{bought}/cancellation/", {"reason": "Broken in the store"}).status_code == 302
    assert order(stage, bought).state == "cancelled"
    assert "You cancelled: Broken in the store" in owner.get(f"{SHOP}orders/{bought}/").content.decode()


def test_part_of_the_price_goes_back_once_and_never_too_much(stage: Stage, owner: Client, bought: UUID) -> None:
    at, line = f"{SHOP}orders/{bought}/refund/", order(stage, bought).lines[0].id
    refused = owner.post(at, {f"amount-{line}": "999.00", "reason": "A dent"})
    assert refused.status_code == 409
    assert 'value="999.00"' in refused.content.decode()
    assert order(stage, bought).refunded == 0
    assert owner.post(at, {f"amount-{line}": "10.50", "reason": "A dent"}).status_code == 302
    assert order(stage, bought).refunded == 1050


def test_a_return_is_accepted_and_received(stage: Stage, owner: Client, bought: UUID) -> None:
    at = f"{SHOP}orders/{bought}/returns/{arrived(stage, bought)}/"
    assert "return asked" in owner.get(SHOP).content.decode()
    assert "Too dry" in owner.get(f"{SHOP}orders/{bought}/").content.decode()
    assert owner.post(f"{at}refusal/", {"answer": ""}).status_code == 422
    assert owner.post(f"{at}acceptance/", {"answer": "To the farm"}).status_code == 302
    assert owner.post(f"{at}receipt/").status_code == 302
    assert order(stage, bought).refunded == 12800
    assert owner.post(f"{at}receipt/").status_code == 409
    assert owner.post(f"{at}elsewhere/").status_code == 404


def test_commission_holds_from_its_day_on(stage: Stage, owner: Client) -> None:
    pair = (stage.shop_id, stage.cup.id)
    later = stage.now + timedelta(days=10)
    day = f"{later:%Y-%m-%d}"
    assert owner.post(f"{SHOP}commission/", {"rate": "7.5", "from_day": day}).status_code == 302
    assert partners.commission_rates([pair], stage.now)[pair] == 800
    assert partners.commission_rates([pair], later + timedelta(days=1))[pair] == 750
    assert "7.5%" in owner.get(f"{SHOP}commission/").content.decode()
    assert owner.post(f"{SHOP}commission/", {"rate": "9", "from_day": "2020-01-01"}).status_code == 422
    assert owner.post(f"{SHOP}commission/", {"rate": "51"}).status_code == 422
    assert owner.post(f"{SHOP}products/{stage.cup.id}/commission/", {"rate": "12"}).status_code == 302
    assert partners.commission_rates([pair], stage.now + timedelta(minutes=5))[pair] == 1200


def test_staff_come_by_handle_and_the_last_owner_stays(stage: Stage, owner: Client) -> None:
    refused = owner.post(f"{SHOP}staff/", {"handle": "nobody-here", "role": "packer"})
    assert refused.status_code == 422
    assert 'value="nobody-here"' in refused.content.decode()
    assert owner.post(f"{SHOP}staff/", {"handle": f"@{stage.fang.handle}", "role": "packer"}).status_code == 302
    assert partners.role_in(stage.shop_id, stage.fang.id) == "packer"
    assert owner.post(f"{SHOP}staff/{stage.owner.id}/removal/").status_code == 409
    assert owner.post(f"{SHOP}staff/{stage.fang.id}/removal/").status_code == 302
    assert partners.role_in(stage.shop_id, stage.fang.id) is None


def test_terms_change_for_later_orders(stage: Stage, owner: Client) -> None:
    typed = {key: text for key, text in PAPERS.items() if key not in ("slug", "country", "currency")}
    assert owner.post(f"{SHOP}terms/", typed | {"return_days": "3"}).status_code == 422
    assert owner.post(f"{SHOP}terms/", typed | {"return_days": "14", "recommendable": "1"}).status_code == 302
    assert partners.shop(stage.shop_id).return_days == 14


def test_statement_and_account_of_the_shop(stage: Stage, owner: Client, bought: UUID) -> None:
    assert "¥" in owner.get(f"{SHOP}statement/").content.decode()
    assert owner.get(f"{SHOP}statement.csv").content.decode("utf-8-sig").startswith("Date,What,Order,Amount,Currency")
    assert owner.post(f"{SHOP}account/", {"channel": "sandbox", "reference": "acct-shop"}).status_code == 302
    assert len(payments.destinations_of([stage.shop_id])[stage.shop_id]) == 1


def test_statements_of_the_pages_do_not_grow(
    stage: Stage, owner: Client, bought: UUID, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for goods in (stage.tea, stage.cup, stage.tea):
        scene.paid(scene.placed(stage.fang, stage.now, (goods.offers[0], 1, None)), stage.now)
    for address, most in ((SHOP, 24), (f"{SHOP}orders/", 13), (f"{SHOP}orders/{bought}/", 15), (f"{SHOP}products/", 9)):
        with django_assert_max_num_queries(most):
            owner.get(address)


def test_an_order_says_once_that_it_is_to_be_shipped(stage: Stage, owner: Client, bought: UUID) -> None:
    """Red with two chips for one state, and with CN for a country."""
    page = owner.get(f"{SHOP}orders/{bought}/").content.decode()
    assert page.count('class="chip seal-c">to ship<') == 1
    assert "just paid" not in page
    assert "\nChina" in page
    assert f'Order <span class="unbroken">{order(stage, bought).number}</span></h1>' in page


def test_the_only_owner_is_not_offered_to_be_removed(stage: Stage, owner: Client) -> None:
    """Red when a button stands there that can only be refused."""
    assert "Remove" not in owner.get(f"{SHOP}staff/").content.decode()
    owner.post(f"{SHOP}staff/", {"handle": "wang_fang", "role": "owner"})
    assert owner.get(f"{SHOP}staff/").content.decode().count("Remove</button>") == 2


def test_another_variant_is_offered_one_at_a_time(stage: Stage, owner: Client) -> None:
    """Red when three equal empty forms stand below each other; what was typed into the last stays in sight."""
    page = owner.get(f"{SHOP}products/new/").content.decode()
    assert page.count("</details>") == page.count("Another variant</summary>") == 3
    assert page.index("</details>") > page.rindex("Another variant</summary>")
    page = owner.post(f"{SHOP}products/new/", {"title": "", "v2-title": "Large"}).content.decode()
    assert page.count("<details open><summary>Another variant") == 2
