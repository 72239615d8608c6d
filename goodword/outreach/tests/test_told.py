"""Who is told what: one notice for a fact, however often it is delivered."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from goodword.catalog import actions as catalog
from goodword.orders import actions as orders
from goodword.orders import jobs
from goodword.orders.events import PaidTooLate, PurchasePaid
from goodword.orders.models import Line, Order, Purchase
from goodword.orders.tests.making import World
from goodword.outreach import queries
from goodword.outreach.models import Notice
from goodword.outreach.rules import Kind
from goodword.outreach.tests.hearing import deliver, hear, told, waiting
from goodword.partners import actions as partners
from goodword.people import actions as people
from goodword.settlement.events import CommissionClawedBack, CommissionEarned, RepaymentMade, RepaymentStuck
from goodword.social import actions as social
from goodword.social.events import Followed
from goodword.social.tests.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(world: World) -> UUID:
    """A paid purchase of one order."""
    return world.paid([(world.offer(world.shop()), 2)])


def number(purchase: UUID) -> str:
    return Purchase.objects.get(id=purchase).number


def standing(world: World, order: UUID) -> dict[str, str]:
    """What notices for the buyer say of an order."""
    return {"shop": "Shop", "number": Order.objects.get(id=order).purchase.number}


def test_a_payment_is_told_to_the_buyer_and_to_the_shops_staff(world: World, bought: UUID) -> None:
    (order,) = world.orders(bought)
    packer = world.staff(Order.objects.get(id=order).shop_id, "packer")
    hear(world.now)
    assert told(world.buyer) == [("paid", {"number": number(bought), "amount": 2500, "currency": "CNY"})]
    assert told(packer) == [("new_orders", {"shop": "Shop"}), ("shop_verified", {"shop": "Shop"})]
    assert told(world.owner_of(order)) == told(packer)


def test_orders_of_a_day_are_one_notice_for_the_shop_and_the_next_day_another(world: World) -> None:
    shop = world.shop()
    offer = world.offer(shop, stock=50)
    for _each in range(3):
        world.paid([(offer, 1)], buyer=world.person())
    hear(world.now)
    owner = world.owners[shop]
    assert [(row.kind, row.count) for row in queries.notices_of(owner).rows if row.count] == [(Kind.NEW_ORDERS, 3)]
    world.pass_time(days=1)
    world.paid([(offer, 1)], buyer=world.person())
    hear(world.now)
    assert [row.count for row in queries.notices_of(owner).rows if row.count] == [1, 3]


def test_a_parcel_is_told_with_its_carrier_and_number(world: World, bought: UUID) -> None:
    (order,) = world.orders(bought)
    world.dispatch(order)
    hear(world.now)
    kinds = dict(told(world.buyer))
    assert kinds == {"paid": kinds["paid"], "dispatched": {**standing(world, order), "carrier": "SF", "parcel": "SF1"}}
    assert {row.subject for row in queries.notices_of(world.buyer).rows} == {bought}


def test_arrival_is_told_only_when_it_came_by_itself(world: World, bought: UUID) -> None:
    (order,) = world.orders(bought)
    world.received(order)
    hear(world.now)
    assert [kind for kind, _facts in told(world.buyer)] == ["dispatched", "paid"]
    (other,) = world.orders(world.paid([(world.offer(world.shop()), 1)]))
    world.dispatch(other)
    world.pass_time(days=11)
    assert jobs.receive_overdue(world.now, 10) == 1
    hear(world.now)
    arrived = dict(told(world.buyer))["arrived"]
    until = Order.objects.get(id=other).return_until
    assert until is not None
    assert arrived == {**standing(world, other), "until": until.isoformat()}


def test_a_return_is_told_to_the_other_side_step_by_step(world: World, bought: UUID) -> None:
    (order,) = world.orders(bought)
    world.received(order)
    (line,) = world.lines(order)
    owner = world.owner_of(order)
    refused = world.asked(order, (line, 1))
    orders.refuse_return(refused, answer="It was used.", now=world.now, by=owner)
    asked = world.asked(order, (line, 1))
    orders.accept_return(asked, answer="Gladly.", now=world.now, by=owner)
    orders.receive_return(asked, now=world.now, by=owner)
    hear(world.now)
    shop = {**standing(world, order), "shop_id": str(Order.objects.get(id=order).shop_id)}
    assert [row for row in told(owner) if row[0] == "return_asked"] == [("return_asked", shop)] * 2
    mine = standing(world, order)
    kinds = {"return_refused", "return_accepted", "return_received"}
    assert [row for row in told(world.buyer) if row[0] in kinds] == [
        ("return_accepted", {**mine, "reason": "Gladly."}),
        ("return_received", {**mine, "reason": "Gladly."}),
        ("return_refused", {**mine, "reason": "It was used."}),
    ]


def test_a_withdrawal_asks_nobody_and_nobody_accepts_it(world: World, bought: UUID) -> None:
    """Red without looking at the return's ground: staff read that somebody asks, the buyer that the shop agrees."""
    (order,) = world.orders(bought)
    world.received(order)
    (line,) = world.lines(order)
    back = orders.ask_return(order, lines=[(line, 1)], ground="withdrawal", now=world.now, by=world.buyer)
    orders.receive_return(back, now=world.now, by=world.owner_of(order))
    hear(world.now)
    shop = {**standing(world, order), "shop_id": str(Order.objects.get(id=order).shop_id)}
    staff = [row for row in told(world.owner_of(order)) if row[0] in ("return_asked", "withdrawn")]
    assert staff == [("withdrawn", shop)]
    assert sorted(kind for kind, _facts in told(world.buyer)) == ["dispatched", "paid", "return_received"]


