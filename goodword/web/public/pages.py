"""What everybody may know: made from the settings and rules that are in force, so that it cannot be out of date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _

from goodword.interests.rules import BONUS
from goodword.web.shell.face import Face
from goodword.web.shell.jinja import static, url
from goodword.web.shell.say import language, locale

MONDAY = date(2024, 1, 1)
PRIVATE = [
    "account",
    "api",
    "buy",
    "cart",
    "checkout",
    "console",
    "desk",
    "find",
    "go",
    "me",
    "purchases",
    "saved",
    "signals",
    "studio",
]


@dataclass(frozen=True, slots=True)
class How:
    """This house's numbers: the platform's fee in basis points, days until an order counts as received, the weekday
    of payouts, and by how many hours each tie moves a word up."""

    fee_bp: int
    receipt_days: int
    weekday: str
    hours: Mapping[str, int]
    face: Face


def how() -> How:
    """The numbers by which money and walls go."""
    title = _("How it works")
    told = _("Who may recommend, where your money waits, who gets what of it, and why you see what you see.")
    return How(
        fee_bp=settings.PLATFORM_BP,
        receipt_days=settings.AUTO_RECEIPT.days,
        weekday=format_date(MONDAY + timedelta(days=settings.PAYOUT_WEEKDAY), "EEEE", locale=locale()),
        hours={tie: int(by.total_seconds() // 3600) for tie, by in BONUS.items()},
        face=Face("website", title, told, url("how"), None, {"@type": "WebPage", "name": title, "description": told}),
    )


def manifest() -> dict[str, Any]:
    """The app as a phone shows it. Colours are those of tokens.css by day."""
    return {
        "name": "Goodword",
        "short_name": "Goodword",
        "description": _("A good word for a good thing. The money waits until it has arrived."),
        "lang": language(),
        "id": "/",
        "start_url": url("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf7f0",
        "theme_color": "#fbf7f0",
        "icons": [
            {"src": static("seal.svg"), "type": "image/svg+xml", "sizes": "any"},
            *({"src": static(f"seal-{n}.png"), "type": "image/png", "sizes": f"{n}x{n}"} for n in (192, 512)),
        ],
    }


def robots() -> str:
    """The rules for robots."""
    return "\n".join(["User-agent: *", *(f"Disallow: /{place}/" for place in PRIVATE), ""])
