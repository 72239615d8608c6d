"""Reads of payments for the modules and surfaces above."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.ids import first_id
from goodword.kit.limits import SEARCH_WINDOW
from goodword.kit.paging import Page, decode_id, encode_cursor, sift
from goodword.kit.refusals import NotFound
from goodword.payments.models import Channel, Intent, Payout, PayoutDestination, Refund
from goodword.payments.rules import Mode


class NoSuchIntent(NotFound):
    """No intent has this id."""

    status = 404
    code = "payments.no_such_intent"
    sentence = _("There is no such payment.")


class NoSuchPayout(NotFound):
    """No payout has this id."""

    status = 404
    code = "payments.no_such_payout"
    sentence = _("There is no such payout.")


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A way to pay as a payer sees it; one that is not open is shown with its note, so that nobody wonders."""

    key: str
    name: str
    open: bool
    note: str


@dataclass(frozen=True, slots=True)
class ChannelTerms:
    """A contract with a provider as its operator sees it; `closes_at` is None as long as no end is known."""

    key: str
    name: str
    provider: str
    merchant: str
    mode: Mode
    currencies: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime | None
    note: str

    def open(self, at: datetime) -> bool:
        """Whether a new intent may use it at that moment."""
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


@dataclass(frozen=True, slots=True)
class IntentView:
    """One request for money and what came of it; amounts in minor units of `currency`."""

    id: UUID
    purpose: UUID
    amount: int
    currency: str
    channel: str
    state: str
    pay_url: str
    expires_at: datetime
    captured: int
    refunded: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class RefundView:
    """One refund at the provider and how far it is."""

    id: UUID
    intent_id: UUID
    amount: int
    currency: str
    state: str
    why: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SoughtIntents:
    """Which payments are looked for; what is empty is not asked. `start` is included, `end` is not."""

    state: str = ""
    channel: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def fits(self, row: tuple[UUID, str, str]) -> bool:
        """Whether a payment (id, state, channel) is one of them."""
        return (not self.state or row[1] == self.state) and (not self.channel or row[2] == self.channel)


@dataclass(frozen=True, slots=True)
class PayoutView:
    """One payout and how far it is."""

    id: UUID
    payee: UUID
    amount: int
    currency: str
    state: str
    why: str
    asked_at: datetime
    ended_at: datetime | None


def channels(currency: str, *, at: datetime) -> list[ChannelView]:
    """The channels that take `currency`, by name; `open` says whether a new intent may use it at that moment."""
    rows = Channel.objects.filter(currencies__currency=currency).order_by("name", "key")
    return [
        ChannelView(row.key, row.name, row.opens_at <= at and (row.closes_at is None or at < row.closes_at), row.note)
        for row in rows
    ]


def channel_terms() -> list[ChannelTerms]:
    """Every channel there is or was, by key. For operators only; there are a handful."""
    return [
        ChannelTerms(
            key=row.key,
            name=row.name,
            provider=row.provider,
            merchant=row.merchant,
            mode=Mode(row.mode),
            currencies=tuple(sorted(one.currency for one in row.currencies.all())),
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            note=row.note,
        )
        for row in Channel.objects.prefetch_related("currencies").order_by("key")
    ]


def _view(row: Intent) -> IntentView:
    return IntentView(
        id=row.id,
        purpose=row.purpose,
        amount=row.amount,
        currency=row.currency,
        channel=row.channel_id,
        state=row.state,
        pay_url=row.pay_url,
        expires_at=row.expires_at,
        captured=row.captured,
        refunded=row.refunded,
        opened_at=row.opened_at,
    )


def intent(intent_id: UUID) -> IntentView:
    """One intent. Refuses NoSuchIntent. Callers first check that the reader may see its purpose."""
    row = Intent.objects.filter(id=intent_id).first()
    if row is None:
        raise NoSuchIntent
    return _view(row)


def intents_for(purposes: Iterable[UUID]) -> dict[UUID, list[IntentView]]:
    """Every intent of each purpose, oldest first; purposes without any are left out."""
    found: dict[UUID, list[IntentView]] = defaultdict(list)
    for row in Intent.objects.filter(purpose__in=list(purposes)).order_by("id"):
        found[row.purpose].append(_view(row))
    return dict(found)


def destinations_of(payees: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Fingerprints of all payout accounts each payee has or ever had; two payees who share one are linked (I-14)."""
    found: dict[UUID, set[str]] = {payee: set() for payee in payees}
    rows = PayoutDestination.objects.filter(payee__in=list(found)).values_list("payee", "fingerprint")
    for payee, mark in rows:
        found[payee].add(mark)
    return found


def payout(payout_id: UUID) -> PayoutView:
    """One payout. Refuses NoSuchPayout."""
    row = Payout.objects.filter(id=payout_id).first()
    if row is None:
        raise NoSuchPayout
    return PayoutView(row.id, row.payee, row.amount, row.currency, row.state, row.why, row.asked_at, row.ended_at)


def search_intents(sought: SoughtIntents, cursor: str | None = None) -> Page[IntentView]:
    """All payments that fit, newest first, at a fixed cost (see kit.paging.sift). For operators only."""
    rows = Intent.objects.order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    if sought.start:
        rows = rows.filter(id__gte=first_id(sought.start))
    if sought.end:
        rows = rows.filter(id__lt=first_id(sought.end))
    found, last = sift(list(rows.values_list("id", "state", "channel_id")[:SEARCH_WINDOW]), sought.fits)
    intents = Intent.objects.in_bulk([row[0] for row in found])
    return Page([_view(intents[row[0]]) for row in found], encode_cursor(last[0]) if last else None)


def refunds_of(intent_ids: Iterable[UUID]) -> list[RefundView]:
    """Every refund of these payments, oldest first."""
    rows = Refund.objects.filter(intent__in=list(intent_ids)).order_by("id")
    return [RefundView(r.id, r.intent_id, r.amount, r.currency, r.state, r.why, r.asked_at, r.ended_at) for r in rows]


def channel_names() -> dict[str, str]:
    """What every channel is called, those that are closed too."""
    return dict(Channel.objects.order_by("key").values_list("key", "name"))


def overdue_since() -> datetime | None:
    """When the longest waiting question to a provider came due; None when none waits."""
    due = [model.objects.order_by("due_at").filter(due_at__isnull=False) for model in (Intent, Refund, Payout)]
    firsts = [rows.values_list("due_at", flat=True).first() for rows in due]
    return min((one for one in firsts if one), default=None)
