"""Money that goes back: before the release, after it, and when it came too late."""

from uuid import UUID, uuid4

import pytest

from goodword.journal.models import Entry
from goodword.ledger import queries as ledger
from goodword.orders.events import PaidTooLate, RefundAgreed
from goodword.orders.models import Order
from goodword.payments.events import RefundFailed, RefundPaid
from goodword.payments.models import Intent, Refund
from goodword.settlement import accounts, actions, queries, reactions
from goodword.settlement.models import Debt, Escrow, Holding, Repayment
from goodword.settlement.rules import AgreedRefund
from goodword.settlement.tests.making import Market, Sold, told

pytestmark = pytest.mark.django_db


def refunding(market: Market) -> int:
    return ledger.balance(accounts.refunding(market.currency)).posted


def paid_fact(refund: UUID, amount: int) -> RefundPaid:
    return RefundPaid(refund, uuid4(), uuid4(), amount, "CNY")


def test_i07_i09_u10_a_partial_refund_is_borne_by_everybody_in_proportion(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000), Sold(2_000)]}, delivery=500)
    refund = market.refund(order, [4_000, 0])
    money = queries.order_money([order])[order]
    assert (money.captured, money.held, money.refunded) == (12_500, 8_500, 4_000)
    assert (money.expert, money.platform, money.shop) == (600, 120 + 40, 5_280 + 1_960 + 500)
    assert (refunding(market), market.at_providers()) == (4_000, 12_500), "until the provider has paid it"
    asked = Refund.objects.get()
    assert (asked.id, asked.amount, asked.currency) == (refund, 4_000, "CNY")
    assert asked.intent_id == Escrow.objects.get().intent
    reactions.end_repayments(told(paid_fact(refund, 4_000), now=market.now), market.now)
    assert (refunding(market), market.at_providers()) == (0, 8_500)


def test_i09_what_is_promised_shrinks_in_the_ledger(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]})
    market.refund(order, [5_000])
    market.refund(order, [1_000])
    live = {t.kind: t.amount for t in ledger.transfers_about(order) if t.state == "pending"}
    assert live == {"hold.shop": 3_520, "hold.expert": 400, "hold.platform": 80}
    assert [t.state for t in ledger.transfers_about(order)].count("voided") == 6


def test_i09_a_whole_refund_ends_the_escrow_and_nobody_is_paid(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(9_999, expert, 1_234)]}, delivery=700)
    market.refund(order, [9_999], delivery=700)
    assert market.escrow(order) == ("returned", 10_699, 10_699, 0)
    market.receive(order)
    market.pass_time(days=90)
    assert market.release() == 0
    assert (market.available("shop", shop), market.available("expert", expert), market.platform()) == (0, 0, 0)
    assert list(Holding.objects.values_list("amount", "transfer").distinct()) == [(0, None)]


