"""Many orders at once: by hand, by a file, and their slips."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.orders import actions as orders
from goodword.orders import queries
from goodword.partners import actions as partners
from goodword.people.models import Person
from goodword.web.console.tests.conftest import order_ids
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
SHOP = "/console/meijiawu-farm-shop/orders/"


def parcels(stage: Stage, order_id: UUID) -> list[tuple[str, str]]:
    return [(one.carrier, one.number) for one in queries.order_for_shop(stage.shop_id, order_id).parcels]


def number(stage: Stage, order_id: UUID) -> str:
    return queries.order_for_shop(stage.shop_id, order_id).number


def handed(client: Client, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    answer = client.post(f"{SHOP}parcels/", {"file": SimpleUploadedFile("parcels.csv", data)})
    return f"{answer.status_code} {answer.content.decode()}"


def test_ticked_orders_are_sent_and_what_is_refused_keeps_what_was_typed(stage: Stage, owner: Client) -> None:
    one, two, three = order_ids(stage, 3)
    page = owner.get(f"{SHOP}to-ship/").content.decode()
    assert page.index(number(stage, one)) < page.index(number(stage, three))
    assert "just paid" in page
    answer = owner.post(
        f"{SHOP}to-ship/",
        {
            "order": [one, two],
            "carrier": "SF Express",
            f"number-{one}": "SF1",
            f"number-{two}": "x" * 61,
            f"number-{three}": "not ticked",
            "do": "send",
        },
    )
    assert answer.status_code == 422
    assert "x" * 61 in answer.content.decode()
    assert "1 order was not sent" in answer.content.decode()
    assert [parcels(stage, key) for key in (one, two, three)] == [[("SF Express", "SF1")], [], []]
    sent = {"order": [two, three], "carrier": "YTO", f"carrier-{two}": "SF", f"number-{two}": "SF2", "do": "send"}
    assert owner.post(f"{SHOP}to-ship/", sent).status_code == 302
    assert [parcels(stage, key) for key in (two, three)] == [[("SF", "SF2")], [("YTO", "")]]
    assert "2 orders are on their way." in owner.get(f"{SHOP}to-ship/").content.decode()


def test_nothing_ticked_is_told_and_slips_are_asked_for(stage: Stage, owner: Client) -> None:
    [one] = order_ids(stage, 1)
    answer = owner.post(f"{SHOP}to-ship/", {"carrier": "SF", f"number-{one}": "kept", "do": "send"})
    assert (answer.status_code, "Tick the orders" in answer.content.decode()) == (422, True)
    assert 'value="kept"' in answer.content.decode()
    answer = owner.post(f"{SHOP}to-ship/", {"order": [one], "do": "slips"})
    assert answer["Location"] == f"{SHOP}slips/?order={one}"
    slip = owner.get(answer["Location"]).content.decode()
    assert number(stage, one) in slip
    assert "Hubin Road" in slip
    assert "¥" not in slip
    assert parcels(stage, one) == []


def test_a_file_of_parcels_is_reported_line_by_line_and_again_changes_nothing(stage: Stage, owner: Client) -> None:
    one, two = order_ids(stage, 2)
    text = (
        "\ufeffOrder,Carrier,Number,Note\n"
        f"{number(stage, one)},SF Express,SF1,x\n"
        f"{number(stage, two)},,SF2,x\n"
        "260601-00000-00000-1,SF,SF3,x\n"
    )
    page = handed(owner, text)
    assert page.startswith("200")
    assert "Name the carrier" in page
    assert "There is no such order" in page
    assert [parcels(stage, key) for key in (one, two)] == [[("SF Express", "SF1")], []]
    again = handed(owner, text)
    assert "noted already" in again
    assert parcels(stage, one) == [("SF Express", "SF1")]
    assert handed(owner, f"order;carrier;number\n{number(stage, two)};SF;9\n").startswith("200")
    assert parcels(stage, two) == [("SF", "9")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"order,carrier\n1,SF\n",
        b"\xff\xfe\x00",
        b'order,carrier,number\n"a,b,c',
        b"order,carrier,number\n" + b"x-1,SF,1\n" * 501,
        b"order,carrier,number\n" + b"x" * (256 * 1024),
    ],
)
def test_s31_what_is_no_file_of_parcels_is_refused_whole(stage: Stage, owner: Client, data: bytes) -> None:
    [one] = order_ids(stage, 1)
    assert handed(owner, data).startswith("422")
    assert parcels(stage, one) == []


def test_s01_orders_of_another_shop_are_neither_sent_nor_printed(
    stage: Stage, owner: Client, other_shop: scene.Goods
) -> None:
    """Red without visible_to_shop in orders_named."""
    placed = scene.placed(stage.fang, stage.now, (other_shop.offers[0], 1, None))
    scene.paid(placed, stage.now)
    theirs = queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0]
    answer = owner.post(f"{SHOP}to-ship/", {"order": [theirs.id], "carrier": "SF", "do": "send"})
    assert answer.status_code == 422
    assert theirs.number not in answer.content.decode()
    assert "no such order" in handed(owner, f"order,carrier,number\n{theirs.number},SF,1\n")
    assert owner.get(f"{SHOP}slips/", {"order": [theirs.id]}).status_code == 404
    assert owner.get(f"{SHOP}slips/", {"order": [uuid4()]}).status_code == 404
    for wrong in ("", "1", "null", "x' OR 1=1"):
        assert owner.get(f"{SHOP}slips/", {"order": wrong}).status_code == 404
        assert owner.post(f"{SHOP}to-ship/", {"order": wrong, "do": "send"}).status_code == 404
    assert queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0].state == "paid"


def test_s04_a_packer_sends_many_and_gives_nothing_back(stage: Stage, signed_in: Enter) -> None:
    """Red when staff(*SELLERS) stands at the packing routes, or no staff at all."""
    [one] = order_ids(stage, 1)
    packer = signed_in(stage.fang)
    assert packer.get(f"{SHOP}to-ship/").status_code == 404
    partners.add_staff(stage.shop_id, stage.fang.id, role="packer", now=stage.now, by=stage.owner.id)
    assert packer.get(f"{SHOP}to-ship/").status_code == 200
    assert packer.get(f"{SHOP}slips/", {"order": [one]}).status_code == 200
    assert handed(packer, f"order,carrier,number\n{number(stage, one)},SF,1\n").startswith("200")
    assert parcels(stage, one) == [("SF", "1")]
    assert packer.post(f"{SHOP}{one}/refund/", {"reason": "x"}).status_code == 404


def test_orders_with_a_return_have_a_list_of_their_own(stage: Stage, owner: Client) -> None:
    one, two = order_ids(stage, 2)
    orders.dispatch_order(
        one, carrier="SF", number="1", auto_receipt=timedelta(days=9), now=stage.now, by=stage.owner.id
    )
    orders.receive_order(one, now=stage.now, by=stage.fang.id)
    line = queries.order_for_shop(stage.shop_id, one).lines[0].id
    orders.ask_return(one, lines=[(line, 1)], reason="Too dry", now=stage.now, by=stage.fang.id)
    page = owner.get(SHOP, {"state": "returns"}).content.decode()
    assert number(stage, one) in page
    assert number(stage, two) not in page
    assert "money of this order waits until you do" in owner.get(f"{SHOP}{one}/").content.decode()
    home = owner.get("/console/meijiawu-farm-shop/").content.decode()
    assert "Answer 1 return" in home
    assert "Send 1 order" in home


def test_packing_asks_the_same_few_things_however_much_waits(
    stage: Stage, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ids = order_ids(stage, 1)
    for _ in range(2):
        with django_assert_max_num_queries(14):
            owner.get(f"{SHOP}to-ship/")
        with django_assert_max_num_queries(14):
            owner.get(f"{SHOP}slips/", {"order": ids})
        ids = order_ids(stage, 4)
