"""Stripe's webhooks: signed with our endpoint's own secret, so that one for another address is worth nothing here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import stripe
from pydantic import ValidationError

from goodword.payments.providers.interface import BadNotice, Kind, NoticeNotSigned, SignedNotice, Status
from goodword.payments.providers.stripe.words import Event, Refund, Session, Thing, Transfer, mode_of, report
from goodword.payments.rules import is_fresh

HEADER_MAX = 1000
KINDS: dict[str, tuple[Kind, type[Session] | type[Refund] | type[Transfer]]] = {
    "checkout.session.completed": (Kind.INTENT, Session),
    "checkout.session.async_payment_succeeded": (Kind.INTENT, Session),
    "checkout.session.async_payment_failed": (Kind.INTENT, Session),
    "checkout.session.expired": (Kind.INTENT, Session),
    "refund.created": (Kind.REFUND, Refund),
    "refund.updated": (Kind.REFUND, Refund),
    "refund.failed": (Kind.REFUND, Refund),
    "transfer.created": (Kind.PAYOUT, Transfer),
    "transfer.reversed": (Kind.PAYOUT, Transfer),
}
EVENTS = sorted(KINDS)  # what our endpoint subscribes to; all others say nothing to us


def parse(
    headers: Mapping[str, str], body: bytes, now: datetime, *, secrets: Sequence[str], account: str
) -> SignedNotice:
    """Reads a webhook signed with one of `secrets`; two while one is being replaced. `account` is ours.

    Refuses NoticeNotSigned and BadNotice.
    """
    header = headers.get("stripe-signature", "")
    if not any(_is_signed(header, body, secret) for secret in secrets):
        raise NoticeNotSigned
    try:
        sent_at = datetime.fromtimestamp(_timestamp(header), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadNotice(why="stripe-signature") from error
    if not is_fresh(sent_at, now):
        raise BadNotice(why="stripe-signature")
    try:
        event = Event.model_validate_json(body)
        about = KINDS.get(event.type)
        return _read(event, *about, account) if about else SignedNotice(event.id, None)
    except ValidationError as error:
        raise BadNotice(why="body") from error


def _read(event: Event, kind: Kind, model: type[Session] | type[Refund] | type[Transfer], account: str) -> SignedNotice:
    thing = model.model_validate(event.data.object)
    key = thing.key()
    if key is None:
        return SignedNotice(event.id, None)
    said = report(kind, key, thing, event.account or account, mode_of(event.livemode))
    if event.type == "checkout.session.async_payment_failed":  # the Session itself does not say how it ended
        said = replace(said, status=Status.FAILED)
    return SignedNotice(event.id, said, kept=_kept(event, thing))


def _kept(event: Event, thing: Thing) -> str:
    """The event without what we do not read: Stripe also tells the payer's name, e-mail and address."""
    return json.dumps({**event.model_dump(exclude={"data"}), "data": {"object": thing.model_dump(mode="json")}})


def _is_signed(header: str, body: bytes, secret: str) -> bool:
    """Whether the SDK finds our signature; it is asked nothing that it would stumble over."""
    if not (0 < len(header) <= HEADER_MAX and header.isascii()):
        return False
    try:
        stripe.WebhookSignature.verify_header(body, header, secret, None)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False
    return True


def _timestamp(header: str) -> int:
    """The time that was signed: the first t=."""
    parts = (part.partition("=") for part in header.split(","))
    return next(int(value) for name, _equals, value in parts if name == "t")
