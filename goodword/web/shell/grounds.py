"""Why goods go back, in words for the buyer and for the shop."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.orders.rules import WITHDRAWAL

GROUNDS: Mapping[str, str | Promise] = {
    WITHDRAWAL: _("Changed my mind"),
    "does_not_fit": _("Does not fit"),
    "damaged": _("Damaged"),
    "not_as_described": _("Not as described"),
    "wrong_thing": _("The wrong thing came"),
    "other": _("Something else"),
}
