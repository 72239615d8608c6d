"""Payouts are kept back with a reason and an end, and refunds never are (G7, row 97)."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from goodword.journal.models import Entry
from goodword.kit.leases import claim
from goodword.kit.paging import BadCursor, encode_cursor
from goodword.payments.models import Refund
from goodword.settlement import actions, jobs, queries
from goodword.settlement.models import Freeze, Payout
from goodword.settlement.rules import FREEZE_MOST, FREEZE_REASON
from goodword.settlement.tests.making import Market, Sold

OPERATOR = uuid4()


def owed(market: Market) -> tuple[UUID, UUID]:
    """A shop and an expert whose money goes out next time."""
    shop, expert = market.shop(), market.person()
    market.account(shop)
    market.account(expert)
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]})
    market.released(order)
    market.next_period()
    return shop, expert


def freeze(market: Market, payee: UUID, days: int = 7, reason: str = "Goods that were never sent") -> UUID:
    review_at = market.now + timedelta(days=days)
    return actions.freeze_payouts(payee=payee, reason=reason, review_at=review_at, now=market.now, by=OPERATOR)


@pytest.mark.django_db
def test_g7_a_frozen_payee_waits_and_others_do_not(market: Market) -> None:
    """Red without leaving the frozen out of due_payees."""
    shop, expert = owed(market)
    freeze(market, shop)
    assert jobs.pay_out(market.now, 100) == 1
    assert list(Payout.objects.values_list("payee", "amount")) == [(expert, 1_000)]
    assert market.available("shop", shop) == 8_800
    told = queries.freeze_of(shop, market.now)
    assert told
    assert (told.reason, told.by, told.at) == ("Goods that were never sent", OPERATOR, market.now)
    assert queries.freeze_of(expert, market.now) is None


@pytest.mark.django_db
def test_g7_it_ends_by_itself_at_its_review(market: Market) -> None:
    """Red without comparing review_at with now in in_force."""
    shop, _expert = owed(market)
    freeze(market, shop, days=2)
    market.pass_time(days=1)
    assert jobs.pay_out(market.now, 100) == 1
    market.pass_time(days=1)
    assert queries.freeze_of(shop, market.now) is None
    assert jobs.pay_out(market.now, 100) == 1
    assert Payout.objects.filter(payee=shop).values_list("amount", flat=True).get() == 8_800


@pytest.mark.django_db
def test_row97_renewing_has_a_reason_and_an_end_of_its_own(market: Market) -> None:
    shop, _expert = owed(market)
    freeze(market, shop, days=2)
    market.pass_time(days=1)
    freeze(market, shop, days=3, reason="The shop has not answered yet")
    market.pass_time(days=2)
    told = queries.freeze_of(shop, market.now)
    assert told
    assert told.reason == "The shop has not answered yet"
    assert [one.reason for one in queries.freezes_of(shop)] == [told.reason, "Goods that were never sent"]
    assert [one.id for one in queries.frozen_now(market.now).rows] == [told.id]


@pytest.mark.django_db
def test_lifting_lets_the_money_go_and_says_why(market: Market) -> None:
    shop, _expert = owed(market)
    freeze(market, shop)
    actions.unfreeze_payouts(payee=shop, reason="Everything was sent", now=market.now, by=OPERATOR)
    assert queries.freeze_of(shop, market.now) is None
    assert jobs.pay_out(market.now, 100) == 2
    (kept,) = queries.freezes_of(shop)
    assert (kept.lifted_at, kept.lifted_by, kept.lifted_reason) == (market.now, OPERATOR, "Everything was sent")
    facts = list(Entry.objects.filter(by=OPERATOR).order_by("id").values_list("name", "subject"))
    assert facts == [("settlement.PayoutsFrozen", shop), ("settlement.PayoutsUnfrozen", shop)]
    with pytest.raises(actions.NotFrozen):
        actions.unfreeze_payouts(payee=shop, reason="Again", now=market.now, by=OPERATOR)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  ", "x" * (FREEZE_REASON + 1), "a\0b"])
def test_without_a_reason_nothing_is_frozen(market: Market, reason: str) -> None:
    with pytest.raises(actions.FreezeReasonMissing):
        freeze(market, uuid4(), reason=reason)
    assert not Freeze.objects.exists()
    assert not Entry.objects.filter(by=OPERATOR).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 0, FREEZE_MOST.days + 1])
def test_row97_without_an_end_in_time_nothing_is_frozen(market: Market, days: int) -> None:
    """Red without the bounds of review_at."""
    with pytest.raises(actions.BadReview):
        freeze(market, uuid4(), days=days)
    assert not Freeze.objects.exists()


@pytest.mark.django_db
def test_nobody_decides_about_their_own_money(market: Market) -> None:
    with pytest.raises(actions.OwnPayouts):
        freeze(market, OPERATOR)
    with pytest.raises(actions.OwnPayouts):
        actions.unfreeze_payouts(payee=OPERATOR, reason="Mine", now=market.now, by=OPERATOR)
    assert not Freeze.objects.exists()


@pytest.mark.django_db
def test_nobody_decides_about_a_shop_they_work_for(market: Market) -> None:
    """Red without partners.role_in in _may: an operator freed their own shop's payouts."""
    shop = market.shop()
    market.person(OPERATOR)
    freeze(market, shop)
    market.hire(shop, OPERATOR)
    with pytest.raises(actions.OwnPayouts):
        freeze(market, shop)
    with pytest.raises(actions.OwnPayouts):
        actions.unfreeze_payouts(payee=shop, reason="Mine", now=market.now, by=OPERATOR)
    assert list(Freeze.objects.values_list("payee", "lifted_at")) == [(shop, None)]


