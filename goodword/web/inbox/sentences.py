"""What a notice says, in the language of the page: a kind and plain values become a sentence and a line below it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.outreach.queries import NoticeView
from goodword.outreach.rules import Kind
from goodword.partners.rules import told_reason
from goodword.web.shell.say import day, money, number


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with the names its sentence needs: of who did it, and of the topic."""

    notice: NoticeView
    who: str
    topic: str

    def fact(self, name: str) -> str:
        """A plain value of the notice; empty when it carries none."""
        return str(self.notice.facts.get(name, ""))

    @property
    def amount(self) -> str:
        """Its amount of money: of all its parts, or of itself."""
        return money(self.notice.amount or int(self.notice.facts.get("amount", 0)), self.fact("currency") or "CNY")


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the inbox."""

    sentence: str
    detail: str = ""


Say = Callable[[Told], Said]


def say(told: Told) -> Said:
    """The notice in words."""
    return SENTENCES[told.notice.kind](told)


def _numbered(told: Told) -> str:
    return _("Purchase %(number)s") % {"number": told.fact("number")}


def _paid(told: Told) -> Said:
    return Said(
        _("%(amount)s is paid and held safe until your goods arrive") % {"amount": told.amount}, _numbered(told)
    )


def _paid_too_late(told: Told) -> Said:
    return Said(
        _("%(amount)s came too late to buy anything and goes back to you") % {"amount": told.amount}, _numbered(told)
    )


def _expired(told: Told) -> Said:
    return Said(_("A purchase was not paid in time. Nothing was charged"), _numbered(told))


def _shop_cancelled(told: Told) -> Said:
    return Said(
        _("%(shop)s cancelled your order. All you paid for it comes back") % {"shop": told.fact("shop")},
        told.fact("reason"),
    )


def _dispatched(told: Told) -> Said:
    return Said(
        _("%(shop)s sent your parcel") % {"shop": told.fact("shop")},
        " · ".join(part for part in (told.fact("carrier"), told.fact("parcel")) if part),
    )


def _arrived(told: Told) -> Said:
    until = day(datetime.fromisoformat(told.fact("until")))
    return Said(
        _("What %(shop)s sent counts as arrived") % {"shop": told.fact("shop")},
        _("You can ask to return it until %(day)s.") % {"day": until},
    )


def _return_accepted(told: Told) -> Said:
    return Said(_("%(shop)s takes it back. You can send it") % {"shop": told.fact("shop")}, told.fact("reason"))


def _return_refused(told: Told) -> Said:
    return Said(_("%(shop)s does not take it back") % {"shop": told.fact("shop")}, told.fact("reason"))


def _return_received(told: Told) -> Said:
    return Said(_("%(shop)s has your return. The money follows") % {"shop": told.fact("shop")}, _numbered(told))


def _refunded(told: Told) -> Said:
    return Said(_("%(amount)s is back with you") % {"amount": told.amount}, _numbered(told))


def _refund_stuck(told: Told) -> Said:
    return Said(
        _("%(amount)s could not be sent back yet") % {"amount": told.amount},
        _("It is set aside for you and tried again."),
    )


def _commented(told: Told) -> Said:
    count = told.notice.count
    several = ngettext("%(num)s comment on your word", "%(num)s comments on your word", count) % {"num": number(count)}
    one = _("%(name)s commented on your word") % {"name": told.who}
    return Said(one if count == 1 and told.who else several, told.fact("product"))


def _first_sale(told: Told) -> Said:
    return Said(_("Somebody bought on your word for the first time"), told.fact("product"))


def _earned(told: Told) -> Said:
    count = told.notice.count
    of = ngettext(
        "From %(num)s order whose return window is over.", "From %(num)s orders whose return window is over.", count
    )
    return Said(_("%(amount)s commission is yours") % {"amount": told.amount}, of % {"num": number(count)})


def _taken_back(told: Told) -> Said:
    return Said(
        _("%(amount)s commission goes back") % {"amount": told.amount},
        _("The goods were returned after it was yours."),
    )


def _granted(told: Told) -> Said:
    return Said(
        _("You are certified in %(topic)s") % {"topic": told.topic},
        _("Put in your first good word."),
    )


def _credential_refused(told: Told) -> Said:
    return Said(_("Your application for %(topic)s was refused") % {"topic": told.topic}, told.fact("reason"))


def _lost(told: Told) -> Said:
    return Said(_("You are no longer certified in %(topic)s") % {"topic": told.topic}, told.fact("reason"))


def _new_orders(told: Told) -> Said:
    count = told.notice.count
    new = ngettext("%(num)s new order to send", "%(num)s new orders to send", count)
    return Said(new % {"num": number(count)}, told.fact("shop"))


def _order_cancelled(told: Told) -> Said:
    return Said(_("A buyer cancelled an order. Do not send it"), _at_shop(told))


def _return_asked(told: Told) -> Said:
    return Said(_("A buyer asks to return something"), _at_shop(told))


def _withdrawn(told: Told) -> Said:
    return Said(_("A buyer has withdrawn and sends something back"), _at_shop(told))


def _at_shop(told: Told) -> str:
    return f"{told.fact('shop')} · {told.fact('number')}"


def _verified(told: Told) -> Said:
    return Said(_("%(shop)s is verified") % {"shop": told.fact("shop")}, _("Experts can put in a word for its goods."))


def _suspended(told: Told) -> Said:
    return Said(_("%(shop)s is suspended") % {"shop": told.fact("shop")}, told_reason(told.fact("reason")))


def _lifted(told: Told) -> Said:
    return Said(_("%(shop)s is no longer suspended") % {"shop": told.fact("shop")})


def _import_ended(told: Told) -> Said:
    taken, refused = int(told.fact("taken") or 0), int(told.fact("refused") or 0)
    file = {"file": told.fact("file")}
    if told.fact("state") == "failed":
        return Said(_("%(file)s could not be read") % file)
    left_out = ngettext("%(num)s left out", "%(num)s left out", refused) % {"num": number(refused)}
    good = ngettext("%(num)s product in order", "%(num)s products in order", taken) % {"num": number(taken)}
    sentence = _("%(file)s was tried, nothing was changed") if told.fact("state") == "tried" else _("%(file)s was read")
    return Said(sentence % file, f"{good} · {left_out}" if refused else good)


def _followed(told: Told) -> Said:
    count = told.notice.count
    if count == 1 and told.who:
        return Said(_("%(name)s follows you") % {"name": told.who})
    return Said(ngettext("%(num)s new follower", "%(num)s new followers", count) % {"num": number(count)})


def _cheaper(told: Told) -> Said:
    now_costs = money(int(told.fact("price") or 0), told.fact("currency") or "CNY")
    return Said(
        _("%(product)s costs %(amount)s less than when you saved it")
        % {"product": told.fact("product"), "amount": told.amount},
        _("Now %(price)s, less than at any time in the 30 days before.") % {"price": now_costs},
    )


SENTENCES: Final[Mapping[Kind, Say]] = {
    Kind.PAID: _paid,
    Kind.PAID_TOO_LATE: _paid_too_late,
    Kind.EXPIRED: _expired,
    Kind.SHOP_CANCELLED: _shop_cancelled,
    Kind.DISPATCHED: _dispatched,
    Kind.ARRIVED: _arrived,
    Kind.RETURN_ACCEPTED: _return_accepted,
    Kind.RETURN_REFUSED: _return_refused,
    Kind.RETURN_RECEIVED: _return_received,
    Kind.REFUNDED: _refunded,
    Kind.REFUND_STUCK: _refund_stuck,
    Kind.COMMENTED: _commented,
    Kind.FIRST_SALE: _first_sale,
    Kind.EARNED: _earned,
    Kind.TAKEN_BACK: _taken_back,
    Kind.CREDENTIAL_GRANTED: _granted,
    Kind.CREDENTIAL_REFUSED: _credential_refused,
    Kind.CREDENTIAL_LOST: _lost,
    Kind.NEW_ORDERS: _new_orders,
    Kind.ORDER_CANCELLED: _order_cancelled,
    Kind.RETURN_ASKED: _return_asked,
    Kind.WITHDRAWN: _withdrawn,
    Kind.SHOP_VERIFIED: _verified,
    Kind.SHOP_SUSPENDED: _suspended,
    Kind.SUSPENSION_LIFTED: _lifted,
    Kind.IMPORT_ENDED: _import_ended,
    Kind.FOLLOWED: _followed,
    Kind.CHEAPER: _cheaper,
}
