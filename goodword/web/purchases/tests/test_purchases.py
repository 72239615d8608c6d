"""Purchases: steps, money, receipt, cancellation, return; and nobody else's business."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goodword.journal.tests.hearing import hear
from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.orders.queries import OrderView
from goodword.payments import queries as payments
from goodword.people.models import Person
from goodword.settlement import queries as settlement_queries
from goodword.web.purchases import words
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
CANARY = "Hubin Road"


@pytest.fixture
def bought(stage: Stage) -> UUID:
    """Fang bought a tin of tea on Lin Yue's word, and paid."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, stage.now)
    return placed.purchase_id


def order(stage: Stage, purchase: UUID) -> OrderView:
    return order_queries.purchase_for(stage.fang.id, purchase).orders[0]


def dispatch(stage: Stage, purchase: UUID) -> None:
    orders.dispatch_order(
        order(stage, purchase).id,
        carrier="SF Express",
        number="SF1029",
        auto_receipt=timedelta(days=10),
        now=stage.now,
        by=stage.owner.id,
    )


def deed(stage: Stage, purchase: UUID, name: str) -> str:
    return f"/purchases/{purchase}/orders/{order(stage, purchase).id}/{name}/"


def test_a_paid_purchase_tells_its_steps_and_where_every_yuan_is(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    page = signed_in(stage.fang).get(f"/purchases/{bought}/").content.decode()
    assert page.count('<li class="done"') == 2
    assert "Held safe for you" in page
    assert "¥134.00" in page
    assert "word by Lin Yue" in page
    assert CANARY in page
    assert "Cancel and get all of it back" in page
    assert "It arrived" not in page


def test_money_is_called_safe_only_when_it_is_held(stage: Stage, bought: UUID) -> None:
    seen = order(stage, bought)
    money = settlement_queries.order_money([seen.id])[seen.id]
    assert [name for name, done in words.steps(seen, None) if done] == ["Paid"]
    assert [name for name, done in words.steps(seen, money) if done] == ["Paid", "Held safe"]


def test_waiting_for_payment_looks_again_by_itself_with_and_without_scripts(stage: Stage, signed_in: Enter) -> None:
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, None))
    fang = signed_in(stage.fang)
    page = fang.get(f"/purchases/{placed.purchase_id}/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="6"></noscript>' in page
    assert 'hx-trigger="every 3s"' in page
    assert "Pay ¥134.00" in page
    scene.paid(placed, stage.now)
    page = fang.get(f"/purchases/{placed.purchase_id}/").content.decode()
    assert "every 3s" not in page
    assert "http-equiv" not in page


def test_an_unpaid_purchase_can_be_given_up(stage: Stage, signed_in: Enter) -> None:
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, None))
    fang = signed_in(stage.fang)
    fang.post(f"/purchases/{placed.purchase_id}/cancellation/")
    assert order_queries.purchase_for(stage.fang.id, placed.purchase_id).state == "cancelled"
    assert fang.get(f"/purchases/{placed.purchase_id}/payment/")["Location"] == f"/purchases/{placed.purchase_id}/"


