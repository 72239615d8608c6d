"""The only writers of purchases, orders and what became of them."""

from goodword.orders.actions.asking import (
    BadGround,
    BadQuantities,
    NotReturnable,
    ReturnTooMany,
    TooManyReturnPictures,
    ask_return,
)
from goodword.orders.actions.cancelling import (
    BadReason,
    NotCancellable,
    NotUnpaid,
    cancel_order,
    cancel_purchase,
)
from goodword.orders.actions.delivery import (
    BadParcel,
    NotDispatchable,
    NotReceivable,
    dispatch_order,
    receive_order,
    receive_orders,
)
from goodword.orders.actions.erasing import forget_persons, say_farewell
from goodword.orders.actions.parcels import ParcelNote, ParcelOutcome, ParcelsTooMany, dispatch_parcels
from goodword.orders.actions.paying import expire_purchases, mark_paid
from goodword.orders.actions.placing import TooManyUnpaid, Unsound, place_purchase
from goodword.orders.actions.refunding import BadAmounts, NotRefundable, RefundTooLarge, agree_refund
from goodword.orders.actions.returning import WrongReturnStep, accept_return, receive_return, refuse_return

__all__ = [
    "BadAmounts",
    "BadGround",
    "BadParcel",
    "BadQuantities",
    "BadReason",
    "NotCancellable",
    "NotDispatchable",
    "NotReceivable",
    "NotRefundable",
    "NotReturnable",
    "NotUnpaid",
    "ParcelNote",
    "ParcelOutcome",
    "ParcelsTooMany",
    "RefundTooLarge",
    "ReturnTooMany",
    "TooManyReturnPictures",
    "TooManyUnpaid",
    "Unsound",
    "WrongReturnStep",
    "accept_return",
    "agree_refund",
    "ask_return",
    "cancel_order",
    "cancel_purchase",
    "dispatch_order",
    "dispatch_parcels",
    "expire_purchases",
    "forget_persons",
    "mark_paid",
    "place_purchase",
    "receive_order",
    "receive_orders",
    "receive_return",
    "refuse_return",
    "say_farewell",
]
