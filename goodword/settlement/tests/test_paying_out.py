"""Money that goes out, debts first (I-11, I-12)."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from goodword.journal.models import Entry
from goodword.payments import models as provider
from goodword.payments.events import PayoutFailed, PayoutPaid
from goodword.settlement import jobs, queries, reactions
from goodword.settlement.models import Debt, Holding, Payout
from goodword.settlement.rules import period_of
from goodword.settlement.tests.making import Market, Sold, told


def earned(market: Market, shop: UUID, expert: UUID, goods: int = 10_000) -> UUID:
    """A sale whose window is over: 10% for the expert, 2% for the platform."""
    (order,) = market.paid({shop: [Sold(goods, expert, 1_000)]})
    market.released(order)
    return order


def said_paid(payout: Payout) -> PayoutPaid:
    return PayoutPaid(payout.id, payout.payee, payout.amount, payout.currency)


@pytest.mark.django_db
def test_i11_each_payee_is_paid_once_a_period(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    market.account(shop)
    market.account(expert)
    earned(market, shop, expert)
    market.next_period()
    assert jobs.pay_out(market.now, 100) == 2
    assert jobs.pay_out(market.now, 100) == 0
    assert sorted(Payout.objects.values_list("kind", "amount", "state")) == [
        ("expert", 1_000, "asked"),
        ("shop", 8_800, "asked"),
    ]
    assert sorted(provider.Payout.objects.values_list("id", "payee", "amount")) == sorted(
        Payout.objects.values_list("id", "payee", "amount")
    ), "the provider is called with the stored payout's id"
    assert market.available("shop", shop) == 0
    earned(market, shop, expert)
    assert market.pay_out() == 0, "released in this period, so paid in the next"
    market.next_period()
    assert market.pay_out() == 2
    assert {str(period) for period in Payout.objects.values_list("period", flat=True)} == {"2026-06-22", "2026-07-13"}


@pytest.mark.django_db
def test_i11_what_is_released_in_a_period_waits_for_the_next(market: Market) -> None:
    shop = market.shop()
    market.account(shop)
    earned(market, shop, market.person())
    assert market.pay_out() == 0
    market.next_period()
    assert market.pay_out() == 1


@pytest.mark.django_db
def test_nobody_is_paid_before_saying_where_to(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    earned(market, shop, expert)
    market.next_period()
    assert market.pay_out() == 0
    market.account(expert)
    assert market.pay_out() == 1
    assert (market.available("shop", shop), market.available("expert", expert)) == (8_800, 0)


@pytest.mark.django_db
def test_i11_a_second_payout_of_a_period_cannot_be_written(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    market.account(expert)
    earned(market, shop, expert)
    market.next_period()
    market.pay_out()
    row = Payout.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(
            id=UUID(int=1),
            kind=row.kind,
            payee=row.payee,
            period=row.period,
            currency=row.currency,
            amount=0,
            recovered=1,
            recovery_transfer=UUID(int=2),
            state="netted",
            asked_at=market.now,
        )
    assert Payout.objects.count() == 1


@pytest.mark.django_db
def test_reaction_twice_a_paid_payout_counts_once(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    market.account(expert)
    earned(market, shop, expert)
    market.next_period()
    market.pay_out()
    fact = said_paid(Payout.objects.get())
    for _twice in range(2):
        reactions.end_payouts(told(fact, fact, now=market.now), market.now)
    assert Payout.objects.get().state == "paid"
    assert market.at_providers() == 9_000
    assert Entry.objects.filter(name="settlement.PayoutMade").count() == 1


@pytest.mark.django_db
def test_reaction_twice_a_failed_payout_comes_back_once_and_goes_out_with_the_next(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    market.account(expert)
    earned(market, shop, expert)
    market.next_period()
    market.pay_out()
    payout = Payout.objects.get()
    fact = PayoutFailed(payout.id, expert, 1_000, "CNY", "account closed")
    for _twice in range(2):
        reactions.return_payouts(told(fact, fact, now=market.now), market.now)
        reactions.end_payouts(told(said_paid(payout), now=market.now), market.now)
    payout.refresh_from_db()
    assert (payout.state, payout.why) == ("failed", "account closed")
    assert market.available("expert", expert) == 1_000
    assert market.pay_out() == 0, "not twice in one period"
    market.next_period()
    assert market.pay_out() == 1
    views = queries.payouts_of(expert).rows
    assert [(view.amount, view.state, view.orders) for view in views] == [(1_000, "asked", 1), (1_000, "failed", 0)]


@pytest.mark.django_db
def test_a_payout_paid_with_another_amount_is_a_fault(market: Market) -> None:
    expert = market.person()
    market.account(expert)
    earned(market, market.shop(), expert)
    market.next_period()
    market.pay_out()
    payout = Payout.objects.get()
    with pytest.raises(ValueError, match="not 999"):
        reactions.end_payouts(told(PayoutPaid(payout.id, expert, 999, "CNY"), now=market.now), market.now)
    payout.refresh_from_db()
    assert payout.state == "asked"


@pytest.mark.django_db
@pytest.mark.parametrize("payouts_before", [0, 1, 2])
def test_i12_s65_a_debt_is_netted_from_the_next_payouts(market: Market, payouts_before: int) -> None:
    """A refund after 0, 1 and 2 payouts: the platform's loss is 0, because the debt is recovered in full."""
    shop, expert = market.shop(), market.person()
    market.account(shop)
    market.account(expert)
    order = earned(market, shop, expert)
    for _payout in range(payouts_before):
        market.next_period()
        market.pay_out()
        earned(market, shop, expert, 1_000)
    market.refund(order, [10_000])
    assert (market.debt(shop), market.debt(expert), market.statement("expert", expert).debt) == (8_800, 1_000, 1_000)
    for _week in range(9):
        market.next_period()
        market.pay_out()
        for payout in Payout.objects.filter(state="asked"):
            reactions.end_payouts(told(said_paid(payout), now=market.now), market.now)
        earned(market, shop, expert, 2_000)
    assert (market.debt(shop), market.debt(expert)) == (0, 0)
    sold = 10_000 + payouts_before * 1_000 + 9 * 2_000 - 10_000
    got = sum(Payout.objects.filter(payee=expert, state="paid").values_list("amount", flat=True))
    assert got + market.available("expert", expert) == sold // 10
    assert market.platform() == sold // 50