def test_a_cancellation_is_told_to_who_did_not_do_it(world: World) -> None:
    shop = world.shop()
    offer = world.offer(shop)
    (mine,), (theirs,) = (world.orders(world.paid([(offer, 1)])) for _each in range(2))
    orders.cancel_order(mine, reason="", now=world.now, by=world.buyer)
    orders.cancel_order(theirs, reason="Broken", now=world.now, by=world.owners[shop])
    hear(world.now)
    cancelled = [row for row in told(world.buyer) if row[0] == "shop_cancelled"]
    assert cancelled == [("shop_cancelled", {**standing(world, theirs), "reason": "Broken"})]
    stopped = [row for row in told(world.owners[shop]) if row[0] == "order_cancelled"]
    assert stopped == [("order_cancelled", {**standing(world, mine), "shop_id": str(shop)})]


def test_an_unpaid_purchase_that_ended_is_told(world: World) -> None:
    purchase = world.placed([(world.offer(world.shop()), 1)])
    world.pass_time(hours=1)
    assert world.expire() == 1
    hear(world.now)
    assert told(world.buyer) == [("expired", {"number": number(purchase), "amount": 1500, "currency": "CNY"})]


def test_money_that_comes_back_is_told_with_its_amount(world: World, bought: UUID) -> None:
    values = {"purchase_id": bought, "refund_id": uuid4(), "amount": 700, "currency": "CNY"}
    deliver([RepaymentMade(**values)], world.now)
    deliver([RepaymentStuck(**values, why="closed")], world.now)
    deliver([PaidTooLate(bought, uuid4(), 2500, "CNY", "stock")], world.now)
    own = {"number": number(bought), "currency": "CNY"}
    assert told(world.buyer) == [
        ("paid_too_late", {**own, "amount": 2500}),
        ("refund_stuck", {**own, "amount": 700}),
        ("refunded", {**own, "amount": 700}),
    ]


def test_comments_of_a_day_are_one_notice_for_the_author_and_their_own_are_none(stage: Stage) -> None:
    lin, fang = stage.expert("tea", name="Lin"), stage.person("Fang")
    post = stage.post(lin, stage.product(stage.shop(), title="Longjing"))
    for text in ("Which water?", "Thank you"):
        social.comment(post_id=post, author_id=fang, text=text, answer_to=None, now=stage.now, by=fang)
    social.comment(post_id=post, author_id=lin, text="Soft water", answer_to=None, now=stage.now, by=lin)
    hear(stage.now)
    assert ("commented", {"who": str(fang), "product": "Longjing"}) in told(lin)
    (row,) = [row for row in queries.notices_of(lin).rows if row.kind == Kind.COMMENTED]
    assert (row.subject, row.count) == (post, 2)
    assert told(fang) == []


def test_followers_of_a_day_are_one_notice_and_coming_back_does_not_count_again(stage: Stage) -> None:
    lin, fang, wei = stage.person("Lin"), stage.person("Fang"), stage.person("Wei")
    for who in (fang, wei):
        social.follow(person_id=who, kind="person", target=lin, now=stage.now, by=who)
    social.unfollow(person_id=fang, kind="person", target=str(lin), now=stage.now, by=fang)
    social.follow(person_id=fang, kind="person", target=lin, now=stage.now, by=fang)
    hear(stage.now)
    (row,) = queries.notices_of(lin).rows
    assert (row.kind, row.count, row.facts) == (Kind.FOLLOWED, 2, {"who": str(wei)})


def test_a_day_that_was_read_and_goes_on_is_unread_again(stage: Stage, now: datetime) -> None:
    lin = stage.person("Lin")
    deliver([Followed(stage.person(), "person", str(lin))], now)
    Notice.objects.update(read_at=now)
    deliver([Followed(stage.person(), "person", str(lin))], now + timedelta(hours=1))
    (row,) = queries.notices_of(lin).rows
    assert (row.count, row.read, row.at, waiting(lin)) == (2, False, now + timedelta(hours=1), 1)


