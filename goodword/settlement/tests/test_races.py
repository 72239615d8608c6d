"""Writers side by side on one order's money (S-63)."""

import threading
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from django.db import connection

from goodword.ledger import queries as ledger
from goodword.orders.models import Order
from goodword.payments.models import Refund
from goodword.settlement import accounts, actions, queries
from goodword.settlement.models import Repayment
from goodword.settlement.rules import AgreedRefund
from goodword.settlement.tests.making import RETURN_DAYS, Market, Sold

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def side_by_side(works: Sequence[Callable[[], object]]) -> list[Exception]:
    """Starts all at one moment, each with its own connection; what went wrong."""
    start, faults = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def refunds(market: Market, order: UUID, amounts: Sequence[int]) -> list[AgreedRefund]:
    return queries.agreed_refunds([market.agreed(order, [amount]) for amount in amounts])


def repaying(market: Market, refund: AgreedRefund) -> Callable[[], object]:
    return lambda: actions.repay(refund=refund, now=market.now, by=None)


def test_s63_eight_refunds_of_one_order_at_one_moment(market: Market) -> None:
    """Red without select_for_update in lock_escrow: the refunds then end the same pending transfer."""
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]})
    agreed = refunds(market, order, [777] * 8)
    assert side_by_side([repaying(market, refund) for refund in agreed]) == []
    assert market.escrow(order) == ("held", 10_000, 6_216, 0)
    assert ledger.balance(accounts.refunding("CNY")).posted == 6_216
    money = queries.order_money([order])[order]
    assert money.held == 10_000 - 6_216
    assert abs(money.expert - 378) <= 1


def test_s63_one_refund_told_eight_times_at_one_moment(market: Market) -> None:
    """Red without select_for_update in lock_escrow: the second then meets the first's key."""
    (order,) = market.paid({market.shop(): [Sold(1_000)]})
    (refund,) = refunds(market, order, [300])
    assert side_by_side([repaying(market, refund)] * 8) == []
    assert Repayment.objects.count() == Refund.objects.count() == 1
    assert market.escrow(order) == ("held", 1_000, 300, 0)


def test_s63_refunds_and_release_at_one_moment(market: Market) -> None:
    """Each refund comes before the release or after it, never both. Red without select_for_update in lock_escrow."""
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]})
    market.receive(order)
    market.pass_time(days=RETURN_DAYS)
    first, *late = refunds(market, order, [1_000] * 5)
    # The shop agrees to the other four at the very moment of the release: it could not see them yet.
    Order.objects.update(refunded=1_000)
    actions.repay(refund=first, now=market.now, by=None)
    works = [market.release, market.release, *(repaying(market, refund) for refund in late)]
    assert side_by_side(works) == []
    Order.objects.update(refunded=5_000)
    market.release()
    money = queries.order_money([order])[order]
    assert (money.state, money.refunded, money.released) == ("released", 5_000, 5_000)
    assert (money.expert, money.platform, money.shop) == (500, 100, 4_400)
    assert market.available("expert", expert) - market.debt(expert) == 500
    assert market.available("shop", shop) - market.debt(shop) == 4_400
