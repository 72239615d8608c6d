"""Broken books are found."""

from collections.abc import Callable

import pytest
from django.db.models import F

from goodword.catalog import actions as catalog
from goodword.kit.verification import verify_all
from goodword.orders import actions
from goodword.orders.models import Line, Order, Payment, Purchase, RefundAgreement, RefundLine
from goodword.orders.tests.making import World

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_books]


def more(table: type, field: str) -> Callable[[], object]:
    return lambda: table.objects.update(**{field: F(field) + 1})


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda: Purchase.objects.update(goods=F("goods") + 1, total=F("total") + 1), "I-20"),
        (more(Order, "delivery"), "I-20"),
        (more(Line, "quantity"), "I-20"),
        (more(Order, "refunded"), "I-08"),
        (more(Line, "refunded"), "I-08"),
        (more(RefundAgreement, "amount"), "I-08"),
        (more(RefundLine, "amount"), "I-08"),
        (lambda: Order.objects.filter(position=2).update(state="placed"), "I-21"),
        (lambda: Payment.objects.update(verdict="stock"), "I-21"),
        (more(Payment, "amount"), "I-21"),
    ],
)
def test_i08_i20_i21_a_breach_is_named(world: World, spoil: Callable[[], object], found: str) -> None:
    purchase = world.paid([(world.offer(world.shop()), 2)], [(world.offer(world.shop()), 1)])
    order = world.orders(purchase)[0]
    actions.agree_refund(
        order, amounts=[(world.lines(order)[0], 10)], reason="", now=world.now, by=world.owner_of(order)
    )
    assert verify_all() == []
    spoil()
    number = Purchase.objects.get().number
    breaches = [breach for breach in verify_all() if number in breach]
    assert breaches
    assert any(breach.startswith(found) for breach in breaches)


def test_i17_an_unpaid_purchase_without_its_stock_is_named(world: World) -> None:
    purchase = world.placed([(world.offer(world.shop()), 2)])
    assert verify_all() == []
    catalog.release([purchase], now=world.now)
    number = Purchase.objects.get().number
    assert verify_all() == [f"I-17: purchase {number} and its reserved stock disagree"]


def test_i17_an_expired_purchase_that_holds_stock_is_named(world: World) -> None:
    world.placed([(world.offer(world.shop()), 2)])
    Purchase.objects.update(state="expired")
    Order.objects.update(state="expired")
    number = Purchase.objects.get().number
    assert verify_all() == [f"I-17: purchase {number} and its reserved stock disagree"]
