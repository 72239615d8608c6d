"""States, their order in time, and how long to wait; pure."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
CALL_LEASE = timedelta(seconds=60)  # a claimed row is nobody else's for this long; longer than any provider call
FIRST_CHECK = timedelta(seconds=30)  # an open intent is asked about when no notice has come by then
PAY_URL_MAX = 5000  # characters; providers put a whole page's state into the address where payers pay
NOTICE_AGE = timedelta(seconds=300)  # how far a notice's timestamp may be from now, both ways (S-20)


class Mode(StrEnum):
    """Whether money is real. Keys of one mode are refused in the other (S-23)."""

    TEST = "test"
    LIVE = "live"


class IntentState(StrEnum):
    """new (ours only) -> open (the payer can pay) -> captured; or failed; or closing (we ask first) -> closed."""

    NEW = "new"
    OPEN = "open"
    CAPTURED = "captured"
    FAILED = "failed"
    CLOSING = "closing"
    CLOSED = "closed"


UNPAID = frozenset({IntentState.NEW, IntentState.OPEN, IntentState.CLOSING})


class SendState(StrEnum):
    """asked (ours only) -> sent (the provider has it) -> paid; or failed."""

    ASKED = "asked"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


UNDER_WAY = frozenset({SendState.ASKED, SendState.SENT})


class Outcome(StrEnum):
    """What a notice did: its effect, nothing because it came too late or twice, or nothing because it is not true."""

    TAKEN = "taken"
    IGNORED = "ignored"
    SUSPICIOUS = "suspicious"


def wait_after(tries: int) -> timedelta:
    """How long to wait before asking a provider again: doubles from 5 s to 1 h."""
    return min(FIRST_WAIT * (1 << min(tries, 20)), LONGEST_WAIT)


def is_fresh(sent_at: datetime, now: datetime) -> bool:
    """Whether a notice's timestamp is within 300 s of now, both ways (S-20)."""
    return abs(now - sent_at) <= NOTICE_AGE


def key_fits(mode: Mode, key: str) -> bool:
    """Whether an API key belongs to `mode`: test keys begin with sandbox- or test-, live keys never do (S-23)."""
    return key.startswith(("sandbox-", "test-")) == (mode == Mode.TEST)


def fingerprint(provider: str, reference: str) -> str:
    """What two payout destinations share when they are the same account, however it was typed (I-14)."""
    plain = "".join(letter for letter in reference.casefold() if letter.isalnum())
    return hashlib.sha256(f"{provider}:{plain}".encode()).hexdigest()
