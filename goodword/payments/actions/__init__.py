"""The only writers of payments."""

from goodword.payments.actions.channels import (
    BadChannel,
    NoPayoutDestination,
    NoSuchChannel,
    OtherMerchant,
    close_channel,
    open_channel,
    set_payout_destination,
)
from goodword.payments.actions.erasing import forget_persons
from goodword.payments.actions.intents import (
    AlreadyPaid,
    ChannelClosed,
    IntentClosed,
    ProviderDeclined,
    ProviderDown,
    check_due_intents,
    close_intent,
    open_intent,
    start_intent,
)
from goodword.payments.actions.notices import take_notice
from goodword.payments.actions.payouts import PayoutDiffers, ask_payout, send_due_payouts
from goodword.payments.actions.refunds import RefundDiffers, RefundTooMuch, ask_refund, send_due_refunds

__all__ = [
    "AlreadyPaid",
    "BadChannel",
    "ChannelClosed",
    "IntentClosed",
    "NoPayoutDestination",
    "NoSuchChannel",
    "OtherMerchant",
    "PayoutDiffers",
    "ProviderDeclined",
    "ProviderDown",
    "RefundDiffers",
    "RefundTooMuch",
    "ask_payout",
    "ask_refund",
    "check_due_intents",
    "close_channel",
    "close_intent",
    "forget_persons",
    "open_channel",
    "open_intent",
    "send_due_payouts",
    "send_due_refunds",
    "set_payout_destination",
    "start_intent",
    "take_notice",
]
