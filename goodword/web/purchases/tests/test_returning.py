"""Sending goods back, withdrawing in two steps, and the papers one keeps."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.orders.queries import OrderView
from goodword.partners import queries as partners
from goodword.people.models import Person
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]


@pytest.fixture
def bought(stage: Stage) -> UUID:
    """Fang bought two tins of tea, and they are on their way."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 2, stage.word))
    scene.paid(placed, stage.now)
    told = {"carrier": "SF Express", "number": "SF1", "auto_receipt": timedelta(days=10)}
    orders.dispatch_order(seen(stage, placed.purchase_id).id, **told, now=stage.now, by=stage.owner.id)
    return placed.purchase_id


def seen(stage: Stage, purchase: UUID) -> OrderView:
    return order_queries.purchase_for(stage.fang.id, purchase).orders[0]


def form(stage: Stage, purchase: UUID) -> str:
    return f"/purchases/{purchase}/orders/{seen(stage, purchase).id}/return/"


def pieces(stage: Stage, purchase: UUID) -> str:
    return f"pieces-{seen(stage, purchase).lines[0].id}"


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (30, 20), "green").save(out, "JPEG")
    return SimpleUploadedFile("dent.jpg", out.getvalue(), "image/jpeg")


def arrived(stage: Stage, purchase: UUID) -> None:
    orders.receive_order(seen(stage, purchase).id, now=stage.now, by=stage.fang.id)


def test_l5_a_withdrawal_is_stated_confirmed_and_acknowledged(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang, address, name = signed_in(stage.fang), form(stage, bought), pieces(stage, bought)
    page = fang.get(f"/purchases/{bought}/").content.decode()
    assert "Withdraw from the contract" in page
    assert "Return it" not in page
    stated = fang.post(address, {name: "2", "ground": "withdrawal"}).content.decode()
    assert "I, Wang Fang, withdraw from the contract with Meijiawu Farm Shop for:" in stated
    assert seen(stage, bought).returns == ()
    fang.post(address, {name: "2", "ground": "withdrawal", "confirmed": "1"})
    (withdrawal,) = seen(stage, bought).returns
    assert (withdrawal.state, withdrawal.ground) == ("accepted", "withdrawal")
    assert "Acknowledgement to keep" in fang.get(f"/purchases/{bought}/").content.decode()
    paper = fang.get(f"/purchases/{bought}/withdrawals/{withdrawal.id}.txt")
    assert paper["Content-Disposition"].startswith("attachment")
    text = paper.content.decode()
    assert "- 2 × Longjing tea" in text
    assert seen(stage, bought).number in text
    assert "Declared on" in text
    assert signed_in(stage.lin).get(f"/purchases/{bought}/withdrawals/{withdrawal.id}.txt").status_code == 404


def test_pictures_of_a_withdrawal_are_sent_with_its_second_step(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    """Red without the field on the second step: what was chosen on the first was dropped without a word."""
    arrived(stage, bought)
    fang, address = signed_in(stage.fang), form(stage, bought)
    typed = {pieces(stage, bought): "1", "ground": "withdrawal", "reason": "Too big"}
    stated = fang.post(address, typed | {"pictures": [picture()]}).content.decode()
    assert 'enctype="multipart/form-data"' in stated
    assert "Please choose your pictures once more" in stated
    assert "Please choose your pictures" not in fang.post(address, typed).content.decode()
    fang.post(address, typed | {"confirmed": "1", "pictures": [picture()]})
    (withdrawal,) = seen(stage, bought).returns
    assert fang.get(f"/returns/{withdrawal.id}/pictures/0/").status_code == 200


def test_back_from_a_withdrawal_to_the_form_keeps_what_was_typed(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    """Red where the way back is a link."""
    arrived(stage, bought)
    name, address = pieces(stage, bought), form(stage, bought)
    typed = {name: "2", "ground": "withdrawal", "reason": "Too big", "back": "1"}
    answer = signed_in(stage.fang).post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(rf'name="{name}" value="2"', page)
    assert re.search(r'value="withdrawal" required checked', page)
    assert "Too big</textarea>" in page
    assert seen(stage, bought).returns == ()


def test_statements_of_the_form_and_of_the_receipt(
    stage: Stage, bought: UUID, signed_in: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Red where the purchase is read twice, and where shops are read one by one."""
    fang, address = signed_in(stage.fang), form(stage, bought)
    fang.get(address)
    with django_assert_num_queries(14):
        fang.get(address)
    with django_assert_num_queries(12):
        fang.get(f"/purchases/{bought}/paper/")
    with django_assert_num_queries(3):
        shops = partners.shops([stage.shop_id, uuid4()])
    assert shops == {stage.shop_id: partners.shop(stage.shop_id)}


def test_s62_a_withdrawal_of_nothing_is_not_stated(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang, address, name = signed_in(stage.fang), form(stage, bought), pieces(stage, bought)
    for typed in ({name: "0", "ground": "withdrawal"}, {"ground": "withdrawal"}):
        assert fang.post(address, typed).status_code == 422
    assert seen(stage, bought).returns == ()


def test_a_wish_needs_the_goods_to_be_there(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang, address, name = signed_in(stage.fang), form(stage, bought), pieces(stage, bought)
    assert 'value="damaged"' not in fang.get(address).content.decode()
    assert fang.post(address, {name: "1", "ground": "damaged"}).status_code == 409
    arrived(stage, bought)
    assert 'value="damaged"' in fang.get(address).content.decode()


def test_s34_pictures_of_a_return_are_shown_to_buyer_and_shop_only(
    stage: Stage, bought: UUID, signed_in: Enter, client: Client
) -> None:
    """Red without the check in orders.queries.return_picture."""
    arrived(stage, bought)
    fang = signed_in(stage.fang)
    fang.post(form(stage, bought), {pieces(stage, bought): "1", "ground": "damaged", "pictures": [picture()]})
    (asked,) = seen(stage, bought).returns
    address = f"/returns/{asked.id}/pictures/0/"
    assert address in fang.get(f"/purchases/{bought}/").content.decode()
    for who in (fang, signed_in(stage.owner)):
        answer = who.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert signed_in(stage.lin).get(address).status_code == 404
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("bad", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a<script>alert(1)</script>", b""])
def test_s30_what_is_no_picture_is_refused_and_what_was_typed_stays(
    stage: Stage, bought: UUID, signed_in: Enter, bad: bytes
) -> None:
    arrived(stage, bought)
    typed = {pieces(stage, bought): "1", "ground": "damaged", "reason": "A dent in the tin"}
    answer = signed_in(stage.fang).post(
        form(stage, bought), typed | {"pictures": [SimpleUploadedFile("x.png", bad or b" ", "image/png")]}
    )
    assert answer.status_code == 422
    assert "A dent in the tin" in answer.content.decode()
    assert seen(stage, bought).returns == ()


def test_the_receipt_says_who_sold_what_for_how_much(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    page = signed_in(stage.fang).get(f"/purchases/{bought}/paper/").content.decode()
    assert seen(stage, bought).number in page
    for part in ("Longjing tea", "¥128.00", "¥256.00", "¥6.00", "¥262.00"):
        assert part in page


def test_there_is_no_receipt_before_the_payment(stage: Stage, signed_in: Enter) -> None:
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, None))
    assert signed_in(stage.fang).get(f"/purchases/{placed.purchase_id}/paper/").status_code == 404
