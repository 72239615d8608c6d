"""What payees earned and were paid."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.settlement.models import Debt, Holding, Payout, Share
from goodword.settlement.queries.views import Earnings, PayoutView, PostEarnings

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


def earned_by_posts(post_ids: Iterable[UUID]) -> dict[UUID, list[PostEarnings]]:
    """What each recommendation brought, by currency; posts that sold nothing are left out. One statement."""
    kept = F("expert_amount") - F("expert_reduced")
    rows = (
        Share.objects.filter(post__in=list(post_ids), expert__isnull=False)
        .values("post", "escrow__currency")
        .annotate(
            lines=Count("line"),
            held=Coalesce(Sum(kept, filter=Q(escrow__state="held")), 0),
            settled=Coalesce(Sum(kept, filter=Q(escrow__state="released")), 0),
        )
        .order_by("post", "escrow__currency")
    )
    found: dict[UUID, list[PostEarnings]] = defaultdict(list)
    for post, *row in rows.values_list("post", "escrow__currency", "lines", "held", "settled"):
        if post:
            found[post].append(PostEarnings(*row))
    return dict(found)


def payouts_of(payee: UUID, cursor: str | None = None) -> Page[PayoutView]:
    """A payee's payouts, newest first."""
    rows: QuerySet[Payout] = Payout.objects.filter(payee=payee).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, str)[0])))
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
    return Page(found[:PAGE_SIZE], encode_cursor(str(found[PAGE_SIZE - 1].id)) if more else None)
