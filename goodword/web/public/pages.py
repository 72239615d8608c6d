"""What everybody may know: made from the settings and rules that are in force, so that it cannot be out of date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.interests.rules import BONUS
from goodword.web.public import worked
from goodword.web.shell.face import Face
from goodword.web.shell.jinja import url
from goodword.web.shell.say import locale

MONDAY = date(2024, 1, 1)
DEMO = gettext_lazy("This is a demonstration. Whoever started it on their machine runs it.")


@dataclass(frozen=True, slots=True)
class How:
    """This house's numbers: the platform's fee in basis points, days until an order counts as received, minutes in
    which an unpaid purchase keeps its goods, the weekday of payouts, by how many hours each tie moves a word up."""

    fee_bp: int
    receipt_days: int
    payment_minutes: int
    weekday: str
    hours: Mapping[str, int]
    operator: str
    contact: str
    face: Face


@dataclass(frozen=True, slots=True)
class Priced:
    """What the service costs: sales worked out by the rules of settlement, in minor units of `currency`."""

    how: How
    sales: Sequence[worked.Sale]
    currency: str
    face: Face


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a wall is ordered, with words put in order by the formula itself."""

    how: How
    placed: Sequence[worked.Placed]
    face: Face


def how() -> How:
    """The rules."""
    told = _("Who may recommend, where your money waits, who gets what of it, and why you see what you see.")
    return _how("how", _("How it works"), told)


def about() -> How:
    """What this is, for whom, and who runs it."""
    return _how("about", _("What Goodword is"), _("People trust people. So here people who know put in a good word."))


def money() -> How:
    """How money is held."""
    told = _("From your payment to the shop’s: five steps, and what happens when one of them goes wrong.")
    return _how("how-money", _("How your money is held"), told)


def ranking() -> Ranked:
    """How the wall is ordered."""
    told = _("One formula, the same for everybody. No place on it can be bought.")
    known = _how("how-ranking", _("How the wall is ordered"), told)
    return Ranked(known, worked.wall(), known.face)


def price() -> Priced:
    """What the service costs."""
    told = _("Buyers and experts pay nothing. Shops pay for what was sold and kept, and nothing before.")
    known = _how("how-price", _("What it costs"), told)
    return Priced(known, worked.sales(), worked.CURRENCY, known.face)


def offline() -> str:
    """The name of the page that stands in when nothing can be reached."""
    return _("You are offline")


def _how(name: str, title: str, told: str) -> How:
    return How(
        fee_bp=settings.PLATFORM_BP,
        receipt_days=settings.AUTO_RECEIPT.days,
        payment_minutes=int(settings.PAYMENT_LIFETIME.total_seconds() // 60),
        weekday=format_date(MONDAY + timedelta(days=settings.PAYOUT_WEEKDAY), "EEEE", locale=locale()),
        hours={tie: int(by.total_seconds() // 3600) for tie, by in BONUS.items()},
        operator=settings.OPERATOR or (str(DEMO) if settings.DEMO else ""),
        contact=settings.CONTACT,
        face=Face("website", title, told, url(name), None, {"@type": "WebPage", "name": title, "description": told}),
    )
