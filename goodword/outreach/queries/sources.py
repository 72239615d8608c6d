"""What the notices tell, gathered for many facts at once from the modules below."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery

from goodword.catalog.models import Import
from goodword.orders.models import Line, Order, Purchase, Return
from goodword.orders.rules import WITHDRAWAL
from goodword.partners.models import Shop
from goodword.people.models import Application, Credential
from goodword.social.models import Post, PostProduct


@dataclass(frozen=True, slots=True)
class PurchaseTold:
    """Whose purchase it is, its number, and what was to be paid in minor units."""

    buyer_id: UUID
    number: str
    total: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderTold:
    """One shop's order of a purchase; `reason` and `by_shop` when it was cancelled."""

    order_id: UUID
    purchase_id: UUID
    buyer_id: UUID
    number: str
    shop_id: UUID
    shop: str
    reason: str
    by_shop: bool


@dataclass(frozen=True, slots=True)
class ReturnTold:
    """Whether the buyer withdrew, which asks nobody, and what the shop answered if not."""

    withdrawn: bool
    answer: str


@dataclass(frozen=True, slots=True)
class FirstSale:
    """The first paid purchase through a post."""

    purchase_id: UUID
    post_id: UUID
    expert_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class ImportTold:
    """A catalogue file and what became of it."""

    shop_id: UUID
    name: str
    state: str
    dry_run: bool
    taken: int
    refused: int


@dataclass(frozen=True, slots=True)
class PostTold:
    """Whose word it is, and of which product first."""

    author_id: UUID
    title: str


def purchases(purchase_ids: Iterable[UUID]) -> dict[UUID, PurchaseTold]:
    """These purchases. One statement."""
    rows = Purchase.objects.filter(id__in=set(purchase_ids))
    columns = rows.values_list("id", "buyer", "number", "total", "currency")
    return {row[0]: PurchaseTold(row[1], row[2], row[3], row[4]) for row in columns}


def orders(order_ids: Iterable[UUID]) -> dict[UUID, OrderTold]:
    """These orders. One statement."""
    return {one.order_id: one for one in _orders(Q(id__in=set(order_ids)))}


def orders_of(purchase_ids: Iterable[UUID]) -> list[OrderTold]:
    """All orders of these purchases. One statement."""
    return _orders(Q(purchase__in=set(purchase_ids)))


def returns(return_ids: Iterable[UUID]) -> dict[UUID, ReturnTold]:
    """These returns. One statement."""
    rows = Return.objects.filter(id__in=set(return_ids)).values_list("id", "ground", "answer")
    return {one: ReturnTold(ground == WITHDRAWAL, answer) for one, ground, answer in rows}


def first_sales(purchase_ids: Iterable[UUID]) -> list[FirstSale]:
    """Of these paid purchases, those that are the first through a word, once for each word. One statement.

    The earliest payment is the first, and of several at one moment the earliest purchase; nobody's own counts.
    """
    paid = Line.objects.filter(post_id=OuterRef("post_id"), order__purchase__state="paid").exclude(
        order__purchase__buyer=OuterRef("expert")
    )
    earlier = paid.filter(
        Q(order__purchase__paid_at__lt=OuterRef("order__purchase__paid_at"))
        | Q(
            order__purchase__paid_at=OuterRef("order__purchase__paid_at"),
            order__purchase__lt=OuterRef("order__purchase"),
        )
    )
    rows = (
        Line.objects.filter(order__purchase__in=set(purchase_ids), order__purchase__state="paid", post_id__isnull=False)
        .filter(~Exists(earlier), expert__isnull=False)
        .exclude(order__purchase__buyer=F("expert"))
        .order_by("id")
    )
    first: dict[UUID, FirstSale] = {}
    for purchase, post, expert, title in rows.values_list("order__purchase", "post_id", "expert", "title"):
        if post and expert:
            first.setdefault(post, FirstSale(purchase, post, expert, title))
    return list(first.values())


def posts(post_ids: Iterable[UUID]) -> dict[UUID, PostTold]:
    """These posts. One statement."""
    title = PostProduct.objects.filter(post=OuterRef("id"), position=0).values("product__title")
    rows = Post.objects.filter(id__in=set(post_ids)).annotate(first=Subquery(title))
    return {one: PostTold(author, title or "") for one, author, title in rows.values_list("id", "author", "first")}


def decisions(application_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Why these applications were decided as they were. One statement."""
    return dict(Application.objects.filter(id__in=set(application_ids)).values_list("id", "reason"))


def losses(person_ids: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    """Why these persons lost their credentials, by person and topic; of two losses the last. One statement."""
    rows = Credential.objects.filter(person_id__in=set(person_ids), lost_at__isnull=False).order_by("lost_at")
    return {(person, topic): reason for person, topic, reason in rows.values_list("person_id", "topic", "lost_reason")}


def shop_names(shop_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these shops are called. One statement."""
    return dict(Shop.objects.filter(id__in=set(shop_ids)).values_list("id", "name"))


def imports(import_ids: Iterable[UUID]) -> dict[UUID, ImportTold]:
    """These catalogue files. One statement."""
    rows = Import.objects.filter(id__in=set(import_ids))
    return {
        one.id: ImportTold(one.shop_id, one.name, one.state, one.dry_run, one.lines - one.refused, one.refused)
        for one in rows
    }


def _orders(which: Q) -> list[OrderTold]:
    rows = Order.objects.filter(which).order_by("id")
    columns = ("id", "purchase", "purchase__buyer", "purchase__number", "shop", "shop__name")
    return [
        OrderTold(row[0], row[1], row[2], row[3], row[4], row[5], reason=row[6] or "", by_shop=bool(row[7]))
        for row in rows.values_list(*columns, "cancellation__reason", "cancellation__by_shop")
    ]
