"""The only writers of settlement."""

from goodword.settlement.actions.freezing import (
    BadReview,
    FreezeReasonMissing,
    NotFrozen,
    OwnPayouts,
    forget_persons,
    freeze_payouts,
    unfreeze_payouts,
)
from goodword.settlement.actions.holding import hold_purchases
from goodword.settlement.actions.leaving import StillPending, leave
from goodword.settlement.actions.paying_out import ask_payouts, end_payouts, return_payouts
from goodword.settlement.actions.releasing import release_due, set_release_times
from goodword.settlement.actions.repaying import OrderNotHeld, repay
from goodword.settlement.actions.repayments import (
    NotStuck,
    end_repayments,
    repay_late_money,
    retry_repayment,
    stop_repayments,
)

__all__ = [
    "BadReview",
    "FreezeReasonMissing",
    "NotFrozen",
    "NotStuck",
    "OrderNotHeld",
    "OwnPayouts",
    "StillPending",
    "ask_payouts",
    "end_payouts",
    "end_repayments",
    "forget_persons",
    "freeze_payouts",
    "hold_purchases",
    "leave",
    "release_due",
    "repay",
    "repay_late_money",
    "retry_repayment",
    "return_payouts",
    "set_release_times",
    "stop_repayments",
    "unfreeze_payouts",
]