def test_it_arrived(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    assert fang.post(deed(stage, bought, "receipt")).status_code == 409
    dispatch(stage, bought)
    page = fang.get(f"/purchases/{bought}/").content.decode()
    assert "SF1029" in page
    assert "If you say nothing, it counts as arrived on" in page
    fang.post(deed(stage, bought, "receipt"))
    assert order(stage, bought).state == "received"
    assert "You can ask to return it until" in fang.get(f"/purchases/{bought}/").content.decode()


def test_cancelling_before_dispatch_gives_all_of_it_back(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang = signed_in(stage.fang)
    fang.post(deed(stage, bought, "cancellation"), {"reason": "Ordered twice"})
    hear(stage.now)
    page = fang.get(f"/purchases/{bought}/").content.decode()
    assert "You cancelled:" in page
    assert "Ordered twice" in page
    assert "¥134.00 goes back to you" in page


def test_cancelling_after_dispatch_is_refused_in_words(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    dispatch(stage, bought)
    answer = signed_in(stage.fang).post(deed(stage, bought, "cancellation"))
    assert answer.status_code == 409
    assert order(stage, bought).state == "dispatched"


def test_asking_for_a_return_keeps_what_was_typed_until_it_fits(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    fang, address = signed_in(stage.fang), deed(stage, bought, "return")
    dispatch(stage, bought)
    fang.post(deed(stage, bought, "receipt"))
    line = order(stage, bought).lines[0].id
    assert f'name="pieces-{line}"' in fang.get(address).content.decode()
    refused = fang.post(address, {f"pieces-{line}": "7", "ground": "damaged", "reason": "It smells of fish"})
    assert refused.status_code in (409, 422)
    assert "It smells of fish" in refused.content.decode()
    assert 'value="7"' in refused.content.decode()
    assert 'value="damaged" required checked' in refused.content.decode()
    assert order(stage, bought).returns == ()
    fang.post(address, {f"pieces-{line}": "1", "ground": "damaged", "reason": "It smells of fish"})
    assert [one.state for one in order(stage, bought).returns] == ["asked"]
    assert "being returned" in fang.get(f"/purchases/{bought}/").content.decode()


@pytest.mark.parametrize("number", ["-1", "0.5", "1e9", "NaN", "٣", " 1", ""])
def test_s60_odd_numbers_of_pieces_return_nothing(stage: Stage, bought: UUID, signed_in: Enter, number: str) -> None:
    fang = signed_in(stage.fang)
    dispatch(stage, bought)
    fang.post(deed(stage, bought, "receipt"))
    line = order(stage, bought).lines[0].id
    answer = fang.post(deed(stage, bought, "return"), {f"pieces-{line}": number, "ground": "other", "reason": "No"})
    assert answer.status_code in (409, 422)
    assert order(stage, bought).returns == ()


def routes(stage: Stage, purchase: UUID) -> Iterator[tuple[str, str]]:
    """Every route of a purchase: method and address."""
    yield "get", f"/purchases/{purchase}/"
    yield "get", f"/purchases/{purchase}/payment/"
    yield "post", f"/purchases/{purchase}/payment/"
    yield "post", f"/purchases/{purchase}/cancellation/"
    yield "get", f"/purchases/{purchase}/paper/"
    yield "get", f"/purchases/{purchase}/withdrawals/{uuid4()}.txt"
    yield "get", f"/returns/{uuid4()}/pictures/0/"
    yield "get", deed(stage, purchase, "return")
    for name in ("receipt", "cancellation", "return"):
        yield "post", deed(stage, purchase, name)


@pytest.mark.parametrize("who", ["lin", "owner"])
def test_s01_another_person_meets_the_same_nothing_on_every_route(
    stage: Stage, bought: UUID, signed_in: Enter, who: str
) -> None:
    """Red when pages.purchase does not begin with the buyer."""
    dispatch(stage, bought)
    other = signed_in(getattr(stage, who))
    before = order_queries.purchase_for(stage.fang.id, bought)
    for method, address in routes(stage, bought):
        answer = getattr(other, method)(address, {"reason": "mine"})
        assert (address, answer.status_code) == (address, 404)
        assert CANARY not in answer.content.decode()
        assert before.number not in answer.content.decode()
    assert order_queries.purchase_for(stage.fang.id, bought) == before


def test_s01_another_person_cannot_go_on_with_a_payment(stage: Stage, signed_in: Enter) -> None:
    """Red when pages.intent_to_pay does not begin with the buyer."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, None))
    for method in ("get", "post"):
        answer = getattr(signed_in(stage.lin), method)(f"/purchases/{placed.purchase_id}/payment/")
        assert answer.status_code == 404
    assert payments.intent(placed.intent_id).state == "new"


def test_s01_a_guest_is_asked_to_sign_in_on_every_route(stage: Stage, bought: UUID, client: Client) -> None:
    before = order_queries.purchase_for(stage.fang.id, bought)
    for method, address in routes(stage, bought):
        answer = getattr(client, method)(address, {"next": "/"})
        assert answer["Location"].startswith("/account/login/")
    assert order_queries.purchase_for(stage.fang.id, bought) == before


def test_s01_an_order_of_another_purchase_of_ones_own_is_not_in_this_one(
    stage: Stage, bought: UUID, signed_in: Enter
) -> None:
    """Red without pages.order_in."""
    dispatch(stage, bought)
    other = scene.placed(stage.fang, stage.now, (stage.cup.offers[0], 1, None)).purchase_id
    fang = signed_in(stage.fang)
    for purchase in (other, uuid4(), stage.tea.id):
        address = f"/purchases/{purchase}/orders/{order(stage, bought).id}/receipt/"
        assert fang.post(address).status_code == 404
    assert order(stage, bought).state == "dispatched"


def test_s54_two_buyers_in_turn_see_their_own_purchases(stage: Stage, bought: UUID, signed_in: Enter) -> None:
    """Red without the Cache-Control of the middleware."""
    fang, lin = signed_in(stage.fang), signed_in(stage.lin)
    number = order_queries.purchase_for(stage.fang.id, bought).number
    for _turn in range(2):
        answer = fang.get("/purchases/")
        assert number in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"]
        assert "Nothing bought yet" in lin.get("/purchases/").content.decode()


def test_statements_of_purchases(
    stage: Stage, bought: UUID, signed_in: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fang = signed_in(stage.fang)
    with django_assert_max_num_queries(17):
        fang.get(f"/purchases/{bought}/")
    scene.paid(scene.placed(stage.fang, stage.now, (stage.cup.offers[0], 1, None)), stage.now)
    with django_assert_max_num_queries(13):
        fang.get("/purchases/")


def test_purchases_are_known_by_their_goods(stage: Stage, signed_in: Enter) -> None:
    """Red when the list names only shops: five purchases from one shop could not be told apart."""
    scene.paid(
        scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word), (stage.cup.offers[0], 1, None)),
        stage.now,
    )
    page = signed_in(stage.fang).get("/purchases/").content.decode()
    assert "<b>Longjing tea</b>" in page
    assert "and one more · Meijiawu Farm Shop" in page


def test_one_parcel_says_how_far_it_is_once_and_countries_have_names(
    stage: Stage, bought: UUID, signed_in: Enter
) -> None:
    """Red with the state above and beside the only order, and with CN for a country."""
    fang = signed_in(stage.fang)
    page = fang.get(f"/purchases/{bought}/").content.decode()
    assert page.count(">being packed</span>") == 1
    assert 'href="/purchases/"' in page
    assert ", China</dd>" in page
    receipt = fang.get(f"/purchases/{bought}/paper/").content.decode()
    assert ", China</p>" in receipt
    assert receipt.index("Total") < receipt.index("</section>")
