"""Channels and payout destinations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.money import decimals
from goodword.kit.refusals import NotFound, Refusal
from goodword.payments.events import PayoutDestinationSet
from goodword.payments.models import Channel, ChannelCurrency, PayoutDestination
from goodword.payments.providers import provider as adapter_of
from goodword.payments.rules import Mode, fingerprint


class BadChannel(Refusal):
    """The provider moves the other kind of money (S-23), or the channel takes no currency."""

    status = 422
    code = "payments.bad_channel"
    sentence = _("This channel cannot be opened: its provider is for %(mode)s money, and it needs a currency.")


class OtherMerchant(Refusal):
    """The channel names another account than the provider's keys belong to: every answer would be doubted (S-20)."""

    status = 422
    code = "payments.other_merchant"
    sentence = _("The keys of this provider belong to %(account)s. Name that account as the merchant.")


class NoSuchChannel(NotFound):
    """No channel has this key."""

    status = 404
    code = "payments.no_such_channel"
    sentence = _("There is no such way to pay.")


class NoPayoutDestination(Refusal):
    """Money should go out, but the payee has not said where to."""

    status = 409
    code = "payments.no_payout_destination"
    sentence = _("No account for payouts is known. Set one first.")


@transaction.atomic
def open_channel(
    *,
    key: str,
    name: str,
    provider: str,
    merchant: str,
    mode: Mode,
    currencies: Sequence[str],
    note: str,
    now: datetime,
    by: UUID | None,
) -> str:
    """A contract with a provider begins: `merchant` is our account there, `currencies` what it takes. Says the key.

    Opening it again changes its terms. Refuses BadChannel, OtherMerchant, an unknown provider, and the sandbox where
    real money moves (S-23).
    """
    has = adapter_of(provider).capabilities
    if has.mode != mode or not currencies:
        raise BadChannel(mode=has.mode.value)
    if has.merchant not in {"", merchant}:
        raise OtherMerchant(account=has.merchant)
    for currency in currencies:
        decimals(currency)
    Channel.objects.update_or_create(
        key=key,
        defaults={
            "name": name,
            "provider": provider,
            "merchant": merchant,
            "mode": mode,
            "note": note,
            "closes_at": None,
        },
        create_defaults={
            "name": name,
            "provider": provider,
            "merchant": merchant,
            "mode": mode,
            "note": note,
            "opens_at": now,
        },
    )
    ChannelCurrency.objects.filter(channel=key).exclude(currency__in=currencies).delete()
    ChannelCurrency.objects.bulk_create(
        [ChannelCurrency(channel_id=key, currency=currency) for currency in sorted(set(currencies))],
        ignore_conflicts=True,
    )
    return key


@transaction.atomic
def close_channel(*, key: str, closes_at: datetime, note: str, now: datetime, by: UUID | None) -> None:
    """A contract ends at `closes_at`: no new intents from then on, old ones still end (I-22). Refuses NoSuchChannel."""
    if not Channel.objects.filter(key=key).update(closes_at=closes_at, note=note):
        raise NoSuchChannel


@transaction.atomic
def set_payout_destination(*, payee: UUID, channel: str, reference: str, now: datetime, by: UUID | None) -> None:
    """`payee` wants payouts at the account `reference` of `channel` from now on; the same one again changes nothing.

    Refuses NoSuchChannel.
    """
    row = Channel.objects.filter(key=channel).first()
    if row is None:
        raise NoSuchChannel
    mark = fingerprint(row.provider, reference)
    current = PayoutDestination.objects.select_for_update().filter(payee=payee, replaced_at=None).first()
    if current and (current.fingerprint, current.channel_id) == (mark, channel):
        return
    PayoutDestination.objects.filter(payee=payee, replaced_at=None).update(replaced_at=now)
    PayoutDestination.objects.create(
        payee=payee, channel=row, reference=reference, fingerprint=mark, set_at=now, set_by=by
    )
    record(PayoutDestinationSet(payee=payee, channel=channel), by=by, now=now)
