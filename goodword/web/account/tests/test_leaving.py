"""What must end before one can leave (I-35)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from goodword.journal.tests.hearing import hear
from goodword.orders import actions as orders
from goodword.orders import jobs as orders_jobs
from goodword.orders import queries as orders_queries
from goodword.partners import actions as partners_actions
from goodword.partners import queries as partners
from goodword.people.models import Person
from goodword.people.queries import PersonUnknown
from goodword.settlement import actions as settlement_actions
from goodword.settlement import queries as settlement
from goodword.web.account.tests.conftest import PASSWORD, Join
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

pytestmark = pytest.mark.django_db
Enter = Callable[[Person], Client]


def test_i35_what_is_under_way_is_named_with_its_page_and_nothing_changes(stage: Stage, signed_in: Enter) -> None:
    """Red without pending_of in actions.leave."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    browser = signed_in(stage.fang)
    page = browser.get("/me/leaving/").content.decode()
    assert "This has to end first" in page
    assert f'href="/purchases/{placed.purchase_id}/"' in page
    assert "/me/leaving/decision/" not in page
    assert browser.get("/me/leaving/decision/")["Location"] == "/me/leaving/"
    refused = browser.post("/me/leaving/decision/", {"sure": "yes"})
    assert refused.status_code == 409
    assert "Something of yours is still under way." in refused.content.decode()
    assert Person.objects.get(id=stage.fang.id).name == "Wang Fang"


def test_i35_every_side_of_a_sale_waits_for_its_end(stage: Stage) -> None:
    """The buyer for the parcel, the expert for the commission, the only owner for the shop. Red without _promised."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    assert why(stage) == [["purchase"], ["earnings"], ["shop"]]
    with pytest.raises(settlement_actions.StillPending):
        settlement_actions.leave(stage.lin.id, now=stage.now, by=stage.lin.id)
    scene.paid(placed, stage.now)
    assert why(stage) == [["purchase"], ["earnings"], ["shop"]]
    order = orders_queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0]
    send(order.id, stage)
    hear(stage.now)
    assert why(stage) == [[], ["earnings"], ["shop"]], "goods that arrived do not hold their buyer"
    back = [(order.lines[0].id, 1)]
    asked = orders.ask_return(order.id, lines=back, reason="Broken", now=stage.now, by=stage.fang.id)
    assert why(stage) == [["return"], ["earnings"], ["shop"]]
    orders.accept_return(asked, now=stage.now, by=stage.owner.id)
    orders.receive_return(asked, now=stage.now, by=stage.owner.id)
    hear(stage.now)
    assert why(stage) == [["refund"], [], []]


def test_i35_an_address_stays_until_nothing_can_come_back(stage: Stage) -> None:
    """Red without the job orders.forget_the_departed."""
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, stage.now)
    order = orders_queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0]
    send(order.id, stage)
    settlement_actions.leave(stage.fang.id, now=stage.now, by=stage.fang.id)
    hear(stage.now, ["orders", "orders"])
    assert orders_queries.order_for_shop(stage.shop_id, order.id).address["name"] == "Wang Fang"
    assert orders_jobs.forget_the_departed(stage.now, 10) == 0
    later = orders_queries.order_for_shop(stage.shop_id, order.id).return_until or stage.now
    assert orders_jobs.forget_the_departed(later - timedelta(seconds=1), 10) == 1
    assert orders_queries.order_for_shop(stage.shop_id, order.id).address["name"] == "Wang Fang"
    assert orders_jobs.forget_the_departed(later + timedelta(days=1), 10) == 1
    assert orders_queries.order_for_shop(stage.shop_id, order.id).address == {"country": "CN"}
    assert orders_jobs.forget_the_departed(later + timedelta(days=9), 10) == 0


def test_i35_nobody_buys_for_somebody_who_has_left(stage: Stage) -> None:
    """Red without is_active in orders.queries.LOCK_BUYER."""
    settlement_actions.leave(stage.fang.id, now=stage.now, by=stage.fang.id)
    with pytest.raises(PersonUnknown):
        scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    assert orders_queries.purchases_of(stage.fang.id).rows == []


def test_i35_nobody_earns_who_has_left(stage: Stage) -> None:
    """Red without is_active in checkout's TERMS: the word is still live until social has heard of the leaving."""
    settlement_actions.leave(stage.lin.id, now=stage.now, by=stage.lin.id)
    placed = scene.placed(stage.fang, stage.now, (stage.tea.offers[0], 1, stage.word))
    order = orders_queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0]
    assert [line.expert_id for line in order.lines] == [None]
    assert settlement.pending_of(stage.lin.id) == []


def test_i35_a_shop_goes_on_when_somebody_else_owns_it_too(stage: Stage) -> None:
    partners_actions.add_staff(stage.shop_id, stage.fang.id, role="owner", now=stage.now, by=stage.owner.id)
    scene.placed(stage.lin, stage.now, (stage.tea.offers[0], 1, None))
    assert settlement.pending_of(stage.owner.id) == []
    settlement_actions.leave(stage.owner.id, now=stage.now, by=stage.owner.id)
    hear(stage.now, ["partners", "partners"])
    assert partners.recommendable([stage.shop_id]) == {stage.shop_id}
    assert [one.person_id for one in partners.staff(stage.shop_id)] == [stage.fang.id]
    assert partners.shop(stage.shop_id).email == "shop@example.com"


def test_who_leaves_shows_first_that_it_is_them(join: Join) -> None:
    """Red without reauthentication_required (S-46)."""
    person, browser = join(), Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    for address in ("/me/leaving/", "/me/leaving/decision/", "/me/takeout/"):
        assert browser.get(address)["Location"] == f"/account/reauthenticate/?next={address.replace('/', '%2F')}"
    assert browser.post("/me/leaving/decision/", {"sure": "yes"})["Location"].startswith("/account/reauthenticate/")
    assert browser.post("/me/takeout/file/")["Location"].startswith("/account/reauthenticate/")
    assert Person.objects.get().is_active


def test_the_handle_and_the_email_are_free_again(join: Join, stage: Stage) -> None:
    person = join(password=None)
    settlement_actions.leave(person.id, now=stage.now, by=person.id)
    assert join(password=None).id != person.id


def why(stage: Stage) -> list[list[str]]:
    """What keeps the buyer, the expert and the shop's owner from leaving."""
    return [[one.why for one in settlement.pending_of(who.id)] for who in (stage.fang, stage.lin, stage.owner)]


def send(order_id: UUID, stage: Stage) -> None:
    """The shop sends it, and it arrives."""
    told = {"carrier": "Post", "number": "1", "auto_receipt": timedelta(days=9)}
    orders.dispatch_order(order_id, now=stage.now, by=stage.owner.id, **told)
    orders.receive_order(order_id, now=stage.now, by=stage.fang.id)
