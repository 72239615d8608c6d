"""What payees earned and were paid."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce, TruncDate

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_id, encode_cursor
from goodword.settlement.models import Debt, Holding, Payout, Share
from goodword.settlement.queries.views import DaySales, Earnings, PayoutView, PostEarnings

KEPT = F("expert_amount") - F("expert_reduced")
GONE = ("asked", "paid", "netted")  # states of a payout whose money is not the payee's any more


def earnings(payee: UUID) -> list[Earnings]:
    """A person's commission (or a shop's sales) now, by currency."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    held = Sum(Case(When(released_at=None, then="amount"), default=0))
    settled = Sum(Case(When(released_at__isnull=False, then="amount"), default=0))
    rows = Holding.objects.filter(payee=payee).values("currency").annotate(held=held, settled=settled)
    for currency, waiting, ever in rows.values_list("currency", "held", "settled"):
        sums[currency].update(held=waiting, settled=ever)
    debts = Debt.objects.filter(payee=payee).values("currency")
    for currency, clawed, debt in debts.annotate(
        clawed=Sum("amount"), debt=Sum(F("amount") - F("recovered"))
    ).values_list("currency", "clawed", "debt"):
        sums[currency].update(clawed_back=clawed, debt=debt)
    gone = Payout.objects.filter(payee=payee, state__in=GONE).values("currency").annotate(sum=Sum("amount"))
    for currency, paid in gone.values_list("currency", "sum"):
        sums[currency].update(paid_out=paid)
    fields = ("held", "settled", "clawed_back", "paid_out", "debt")
    return [Earnings(currency, *(sums[currency][field] for field in fields)) for currency in sorted(sums)]


def earned_by_posts(post_ids: Iterable[UUID], start: datetime | None = None) -> dict[UUID, list[PostEarnings]]:
    """What each recommendation brought, by currency, of what was paid from `start` on; posts that sold nothing are
    left out. One statement."""
    sold = Share.objects.filter(post__in=list(post_ids), expert__isnull=False)
    rows = (
        (sold.filter(escrow__held_at__gte=start) if start else sold)
        .values("post", "escrow__currency")
        .annotate(
            lines=Count("line"),
            held=Coalesce(Sum(KEPT, filter=Q(escrow__state="held")), 0),
            settled=Coalesce(Sum(KEPT, filter=Q(escrow__state="released")), 0),
            pieces=Sum("line__quantity"),
            back=Sum("line__returned"),
        )
        .order_by("post", "escrow__currency")
    )
    found: dict[UUID, list[PostEarnings]] = defaultdict(list)
    fields = ("escrow__currency", "lines", "held", "settled", "pieces", "back")
    for post, *row in rows.values_list("post", *fields):
        if post:
            found[post].append(PostEarnings(*row))
    return dict(found)


def sales_by_day(expert: UUID, start: datetime, end: datetime) -> list[DaySales]:
    """What was sold through an expert's words, by currency and the day it was paid, from `start` up to `end`.

    One statement; days without a sale are left out.
    """
    reduced = F("expert_reduced") + F("platform_reduced") + F("shop_reduced")
    rows = (
        Share.objects.filter(expert=expert, escrow__held_at__gte=start, escrow__held_at__lt=end)
        .values("escrow__currency", day=TruncDate("escrow__held_at"))
        .annotate(
            orders=Count("escrow", distinct=True),
            sold=Sum(F("goods") - reduced),
            earned=Sum(KEPT),
            settled=Coalesce(Sum(KEPT, filter=Q(escrow__state="released")), 0),
            pieces=Sum("line__quantity"),
            back=Sum("line__returned"),
        )
        .order_by("escrow__currency", "day")
    )
    fields = ("escrow__currency", "day", "orders", "sold", "earned", "settled", "pieces", "back")
    return [DaySales(*row) for row in rows.values_list(*fields)]


def settled_by_day(payee: UUID, currency: str, start: datetime, end: datetime) -> list[tuple[date, int]]:
    """What was released to a payee on each day from `start` up to `end`; days without are left out. One statement."""
    rows = Holding.objects.filter(payee=payee, currency=currency, released_at__gte=start, released_at__lt=end)
    days = rows.values(day=TruncDate("released_at")).annotate(sum=Sum("amount")).order_by("day")
    return list(days.values_list("day", "sum"))


def payouts_of(payee: UUID, cursor: str | None = None) -> Page[PayoutView]:
    """A payee's payouts, newest first."""
    rows: QuerySet[Payout] = Payout.objects.filter(payee=payee).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    found = [
        PayoutView(*row)
        for row in rows.annotate(orders=Count("holdings")).values_list(
            "id",
            "payee",
            "period",
            "currency",
            "amount",
            "recovered",
            "state",
            "why",
            "asked_at",
            "ended_at",
            "orders",
        )[: PAGE_SIZE + 1]
    ]
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], encode_cursor(found[PAGE_SIZE - 1].id) if more else None)
