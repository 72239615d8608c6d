"""What recommendations brought a shop: by word and by who put it in, over a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from goodword.kit.limits import PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, encode_cursor
from goodword.settlement.models import Holding, Share
from goodword.settlement.queries.payees import KEPT

NET = F("shop_amount") - F("shop_reduced")


@dataclass(frozen=True, slots=True)
class Brought:
    """What one word, or one expert, brought a shop; amounts in minor units of its currency.

    `sold` pieces of which `returned` came back; `goods` is their price; `commission` and `net` are what is kept of it
    by who recommended and by the shop, refunds taken off.
    """

    key: UUID
    expert_id: UUID
    orders: int
    sold: int
    returned: int
    goods: int
    commission: int
    net: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """A shop's sales in a time, minor units, before refunds: all of them, and what words led to (row 62)."""

    goods: int
    recommended: int

    @property
    def share_bp(self) -> int:
        """What of it words led to, in basis points."""
        return self.recommended * 10_000 // self.goods if self.goods else 0


def brought_to(
    shop_id: UUID,
    start: datetime,
    end: datetime,
    *,
    by: Literal["post", "expert"],
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Brought]:
    """Who recommended the shop and what it brought in orders paid from `start` up to `end`, most first.

    One statement; it reads the shop's sales of that time, whatever else there is.
    """
    key = "post" if by == "post" else "expert_id"
    rows = Share.objects.filter(escrow__shop=shop_id, escrow__held_at__gte=start, escrow__held_at__lt=end)
    grouped = (
        rows.filter(expert__isnull=False, post__isnull=False)
        .values(key, **({} if by == "expert" else {"of": F("expert_id")}))
        .annotate(
            orders=Count("escrow", distinct=True),
            sold=Sum("line__quantity"),
            returned=Sum("line__returned"),
            worth=Sum("goods"),
            commission=Sum(KEPT),
            net=Sum(NET),
        )
        .order_by("-net", key)
    )
    if cursor:
        net, last = decode_cursor(cursor, int, UUID)
        grouped = grouped.filter(Q(net__lt=net) | Q(net=net, **{f"{key}__gt": last}))
    named = (key, "of" if by == "post" else key, "orders", "sold", "returned", "worth", "commission", "net")
    found = [Brought(*row) for row in grouped.values_list(*named)[: size + 1]]
    shown = found[:size]
    return Page(shown, encode_cursor(shown[-1].net, shown[-1].key) if len(found) > size else None)


def turnover(shop_id: UUID, start: datetime, end: datetime) -> Turnover:
    """What the shop sold in orders paid from `start` up to `end`. One statement."""
    rows = Share.objects.filter(escrow__shop=shop_id, escrow__held_at__gte=start, escrow__held_at__lt=end)
    led = Sum("goods", filter=Q(post__isnull=False))
    sums = rows.aggregate(all=Coalesce(Sum("goods"), 0), led=Coalesce(led, 0))
    return Turnover(sums["all"], sums["led"])


def settled(payee: UUID, currency: str, start: datetime, end: datetime) -> int:
    """What was released to a payee from `start` up to `end`, in minor units. One statement."""
    rows = Holding.objects.filter(payee=payee, currency=currency, released_at__gte=start, released_at__lt=end)
    return int(rows.aggregate(sum=Coalesce(Sum("amount"), 0))["sum"])
