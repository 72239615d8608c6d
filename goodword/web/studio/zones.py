"""Time zones in which a time can be named (IANA's names)."""

from functools import cache
from zoneinfo import available_timezones

ASIA = ("Shanghai", "Hong_Kong", "Taipei", "Singapore", "Tokyo", "Seoul", "Bangkok", "Jakarta", "Kolkata", "Dubai")
EUROPE = ("London", "Paris", "Berlin", "Madrid", "Istanbul", "Moscow")
AFRICA = ("Cairo", "Lagos", "Johannesburg")
AMERICA = ("Sao_Paulo", "New_York", "Chicago", "Denver", "Los_Angeles", "Mexico_City")
ZONES = [  # offered in a list; a script adds the browser's own
    *(f"Asia/{city}" for city in ASIA),
    "Australia/Sydney",
    "Pacific/Auckland",
    *(f"Europe/{city}" for city in EUROPE),
    *(f"Africa/{city}" for city in AFRICA),
    *(f"America/{city}" for city in AMERICA),
    "Pacific/Honolulu",
    "UTC",
]


@cache
def known_zones() -> set[str]:
    """Every time zone there is; read from the system once."""
    return available_timezones()
