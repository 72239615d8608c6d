"""Statements add up to the cent, and agree with the ledger."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from goodword.kit.paging import BadCursor
from goodword.payments.events import PayoutFailed, PayoutPaid
from goodword.settlement import queries, reactions
from goodword.settlement.models import Payout
from goodword.settlement.queries import Earnings, PostEarnings, Statement
from goodword.settlement.tests.making import Market, Sold, told

pytestmark = pytest.mark.django_db


def adds_up(statement: Statement) -> None:
    """Opening and rows make the closing; the sums by kind are the rows' sums."""
    assert statement.closing == statement.opening + sum(row.amount for row in statement.rows)
    sums = {kind: sum(r.amount for r in statement.rows if r.kind == kind) for kind in ("earned", "clawback")}
    assert (statement.earned, statement.clawed_back) == (sums["earned"], sums["clawback"])
    assert statement.paid_out == sum(r.amount for r in statement.rows if r.kind == "payout")
    assert statement.returned == sum(r.amount for r in statement.rows if r.kind == "returned")
    assert statement.held_total == sum(row.amount for row in statement.held)
    assert [row.at for row in statement.rows] == sorted(row.at for row in statement.rows)


def eventful(market: Market) -> dict[str, UUID]:
    """Two sales, a payout that failed, a refund after release, a netting payout, money that still waits."""
    shop, expert = market.shop(), market.person()
    for payee in (shop, expert):
        market.account(payee)
    first, second = (market.paid({shop: [Sold(10_001, expert, 1_050)]}, delivery=333)[0] for _ in range(2))
    market.released(first, second)
    market.next_period()
    market.pay_out()
    failed = Payout.objects.get(payee=expert)
    reactions.return_payouts(
        told(PayoutFailed(failed.id, expert, failed.amount, "CNY", "no"), now=market.now), market.now
    )
    for payout in Payout.objects.filter(state="asked"):
        fact = PayoutPaid(payout.id, payout.payee, payout.amount, "CNY")
        reactions.end_payouts(told(fact, now=market.now), market.now)
    market.pass_time(days=1)
    market.refund(first, [3_333])
    market.next_period()
    market.pay_out()
    market.paid({shop: [Sold(777, expert, 1_050)]})
    return {"shop": shop, "expert": expert}


def test_a_statement_adds_up_and_is_the_ledgers_balance(market: Market) -> None:
    who = eventful(market)
    for kind, owner in who.items():
        statement = market.statement(kind, owner)
        adds_up(statement)
        assert statement.closing == market.available(kind, owner) - market.debt(owner)
        assert statement.debt == market.debt(owner)
        assert statement.held_total == {"shop": 680, "expert": 82}[kind]
    platform = market.statement("platform", None)
    adds_up(platform)
    assert platform.closing == market.platform() == 2 * 200 - 67
    assert platform.held_total == 15


def test_an_experts_statement_row_by_row(market: Market) -> None:
    expert = eventful(market)["expert"]
    statement = market.statement("expert", expert)
    assert [(row.kind, row.amount, row.recovered) for row in statement.rows] == [
        ("earned", 1_050, 0),
        ("earned", 1_050, 0),
        ("payout", -2_100, 0),
        ("returned", 2_100, 0),
        ("clawback", -350, 0),
        ("payout", -1_750, 350),
    ]
    assert (statement.opening, statement.closing, statement.debt, statement.more) == (0, 0, 0, False)
    assert [bool(row.order_id) for row in statement.rows] == [True, True, False, False, True, False]


def test_statements_of_following_months_join_without_a_gap(market: Market) -> None:
    shop = eventful(market)["shop"]
    start, end = market.now - timedelta(days=60), market.now + timedelta(days=1)
    whole = market.statement("shop", shop)
    closing, rows, moment = 0, 0, start
    while moment < end:
        part = queries.statement(kind="shop", owner=shop, currency="CNY", start=moment, end=moment + timedelta(days=9))
        adds_up(part)
        assert part.opening == closing
        closing, rows, moment = part.closing, rows + len(part.rows), moment + timedelta(days=9)
    assert (closing, rows) == (whole.closing, len(whole.rows))


def test_a_long_statement_says_that_there_is_more_and_its_totals_stay_right(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    expert = eventful(market)["expert"]
    whole = market.statement("expert", expert)
    monkeypatch.setattr("goodword.settlement.queries.statements.STATEMENT_ROWS", 3)
    cut = market.statement("expert", expert)
    assert (len(cut.rows), cut.more) == (3, True)
    assert (cut.closing, cut.paid_out, cut.earned) == (whole.closing, whole.paid_out, whole.earned)
    assert cut.rows == whole.rows[:3]


def test_each_currency_has_a_statement_of_its_own(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    market.released(*market.paid({shop: [Sold(10_000, expert, 1_000)]}))
    market.currency = "JPY"
    market.released(*market.paid({market.shop(): [Sold(500, expert, 1_000)]}))
    assert market.statement("expert", expert).closing == 50
    assert queries.earnings(expert) == [
        Earnings("CNY", held=0, settled=1_000, clawed_back=0, paid_out=0, debt=0),
        Earnings("JPY", held=0, settled=50, clawed_back=0, paid_out=0, debt=0),
    ]
    assert queries.earnings(uuid4()) == []


def test_what_recommendations_brought(market: Market) -> None:
    expert, shop, one, two = market.person(), market.shop(), uuid4(), uuid4()
    released = market.paid({shop: [Sold(10_000, expert, 1_000, one), Sold(2_000, expert, 1_000, two)]})
    market.released(*released)
    market.refund(released[0], [1_000])
    market.paid({shop: [Sold(4_000, expert, 1_000, one)]})
    market.hire(shop, expert)
    market.paid({shop: [Sold(4_000, expert, 1_000, one)]})  # denied: brings the author nothing
    assert queries.earned_by_posts([one, two, uuid4()]) == {
        one: [PostEarnings("CNY", lines=2, held=400, settled=900, pieces=2, returned=0)],
        two: [PostEarnings("CNY", lines=1, held=0, settled=200, pieces=1, returned=0)],
    }


def test_payouts_are_paged_newest_first(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.settlement.queries.payees.PAGE_SIZE", 2)
    shop = market.shop()
    market.account(shop)
    for _week in range(3):
        market.released(*market.paid({shop: [Sold(1_000)]}))
        market.next_period()
        market.pay_out()
    first = queries.payouts_of(shop)
    rest = queries.payouts_of(shop, first.next)
    periods = [view.period for view in (*first.rows, *rest.rows)]
    assert periods == sorted(periods, reverse=True)
    assert (len(periods), rest.next) == (3, None)
    with pytest.raises(BadCursor):
        queries.payouts_of(shop, "x")