@pytest.mark.django_db
def test_i12_a_debt_larger_than_the_payout_takes_all_and_leaves_the_rest(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    market.account(expert)
    order = earned(market, shop, expert)
    market.next_period()
    market.pay_out()
    market.refund(order, [10_000])
    earned(market, shop, expert, 3_000)
    market.next_period()
    assert market.pay_out() == 1
    row = Payout.objects.order_by("period").last()
    assert row
    assert (row.amount, row.recovered, row.state, row.transfer) == (0, 300, "netted", None)
    assert not provider.Payout.objects.filter(id=row.id).exists()
    assert (market.debt(expert), market.available("expert", expert)) == (700, 0)
    (earnings,) = queries.earnings(expert)
    assert (earnings.settled, earnings.clawed_back, earnings.paid_out) == (1_300, 1_000, 1_000)
    assert (earnings.debt, earnings.available, earnings.held) == (700, -700, 0)


@pytest.mark.django_db
def test_i12_a_failed_payout_opens_its_debts_again(market: Market) -> None:
    shop, expert = market.shop(), market.person()
    market.account(expert)
    order = earned(market, shop, expert)
    market.refund(order, [4_000])
    market.next_period()
    market.pay_out()
    payout = Payout.objects.get()
    assert (payout.amount, payout.recovered, market.debt(expert)) == (600, 400, 0)
    fact = PayoutFailed(payout.id, expert, 600, "CNY", "no")
    reactions.return_payouts(told(fact, now=market.now), market.now)
    assert (market.debt(expert), market.available("expert", expert), Debt.objects.get(kind="expert").recovered) == (
        400,
        1_000,
        0,
    )
    market.next_period()
    market.pay_out()
    again = Payout.objects.get(state="asked")
    assert (again.amount, again.recovered) == (600, 400)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_i11_eight_workers_at_one_moment_pay_once(market: Market) -> None:
    """Red without the claim in ask_payouts: the workers then meet at UNIQUE(payee, period, currency)."""
    shop, experts = market.shop(), [market.person() for _ in range(3)]
    for payee in (shop, *experts):
        market.account(payee)
    for expert in experts:
        earned(market, shop, expert)
    market.next_period()
    start, faults = threading.Barrier(8), []

    def pay() -> None:
        start.wait(10)
        try:
            market.pay_out()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=pay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Payout.objects.count() == provider.Payout.objects.count() == 4
    assert not Holding.objects.exclude(kind="platform").filter(payout=None).exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_s63_a_payout_and_a_clawback_at_one_moment_lose_nothing(market: Market) -> None:
    """Whichever comes first, the debt is recovered from this payout or stays open for the next; never both."""
    shop, expert = market.shop(), market.person()
    market.account(expert)
    orders = [earned(market, shop, expert) for _ in range(3)]
    market.next_period()
    start, faults = threading.Barrier(4), []

    def run(number: int) -> None:
        start.wait(10)
        try:
            if number < 3:
                market.refund(orders[number], [5_000])
            else:
                market.pay_out()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    payout = Payout.objects.get()
    assert payout.amount + payout.recovered == 3_000
    assert market.debt(expert) + payout.recovered == 1_500


@pytest.mark.django_db
def test_the_job_pays_the_period_of_the_set_weekday(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.PAYOUT_WEEKDAY", 3)
    expert = market.person()
    market.account(expert)
    earned(market, market.shop(), expert)
    market.pass_time(days=7)
    assert jobs.pay_out(market.now, 100) == 1
    period = Payout.objects.get().period
    assert (period.weekday(), period) == (3, period_of(market.now, 3))
    assert market.now.date() - period < timedelta(days=7)
