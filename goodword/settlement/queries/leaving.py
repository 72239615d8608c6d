"""What keeps a person from leaving: goods and money on their way (I-35)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Sum, Value

from goodword.orders import queries as orders
from goodword.orders.models import Line
from goodword.partners import queries as partners
from goodword.settlement.models import Holding, Payout, Repayment, Share
from goodword.settlement.rules import WHOLE
from goodword.social.models import Post

SHOWN = 20  # repayments named at once
Reason = Literal["purchase", "return", "refund", "earnings", "shop"]


@dataclass(frozen=True, slots=True)
class Pending:
    """One thing that must end before its person can leave. `about` is a purchase or a shop, `label` its name.

    `amount` (minor units of `currency`) where it is money: a refund on its way, or commission not paid out yet.
    """

    why: Reason
    about: UUID | None = None
    label: str = ""
    amount: int = 0
    currency: str = ""


def pending_of(person_id: UUID) -> list[Pending]:
    """Everything that keeps this person from leaving, their own purchases first. A fixed number of statements."""
    bought = [Pending(why, about, number) for why, about, number in orders.pending_of(person_id)]
    return [*bought, *_refunds(person_id), *_earnings(person_id), *_shops(person_id)]


def _refunds(person_id: UUID) -> Iterator[Pending]:
    rows = Repayment.objects.filter(purchase__buyer_id=person_id).exclude(state="paid").order_by("id")
    told = rows.values_list("purchase_id", "purchase__number", "amount", "currency")
    for purchase, number, amount, currency in told[:SHOWN]:
        yield Pending("refund", purchase, number, amount, currency)


def _earnings(payee: UUID) -> Iterator[Pending]:
    """Commission that is promised, held, released but not paid out, or on its way; by currency."""
    waiting = Holding.objects.filter(payee=payee, payout=None, amount__gt=0)
    asked = Payout.objects.filter(payee=payee, state="asked")
    sums: dict[str, int] = dict(_promised(payee))
    for rows in (waiting, asked):
        for currency, amount in rows.order_by().values_list("currency").annotate(sum=Sum("amount")):
            sums[currency] = sums.get(currency, 0) + amount
    for currency in sorted(sums):
        yield Pending("earnings", amount=sums[currency], currency=currency)


def _promised(expert: UUID) -> QuerySet[Line, tuple[str, int]]:
    """Currency and commission of what was sold through a person's words and is not held yet: not paid, or just now.

    Found by their words, because lines have no index by expert; in whole minor units, before the platform's part.
    """
    words = Post.objects.filter(author_id=expert).values("id")
    held = Share.objects.filter(line=OuterRef("id"))
    rows = Line.objects.filter(~Exists(held), post_id__in=words, expert_id=expert, rate_bp__gt=0)
    open_rows = rows.exclude(order__state__in=("cancelled", "expired")).order_by()
    each = F("unit_price") * F("quantity") * F("rate_bp") / Value(WHOLE)
    return open_rows.values_list("order__purchase__currency").annotate(sum=Sum(each, output_field=BigIntegerField()))


def _shops(person_id: UUID) -> Iterator[Pending]:
    """Shops that nobody else owns and that have orders under way or money to come."""
    owned = partners.owned_alone(person_id)
    busy = orders.shops_under_way(owned) if owned else set()
    waiting = Holding.objects.filter(payee__in=owned, payout=None, amount__gt=0) if owned else Holding.objects.none()
    going = Payout.objects.filter(payee__in=owned, state="asked") if owned else Payout.objects.none()
    busy |= set(waiting.values_list("payee", flat=True)) | set(going.values_list("payee", flat=True))
    for shop_id, brief in owned.items():
        if shop_id in busy:
            yield Pending("shop", shop_id, brief.name)
