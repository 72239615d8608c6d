"""Reads of purchases and orders. Every one begins with whose they are."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor
from goodword.orders.models import Order, Purchase, Return
from goodword.orders.queries.gathering import order_views, purchase_views
from goodword.orders.queries.views import (
    NoSuchOrder,
    NoSuchPurchase,
    NoSuchReturn,
    OrderView,
    PurchaseView,
    ReturnPicture,
)
from goodword.orders.rules import ORDER_STATES
from goodword.partners import queries as partners

Row = TypeVar("Row", bound=Model)
View = TypeVar("View", PurchaseView, OrderView)


def visible_to(person_id: UUID) -> QuerySet[Purchase]:
    """The purchases a person may see: their own."""
    return Purchase.objects.filter(buyer_id=person_id)


def visible_to_shop(shop_id: UUID) -> QuerySet[Order]:
    """The orders a shop may see: its own, from payment on; before that it is the buyer's business."""
    return Order.objects.filter(shop_id=shop_id, purchase__paid_at__isnull=False)


def purchase_for(buyer_id: UUID, purchase_id: UUID) -> PurchaseView:
    """One of the buyer's purchases with its orders. Refuses anybody else's."""
    found = purchase_views(visible_to(buyer_id).filter(id=purchase_id))
    if not found:
        raise NoSuchPurchase
    return found[0]


def purchases_of(buyer_id: UUID, cursor: str | None = None) -> Page[PurchaseView]:
    """The buyer's purchases, newest first."""
    rows = visible_to(buyer_id).order_by("-id")
    found = purchase_views(_after(rows, cursor)[: PAGE_SIZE + 1])
    return _page(found)


def order_for(buyer_id: UUID, order_id: UUID) -> OrderView:
    """One order of the buyer's. Refuses anybody else's."""
    found = order_views(Order.objects.filter(purchase__in=visible_to(buyer_id), id=order_id))
    if not found:
        raise NoSuchOrder
    return found[0]


def order_for_shop(shop_id: UUID, order_id: UUID) -> OrderView:
    """One of the shop's orders. Refuses any other shop's."""
    found = order_views(visible_to_shop(shop_id).filter(id=order_id))
    if not found:
        raise NoSuchOrder
    return found[0]


def return_picture(return_id: UUID, position: int, *, seen_by: UUID) -> ReturnPicture:
    """One of a return's pictures, counted from 0, for its buyer and the shop's staff. For others it is not there."""
    row = Return.objects.select_related("order__purchase").filter(id=return_id).first()
    if row is None or not 0 <= position < len(row.pictures):
        raise NoSuchReturn
    if row.order.purchase.buyer_id != seen_by and not partners.role_in(row.order.shop_id, seen_by):
        raise NoSuchReturn
    return ReturnPicture(**row.pictures[position])


def orders_of_shop(shop_id: UUID, state: str | None = None, cursor: str | None = None) -> Page[OrderView]:
    """The shop's orders, newest first; those in `state`, or all. An unknown state has none."""
    rows = visible_to_shop(shop_id).order_by("-id")
    if state is not None:
        rows = rows.filter(state=state) if state in ORDER_STATES else rows.none()
    return page_of(rows, cursor)


def page_of(rows: QuerySet[Order], cursor: str | None) -> Page[OrderView]:
    """One page of orders, which stand newest first."""
    return _page(order_views(_after(rows, cursor)[: PAGE_SIZE + 1]))


def _after(rows: QuerySet[Row], cursor: str | None) -> QuerySet[Row]:
    return rows.filter(id__lt=decode_id(cursor)) if cursor else rows


def _page(found: Sequence[View]) -> Page[View]:
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1].id) if more else None)