def test_commission_of_a_day_is_added_up_for_each_currency(stage: Stage, now: datetime) -> None:
    lin = stage.person("Lin")
    deliver([CommissionEarned(lin, uuid4(), amount, "CNY") for amount in (100, 250)], now)
    deliver([CommissionEarned(lin, uuid4(), 900, "EUR")], now)
    assert {(row.facts["currency"], row.count, row.amount) for row in queries.notices_of(lin).rows} == {
        ("CNY", 2, 350),
        ("EUR", 1, 900),
    }
    deliver([CommissionClawedBack(lin, uuid4(), uuid4(), 250, "CNY")], now)
    assert ("taken_back", {"amount": 250, "currency": "CNY"}) in told(lin)


def test_only_the_first_sale_through_a_word_is_told_in_whatever_order_it_is_heard(world: World, now: datetime) -> None:
    """Red without the earlier payment's EXISTS, and when the author's own purchase counts."""
    lin, post = world.person(), uuid4()
    offer = world.offer(world.shop(), stock=50)
    paid = []
    for buyer in (lin, world.person(), world.person()):
        paid.append(world.paid([(offer, 1)], buyer=buyer))
        world.pass_time(minutes=1)
    Line.objects.update(post_id=post, expert=lin, title="Longjing")
    for own_or_later in (paid[2], paid[0]):
        deliver([PurchasePaid(own_or_later, uuid4())], world.now)
        assert Kind.FIRST_SALE not in {row.kind for row in queries.notices_of(lin).rows}
    deliver([PurchasePaid(purchase, uuid4()) for purchase in paid], world.now)
    sold = [row for row in queries.notices_of(lin).rows if row.kind == Kind.FIRST_SALE]
    assert [(row.subject, row.facts) for row in sold] == [(post, {"product": "Longjing"})]


def test_certificates_are_told_with_the_reason(stage: Stage, now: datetime) -> None:
    lin, topic = stage.person("Lin"), stage.topic("tea")
    words = {"topic": topic, "evidence": "Nine years of buying tea in Hangzhou.", "links": [], "now": now, "by": lin}
    asked = people.ask_credential(person_id=lin, **words)
    people.refuse_credential(application_id=asked, reason="Too short.", now=now, by=None)
    stage.certify(lin, topic)
    people.withdraw_credential(person_id=lin, topic=topic, reason="Sold words.", now=now, by=None)
    hear(now)
    assert told(lin) == [
        ("credential_granted", {"topic": "tea"}),
        ("credential_lost", {"topic": "tea", "reason": "Sold words."}),
        ("credential_refused", {"topic": "tea", "reason": "Too short."}),
    ]


def test_a_shops_standing_is_told_each_time_to_all_who_work_there(world: World) -> None:
    shop = world.shop()
    packer = world.staff(shop, "packer")
    for reason in ("Late parcels", "Fake goods"):
        partners.suspend_shop(shop, reason=reason, now=world.now, by=None)
        partners.lift_suspension(shop, now=world.now, by=None)
    hear(world.now)
    expected = [
        ("shop_suspended", {"shop": "Shop", "reason": "Fake goods"}),
        ("shop_suspended", {"shop": "Shop", "reason": "Late parcels"}),
        ("shop_verified", {"shop": "Shop"}),
        ("suspension_lifted", {"shop": "Shop"}),
        ("suspension_lifted", {"shop": "Shop"}),
    ]
    for person in (packer, world.owners[shop]):
        assert told(person) == expected


@pytest.mark.parametrize(
    ("text", "state", "taken", "refused"),
    [
        ("Handle,Title,Variant SKU,Variant Price\na,Mug,m,5\nb,Bowl,b,-1\n", "done", 1, 1),
        ("not a catalogue", "failed", 0, 0),
    ],
)
def test_a_catalogue_file_that_was_read_is_told(
    world: World, tmp_path: Path, text: str, state: str, taken: int, refused: int
) -> None:
    shop, file = world.shop(), tmp_path / "goods.csv"
    file.write_text(text)
    asked = catalog.ask_import(
        shop, form="shopify", path=file, name="goods.csv", dry_run=False, topic=None, now=world.now, by=None
    )
    catalog.take_waiting_import(now=world.now)
    catalog.run_import(asked, now=world.now)
    hear(world.now)
    facts = {"shop_id": str(shop), "file": "goods.csv", "state": state, "taken": taken, "refused": refused}
    assert ("import_ended", facts) in told(world.owners[shop])


def test_i35_nobody_is_told_who_has_left(world: World, bought: UUID) -> None:
    """Facts come late, and again. Red without asking in tell whether they are here."""
    staff = world.owner_of(world.orders(bought)[0])
    people.erase_person(person_id=world.buyer, now=world.now, by=world.buyer)
    for _twice in range(2):
        hear(world.now)
        deliver([PurchasePaid(bought, uuid4())], world.now)
        deliver([Followed(world.buyer, "person", str(staff)), Followed(staff, "person", str(world.buyer))], world.now)
    assert told(world.buyer) == []
    assert not Notice.objects.filter(person=world.buyer).exists()
