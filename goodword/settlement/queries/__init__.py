"""Reads of settlement for surfaces and for its own actions."""

from goodword.settlement.queries.due import (
    DuePayee,
    agreed_refunds,
    delivery_left,
    due_payees,
    gathered,
    holdings_of,
    late_intents,
    lock_debts,
    lock_escrow,
    lock_payouts,
    lock_repayments,
    releasable,
    return_windows,
    unpaid,
)
from goodword.settlement.queries.leaving import Pending, pending_of
from goodword.settlement.queries.orders import order_money
from goodword.settlement.queries.payees import earned_by_posts, earnings, payouts_of
from goodword.settlement.queries.sold import by_purchase, denied_experts, held_purchases, sold_orders
from goodword.settlement.queries.statements import statement
from goodword.settlement.queries.views import (
    DeniedRow,
    Earnings,
    HeldRow,
    OrderMoney,
    PayoutView,
    PostEarnings,
    Statement,
    StatementRow,
)

__all__ = [
    "DeniedRow",
    "DuePayee",
    "Earnings",
    "HeldRow",
    "OrderMoney",
    "PayoutView",
    "Pending",
    "PostEarnings",
    "Statement",
    "StatementRow",
    "agreed_refunds",
    "by_purchase",
    "delivery_left",
    "denied_experts",
    "due_payees",
    "earned_by_posts",
    "earnings",
    "gathered",
    "held_purchases",
    "holdings_of",
    "late_intents",
    "lock_debts",
    "lock_escrow",
    "lock_payouts",
    "lock_repayments",
    "order_money",
    "payouts_of",
    "pending_of",
    "releasable",
    "return_windows",
    "sold_orders",
    "statement",
    "unpaid",
]
