"""Reads of payments for the modules and surfaces above."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import NotFound
from goodword.payments.models import Channel, Intent, Payout, PayoutDestination


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
