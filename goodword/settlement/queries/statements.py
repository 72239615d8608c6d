"""The statement of a payee: every movement of its money, from settlement's own rows, adding up to the cent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from goodword.kit.limits import STATEMENT_ROWS
from goodword.settlement.models import Debt, Denial, Holding, Payout, Reduction
from goodword.settlement.queries.views import DeniedRow, HeldRow, Statement, StatementRow
from goodword.settlement.rules import PLATFORM, Kind


@dataclass(frozen=True, slots=True)
class Movements:
    """One kind of movement: the rows, the column that says when, and what each adds to the balance."""

    kind: str
    rows: QuerySet[Any]
    at: str
    ref: str
    order: str | None
    amount: str
    sign: int
    recovered: str | None = None

    def sums(self, start: datetime, end: datetime) -> tuple[int, int]:
        """What these movements added to the balance before `start`, and from then up to `end`. One statement."""
        before, within = Q(**{f"{self.at}__lt": start}), Q(**{f"{self.at}__gte": start})
        told = self.rows.filter(**{f"{self.at}__lt": end}).aggregate(
            before=Sum(self.amount, filter=before), within=Sum(self.amount, filter=within)
        )
        return self.sign * (told["before"] or 0), self.sign * (told["within"] or 0)

    def list(self, start: datetime, end: datetime) -> Iterator[StatementRow]:
        """The rows of that time, oldest first; one more than a statement shows."""
        fields = [self.at, self.ref, self.order or self.ref, self.amount, self.recovered or self.amount]
        between = self.rows.filter(**{f"{self.at}__gte": start, f"{self.at}__lt": end})
        rows = between.order_by(self.at, "pk").values_list(*fields)[: STATEMENT_ROWS + 1]
        for at, ref, order, amount, recovered in rows:
            yield StatementRow(
                at=at,
                kind=self.kind,
                ref=ref,
                order_id=order if self.order else None,
                amount=self.sign * amount,
                recovered=recovered if self.recovered else 0,
            )


def movements(kind: Kind, payee: UUID, currency: str) -> list[Movements]:
    """Everything that changes what is owed to a payee: a release, a refund after it, a payout, a failed payout."""
    held = Holding.objects.filter(kind=kind, payee=payee, currency=currency, amount__gt=0)
    earned = Movements("earned", held, "released_at", "escrow_id", "escrow_id", "amount", 1)
    if kind == "platform":
        lost = Reduction.objects.filter(repayment__after_release=True, repayment__currency=currency, platform__gt=0)
        order = "repayment__escrow_id"
        return [earned, Movements("clawback", lost, "repayment__at", "repayment_id", order, "platform", -1)]
    debts = Debt.objects.filter(kind=kind, payee=payee, currency=currency)
    payouts = Payout.objects.filter(kind=kind, payee=payee, currency=currency)
    failed = payouts.filter(state="failed")
    return [
        earned,
        Movements("clawback", debts, "at", "repayment_id", "repayment__escrow_id", "amount", -1),
        Movements("payout", payouts, "asked_at", "id", None, "amount", -1, "recovered"),
        Movements("returned", failed, "ended_at", "id", None, "amount", 1, "recovered"),
    ]


def statement(*, kind: Kind, owner: UUID | None, currency: str, start: datetime, end: datetime) -> Statement:
    """The money of one payee from `start` up to (not including) `end`; `owner` is None for the platform.

    Totals are exact always; rows are at most STATEMENT_ROWS of each list, `more` says that a shorter time is needed
    to see all. What is held, denied and owed is as of now.
    """
    payee = owner or PLATFORM
    found = movements(kind, payee, currency)
    both = {each.kind: each.sums(start, end) for each in found}
    opening, sums = ({kind: pair[place] for kind, pair in both.items()} for place in (0, 1))
    rows = list(islice(merge(*(each.list(start, end) for each in found), key=attrgetter("at")), STATEMENT_ROWS + 1))
    waiting = Holding.objects.filter(kind=kind, payee=payee, currency=currency, released_at=None, amount__gt=0)
    held = _held(waiting)
    denied = _denied(kind, payee, currency, start, end)
    owed = Debt.objects.filter(kind=kind, payee=payee, currency=currency, recovered__lt=F("amount"))
    return Statement(
        kind=kind,
        owner=owner,
        currency=currency,
        start=start,
        end=end,
        opening=sum(opening.values()),
        rows=tuple(rows[:STATEMENT_ROWS]),
        earned=sums["earned"],
        clawed_back=sums["clawback"],
        paid_out=sums.get("payout", 0),
        returned=sums.get("returned", 0),
        closing=sum(opening.values()) + sum(sums.values()),
        held=held[:STATEMENT_ROWS],
        held_total=waiting.aggregate(sum=Sum("amount"))["sum"] or 0,
        denied=denied[:STATEMENT_ROWS],
        debt=owed.aggregate(sum=Sum(F("amount") - F("recovered")))["sum"] or 0,
        more=max(len(rows), len(held), len(denied)) > STATEMENT_ROWS,
    )


def _held(waiting: QuerySet[Holding]) -> tuple[HeldRow, ...]:
    rows = waiting.order_by("escrow__held_at", "id")
    fields = ("escrow__held_at", "escrow_id", "amount", "escrow__release_at")
    return tuple(HeldRow(*row) for row in rows.values_list(*fields)[: STATEMENT_ROWS + 1])


def _denied(kind: Kind, payee: UUID, currency: str, start: datetime, end: datetime) -> tuple[DeniedRow, ...]:
    """Commission not earned: an expert sees their own, a shop what it kept because of it, the platform all."""
    whose = {"expert": Q(expert=payee), "shop": Q(share__escrow__shop=payee), "platform": Q()}[kind]
    rows = Denial.objects.filter(whose, share__escrow__currency=currency, at__gte=start, at__lt=end)
    fields = ("at", "share__escrow_id", "share_id", "expert_id", "reason", "amount")
    return tuple(DeniedRow(*row) for row in rows.order_by("at", "pk").values_list(*fields)[: STATEMENT_ROWS + 1])
