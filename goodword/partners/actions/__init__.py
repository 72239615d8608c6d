"""The only writers of shops."""

from goodword.partners.actions.commission import TermsInThePast, set_commission
from goodword.partners.actions.erasing import forget_persons
from goodword.partners.actions.shops import CHANGEABLE, SlugTaken, change_shop, open_shop
from goodword.partners.actions.staff import LastOwner, add_staff, remove_staff
from goodword.partners.actions.standing import (
    AlreadySuspended,
    NotSuspended,
    OldAgreement,
    ReasonMissing,
    accept_agreement,
    lift_suspension,
    suspend_shop,
    verify_shop,
)

__all__ = [
    "CHANGEABLE",
    "AlreadySuspended",
    "LastOwner",
    "NotSuspended",
    "OldAgreement",
    "ReasonMissing",
    "SlugTaken",
    "TermsInThePast",
    "accept_agreement",
    "add_staff",
    "change_shop",
    "forget_persons",
    "lift_suspension",
    "open_shop",
    "remove_staff",
    "set_commission",
    "suspend_shop",
    "verify_shop",
]
