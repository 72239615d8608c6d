"""Handles and tokens, purely."""

import hashlib
import re
import unicodedata
from datetime import timedelta
from uuid import UUID

ERASED = "—"  # stands where words of somebody who left stood that must not be empty (I-35)
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9_]{0,28}[a-z0-9])?")
RESERVED = frozenset(
    {
        "about",
        "account",
        "admin",
        "api",
        "cart",
        "checkout",
        "console",
        "desk",
        "developers",
        "feed",
        "goodword",
        "help",
        "inbox",
        "language",
        "me",
        "media",
        "new",
        "operator",
        "post",
        "posts",
        "purchases",
        "root",
        "search",
        "settings",
        "shop",
        "shops",
        "static",
        "studio",
        "support",
        "system",
        "terms",
        "topic",
        "topics",
    }
)
ROLES = frozenset({"operator"})
GRADES = (1, 2, 3)  # 1 knows the field, 2 works in it, 3 is known in it
TOKENS_BEGIN = "gw_"  # lets secret scanners find a leaked token
TOKEN_LIFETIME_MAX = timedelta(days=366)
TOKEN_USE_NOTED = timedelta(minutes=1)  # last use is written at most this often


# What a browser says of itself, from the most special to the most general: nearly all of them also claim to be others.
BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("EdgiOS/", "Edge"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chromium"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> tuple[str, str]:
    """The browser and the system in what a browser says of itself, either empty when unknown; only names of ours."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    return browser, next((name for mark, name in SYSTEMS if mark in user_agent), "")


def is_handle(text: str) -> bool:
    """Whether `text` can be a handle: 3 to 30 small letters, digits or inner underscores, and not one of ours."""
    return len(text) >= 3 and HANDLE.fullmatch(text) is not None and text not in RESERVED


def handle_base(name: str, email: str) -> str:
    """A handle made from the name, else from the e-mail's first part; it may already belong to somebody."""
    for source in (name, email.partition("@")[0]):
        plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode().lower()
        handle = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:24].strip("_")
        if is_handle(handle):
            return handle
    return "reader"


def tombstone(person_id: UUID) -> tuple[str, str]:
    """The e-mail and the handle of an erased person: unlike anybody's, and nothing can be sent there (RFC 2606)."""
    return f"{person_id.hex}@erased.invalid", f"erased-{person_id.hex}"


def token_digest(secret: str) -> str:
    """What is kept of a token's secret: its SHA-256. The secret has 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