@pytest.mark.django_db
def test_g7_a_buyer_is_refunded_while_the_shop_is_frozen(market: Market) -> None:
    shop = market.shop()
    market.account(shop)
    (order,) = market.paid({shop: [Sold(1_000)]})
    freeze(market, shop)
    market.refund(order, [300])
    assert list(Refund.objects.values_list("amount", flat=True)) == [300]
    assert market.escrow(order) == ("held", 1_000, 300, 0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_g7_freezing_waits_for_payouts_that_are_being_asked_for(market: Market) -> None:
    """Once freezing has returned no payout is made. Red without the claim in freeze_payouts: it returns before."""
    shop, _expert = owed(market)
    frozen = threading.Event()

    def operator() -> None:
        freeze(market, shop)
        frozen.set()
        connection.close()

    thread = threading.Thread(target=operator)
    with transaction.atomic():
        assert jobs.pay_out(market.now, 100) == 2
        thread.start()
        assert not frozen.wait(1), "the freeze came in the middle of a payout"
    thread.join(20)
    assert frozen.is_set()
    assert Payout.objects.filter(payee=shop, state="asked").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_g7_no_payout_is_asked_for_while_a_freeze_is_being_written(market: Market) -> None:
    """Red without the claim in freeze_payouts: the worker does not see the freeze that is not committed yet."""
    shop, _expert = owed(market)
    done: list[int] = []

    def worker() -> None:
        done.append(jobs.pay_out(market.now, 100))
        connection.close()

    with transaction.atomic():
        freeze(market, shop)
        thread = threading.Thread(target=worker)
        thread.start()
        thread.join(20)
    assert done == [0]
    assert jobs.pay_out(market.now, 100) == 1
    assert not Payout.objects.filter(payee=shop).exists()
    with transaction.atomic():
        claim("settlement.payouts")  # free again


@pytest.mark.django_db
def test_s05_an_altered_page_mark_is_refused(market: Market) -> None:
    """Red without decode_id: a ValueError, and a 500."""
    for cursor in ("x", encode_cursor("no id"), encode_cursor(1)):
        with pytest.raises(BadCursor):
            queries.frozen_now(market.now, cursor)
        with pytest.raises(BadCursor):
            queries.payouts_of(OPERATOR, cursor)
