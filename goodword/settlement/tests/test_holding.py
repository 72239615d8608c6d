"""Money that came in: held, divided, denied."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from goodword.journal.models import Entry
from goodword.ledger import queries as ledger
from goodword.orders.events import PurchasePaid
from goodword.orders.models import Line, Order, Purchase
from goodword.payments.models import Intent
from goodword.settlement import accounts, queries, reactions
from goodword.settlement import models as tables
from goodword.settlement.models import Denial, Escrow, Holding, Share
from goodword.settlement.tests.making import Market, Sold, told

pytestmark = pytest.mark.django_db


def purchase_of(order: UUID) -> UUID:
    return Order.objects.get(id=order).purchase_id


def test_i07_i09_a_purchase_from_two_shops_is_held_for_everybody(market: Market) -> None:
    expert, one, two = market.person(), market.shop(), market.shop()
    orders = market.paid({one: [Sold(12_800, expert, 1_200), Sold(99)], two: [Sold(5_000)]}, delivery=800)
    money = queries.order_money(orders)
    first, second = money[orders[0]], money[orders[1]]
    assert (first.captured, first.held, first.released, first.refunded) == (13_699, 13_699, 0, 0)
    assert (first.expert, first.platform, first.shop) == (1_536, 256 + 2, 11_008 + 97 + 800)
    assert (second.expert, second.platform, second.shop) == (0, 100, 4_900 + 800)
    assert (first.state, first.release_at, first.currency) == ("held", None, "CNY")
    balance = ledger.balance(accounts.escrow("CNY", purchase_of(orders[0])))
    assert (balance.posted, balance.pending_out, balance.available) == (19_499, 19_499, 0)
    assert market.at_providers() == 19_499
    told = Entry.objects.filter(name="settlement.EscrowHeld")
    assert {e.subject: e.payload["amount"] for e in told} == {orders[0]: 13_699, orders[1]: 5_800}


def test_i09_one_transfer_in_and_one_promise_for_each_payee(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(1_000, expert, 1_000), Sold(2_000, expert, 500)]}, delivery=100)
    captured = ledger.transfers_about(purchase_of(order))
    assert [(t.kind, t.amount, t.state) for t in captured] == [("capture", 3_100, "posted")]
    held = {t.kind: t.amount for t in ledger.transfers_about(order) if t.state == "pending"}
    assert held == {"hold.shop": 2_740 + 100, "hold.expert": 200, "hold.platform": 60}


def test_reaction_twice_a_purchase_is_held_once(market: Market) -> None:
    (order,) = market.paid({market.shop(): [Sold(1_000)]}, hold=False)
    purchase = Purchase.objects.get(orders=order)
    fact = PurchasePaid(purchase.id, Intent.objects.get(purpose=purchase.id).id)
    reactions.hold(told(fact, fact, now=market.now), market.now)
    before = market.escrow(order), Holding.objects.count(), market.at_providers()
    reactions.hold(told(fact, now=market.now), market.now)
    assert (market.escrow(order), Holding.objects.count(), market.at_providers()) == before
    assert before == (("held", 1_000, 0, 0), 2, 1_000)


def test_a_batch_of_many_purchases_is_a_handful_of_statements(market: Market) -> None:
    expert, one, two = market.person(), market.shop(), market.shop()

    def statements(count: int) -> int:
        sold = {one: [Sold(1_000, expert, 1_000)], two: [Sold(500)]}
        orders = [market.paid(sold, hold=False)[0] for _ in range(count)]
        purchases = list(Purchase.objects.filter(orders__in=orders).values_list("id", flat=True))
        with CaptureQueriesContext(connection) as captured:
            assert market.hold(*purchases) == count
        words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        sent = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(words)]
        # SQLite writes a long bulk_create in several statements, because it bounds a statement's parameters.
        return len({sql.split("VALUES")[0] if sql.startswith("INSERT") else sql[:200] for sql in sent})

    one_by_one = statements(1)
    assert statements(60) <= one_by_one + 3
    assert one_by_one <= 22


def own_purchase(market: Market, expert: UUID, shop: UUID) -> None:
    market.buyer = expert


def works_there(market: Market, expert: UUID, shop: UUID) -> None:
    market.hire(shop, expert)


def shares_account_with_buyer(market: Market, expert: UUID, shop: UUID) -> None:
    market.account(expert, "DE89 3704 0044")
    market.account(market.buyer, "de8937040044")


def shares_account_with_shop(market: Market, expert: UUID, shop: UUID) -> None:
    market.account(shop, "one")
    market.account(expert, "one")
    market.account(expert, "other")  # a former account links them all the same


LINKS = [
    (own_purchase, "buyer"),
    (works_there, "staff"),
    (shares_account_with_buyer, "buyer_account"),
    (shares_account_with_shop, "shop_account"),
]


@pytest.mark.parametrize(("link", "reason"), LINKS)
def test_i14_s64_who_deals_with_themselves_earns_nothing_and_a_row_says_why(
    market: Market, link: Callable[[Market, UUID, UUID], None], reason: str
) -> None:
    """Red without the lookup in denied_experts."""
    expert, honest, shop = market.person(), market.person(), market.shop()
    link(market, expert, shop)
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000), Sold(1_000, honest, 1_000)]})
    money = queries.order_money([order])[order]
    assert (money.expert, money.platform, money.shop) == (100, 220, 10_680)
    denial = Denial.objects.get()
    assert (denial.expert_id, denial.reason, denial.amount) == (expert, reason, 1_000)
    assert Share.objects.get(line=denial.share_id).expert_id is None
    assert not Holding.objects.filter(payee=expert).exists()
    for kind, owner in (("expert", expert), ("shop", shop), ("platform", None)):
        (row,) = market.statement(kind, owner).denied
        assert (row.order_id, row.line_id, row.expert_id) == (order, denial.share_id, expert)
        assert (row.reason, row.amount) == (reason, 1_000)
    assert market.statement("expert", honest).denied == ()
    assert Entry.objects.get(name="settlement.CommissionDenied").payload["reason"] == reason


def test_i13_what_changes_after_the_order_changes_nothing(market: Market) -> None:
    expert, shop = market.person(), market.shop()
    (order,) = market.paid({shop: [Sold(10_000, expert, 1_000)]})
    market.hire(shop, expert)  # honest when the order was placed and paid
    market.released(order)
    assert market.available("expert", expert) == 1_000


def test_i13_g4_the_schema_has_one_level() -> None:
    """A line is a share's key, so it has one; a share names one person; no table of settlement points at itself."""
    pointing = [
        (table.__name__, column.name)
        for table in vars(tables).values()
        if isinstance(table, type) and issubclass(table, models.Model) and table._meta.app_label == "settlement"
        for column in table._meta.get_fields()
        if isinstance(column, models.ForeignKey) and column.related_model in (table, Share) and table is not Denial
    ]
    assert pointing == [("Reduction", "share")]
    key = Share._meta.pk
    assert (key.name, key.unique, key.related_model) == ("line", True, Line)
    people = [f.name for f in Share._meta.get_fields() if isinstance(f, models.ForeignKey) and f.name == "expert"]
    assert people == ["expert"]


@pytest.mark.breaks_books
def test_i13_g4_a_second_expert_on_a_line_cannot_be_written(market: Market) -> None:
    expert, second = market.person(), market.person()
    (order,) = market.paid({market.shop(): [Sold(10_000, expert, 1_000)]})
    share = Share.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(
            line_id=share.line_id,
            escrow_id=order,
            expert_id=second,
            rate_bp=500,
            goods=500,
            expert_amount=500,
            platform_amount=0,
            shop_amount=0,
        )
    assert Share.objects.get().expert_id == expert


def test_order_money_leaves_out_what_is_not_paid(market: Market) -> None:
    assert queries.order_money([uuid4()]) == {}
    assert not Escrow.objects.exists()
