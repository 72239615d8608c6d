"""The tables of settlement. Amounts are whole minor units of `currency`."""

from goodword.settlement.models.escrows import Denial, Escrow, Holding, Release, Share
from goodword.settlement.models.payouts import Freeze, Payout, Recovery
from goodword.settlement.models.repayments import Debt, Reduction, Repayment

__all__ = [
    "Debt",
    "Denial",
    "Escrow",
    "Freeze",
    "Holding",
    "Payout",
    "Recovery",
    "Reduction",
    "Release",
    "Repayment",
    "Share",
]