def test_reaction_twice_a_refund_is_begun_once(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    refund, purchase = market.agreed(order, [400]), Order.objects.get().purchase_id
    fact = RefundAgreed(refund, order, purchase, 400, "CNY")
    reactions.repay(told(fact, fact, now=market.now), market.now)
    reactions.repay(told(fact, now=market.now), market.now)
    assert market.escrow(order) == ("held", 1_000, 400, 0)
    assert Refund.objects.count() == Repayment.objects.count() == 1


def test_reaction_twice_a_paid_refund_counts_once(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    refund = market.refund(order, [400])
    facts = told(paid_fact(refund, 400), paid_fact(uuid4(), 7), now=market.now)
    reactions.end_repayments(facts, market.now)
    reactions.end_repayments(facts, market.now)
    assert (refunding(market), market.at_providers()) == (0, 600)
    assert Entry.objects.filter(name="settlement.RepaymentMade").count() == 1


def test_a_refund_paid_with_another_amount_is_a_fault(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    refund = market.refund(order, [400])
    with pytest.raises(ValueError, match="not 399"):
        reactions.end_repayments(told(paid_fact(refund, 399), now=market.now), market.now)
    assert refunding(market) == 400


def test_a_refund_the_provider_did_not_take_stays_the_buyers_and_can_be_tried_again(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    refund = market.refund(order, [400])
    with pytest.raises(actions.NotStuck):
        actions.retry_repayment(refund_id=refund, now=market.now, by=None)
    intent = Intent.objects.get()
    Intent.objects.update(refunded=0)  # as payments does when a refund fails
    Refund.objects.update(state="failed", due_at=None)
    failed = RefundFailed(refund, intent.id, intent.purpose, 400, "CNY", "account closed")
    for _twice in range(2):
        reactions.stop_repayments(told(failed, now=market.now), market.now)
    row = Repayment.objects.get()
    assert (row.state, row.why, refunding(market)) == ("failed", "account closed", 400)
    assert Entry.objects.filter(name="settlement.RepaymentStuck").count() == 1
    actions.retry_repayment(refund_id=refund, now=market.now, by=None)
    row.refresh_from_db()
    assert row.state == "asked"
    assert row.attempt != refund
    assert Refund.objects.filter(id=row.attempt, amount=400, state="asked").count() == 1
    reactions.end_repayments(told(paid_fact(row.attempt, 400), now=market.now), market.now)
    assert (refunding(market), market.at_providers()) == (0, 600)


def test_a_refund_before_its_money_is_held_is_refused_and_nothing_changes(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]}, hold=False)
    with pytest.raises(actions.OrderNotHeld):
        actions.repay(refund=AgreedRefund(uuid4(), order, {}, 0), now=market.now, by=None)
    assert not Repayment.objects.exists()


def test_i08_no_more_delivery_goes_back_than_was_paid(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]}, delivery=300)
    market.refund(order, [0], delivery=200)
    with pytest.raises(ValueError, match="delivery"):
        actions.repay(refund=AgreedRefund(uuid4(), order, {}, 101), now=market.now, by=None)
    assert market.escrow(order) == ("held", 1_300, 200, 0)


def test_reaction_twice_money_that_came_too_late_goes_back_once_and_in_full(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    purchase = Order.objects.get().purchase_id
    late = market.intent(purchase, 1_000)
    fact = PaidTooLate(purchase, late, 1_000, "CNY", "paid")
    reactions.send_back(told(fact, fact, now=market.now), market.now)
    reactions.send_back(told(fact, now=market.now), market.now)
    assert (market.at_providers(), refunding(market)) == (2_000, 1_000)
    asked = Refund.objects.get()
    assert (asked.intent_id, asked.amount) == (late, 1_000)
    assert market.escrow(order) == ("held", 1_000, 0, 0), "the first payment is as it was"
    reactions.end_repayments(told(paid_fact(asked.id, 1_000), now=market.now), market.now)
    assert (market.at_providers(), refunding(market)) == (1_000, 0)


def test_i12_after_the_release_the_buyer_is_paid_and_the_payees_owe(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]}, delivery=500)
    market.released(order)
    assert (market.available("shop", shop), market.available("expert", expert)) == (9_300, 1_000)
    refund = market.refund(order, [5_000], delivery=500)
    assert (market.debt(shop), market.debt(expert), market.platform()) == (4_900, 500, 100)
    assert (market.available("shop", shop), market.available("expert", expert)) == (9_300, 1_000)
    assert refunding(market) == 5_500
    money = queries.order_money([order])[order]
    assert (money.state, money.released, money.refunded) == ("released", 5_000, 5_500)
    assert (money.shop, money.expert, money.platform) == (4_400, 500, 100)
    told_of = Entry.objects.get(name="settlement.CommissionClawedBack").payload
    assert (told_of["amount"], told_of["refund_id"]) == (500, str(refund))
    assert sorted(Debt.objects.values_list("kind", "amount")) == [("expert", 500), ("shop", 4_900)]


def test_i12_reaction_twice_a_clawback_happens_once(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    market.released(order)
    refund, purchase = market.agreed(order, [400]), Order.objects.get().purchase_id
    for _twice in range(2):
        reactions.repay(told(RefundAgreed(refund, order, purchase, 400, "CNY"), now=market.now), market.now)
    assert Debt.objects.get().amount == 392
    assert Escrow.objects.get().clawed == 400
