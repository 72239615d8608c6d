"""The kinds of notices: whom they concern, whether they can be switched off, and what they carry. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from goodword.kit.limits import PRICE_NOTICES

NOTICES_KEPT = timedelta(days=180)  # a notice is a pointer; what it points to stands longer, in its own place
NEWS_FOR = timedelta(days=14)  # what is told later than this counts as read: it is history, not news
FACT_LENGTH = 300  # letters of a reason or a title in a notice; the whole stands where the notice leads
KEY_LENGTH = 60  # letters of the name under which a notice is told once


class Group(StrEnum):
    """What a person switches on or off: one page of their affairs."""

    PURCHASES = "purchases"
    WORDS = "words"
    SHOP = "shop"
    PEOPLE = "people"
    SAVED = "saved"


class Kind(StrEnum):
    """What a notice says. Beside each: who gets it, and its subject."""

    PAID = "paid"  # the buyer; a purchase
    PAID_TOO_LATE = "paid_too_late"  # the buyer; a purchase
    EXPIRED = "expired"  # the buyer; a purchase
    SHOP_CANCELLED = "shop_cancelled"  # the buyer; a purchase
    DISPATCHED = "dispatched"  # the buyer; a purchase
    ARRIVED = "arrived"  # the buyer; a purchase
    RETURN_ACCEPTED = "return_accepted"  # the buyer; a purchase
    RETURN_REFUSED = "return_refused"  # the buyer; a purchase
    RETURN_RECEIVED = "return_received"  # the buyer; a purchase
    REFUNDED = "refunded"  # the buyer; a purchase
    REFUND_STUCK = "refund_stuck"  # the buyer; a purchase
    COMMENTED = "commented"  # the word's author; a post, gathered by day
    FIRST_SALE = "first_sale"  # the word's author; a post
    EARNED = "earned"  # the expert; themselves, gathered by day and currency
    TAKEN_BACK = "taken_back"  # the expert; an order
    CREDENTIAL_GRANTED = "credential_granted"  # the applicant; themselves
    CREDENTIAL_REFUSED = "credential_refused"  # the applicant; themselves
    CREDENTIAL_LOST = "credential_lost"  # the expert; themselves
    NEW_ORDERS = "new_orders"  # a shop's staff; a shop, gathered by day
    ORDER_CANCELLED = "order_cancelled"  # a shop's staff; an order
    RETURN_ASKED = "return_asked"  # a shop's staff; an order
    WITHDRAWN = "withdrawn"  # a shop's staff; an order
    SHOP_VERIFIED = "shop_verified"  # a shop's staff; a shop
    SHOP_SUSPENDED = "shop_suspended"  # a shop's staff; a shop
    SUSPENSION_LIFTED = "suspension_lifted"  # a shop's staff; a shop
    IMPORT_ENDED = "import_ended"  # a shop's staff; an import
    FOLLOWED = "followed"  # a person; themselves, gathered by day
    CHEAPER = "cheaper"  # who saved it; a post


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind's group; `always`: it cannot be switched off; `gathered`: one notice tells of a whole day.

    Of what is told of at most so often a day (UTC), `a_day` is how often; 0 is no bound.
    """

    group: Group
    always: bool = False
    gathered: bool = False
    a_day: int = 0


SORTS: Final[dict[Kind, Sort]] = {
    Kind.PAID: Sort(Group.PURCHASES, always=True),
    Kind.PAID_TOO_LATE: Sort(Group.PURCHASES, always=True),
    Kind.EXPIRED: Sort(Group.PURCHASES),
    Kind.SHOP_CANCELLED: Sort(Group.PURCHASES, always=True),
    Kind.DISPATCHED: Sort(Group.PURCHASES),
    Kind.ARRIVED: Sort(Group.PURCHASES, always=True),
    Kind.RETURN_ACCEPTED: Sort(Group.PURCHASES),
    Kind.RETURN_REFUSED: Sort(Group.PURCHASES, always=True),
    Kind.RETURN_RECEIVED: Sort(Group.PURCHASES),
    Kind.REFUNDED: Sort(Group.PURCHASES, always=True),
    Kind.REFUND_STUCK: Sort(Group.PURCHASES, always=True),
    Kind.COMMENTED: Sort(Group.WORDS, gathered=True),
    Kind.FIRST_SALE: Sort(Group.WORDS),
    Kind.EARNED: Sort(Group.WORDS, always=True, gathered=True),
    Kind.TAKEN_BACK: Sort(Group.WORDS, always=True),
    Kind.CREDENTIAL_GRANTED: Sort(Group.WORDS, always=True),
    Kind.CREDENTIAL_REFUSED: Sort(Group.WORDS, always=True),
    Kind.CREDENTIAL_LOST: Sort(Group.WORDS, always=True),
    Kind.NEW_ORDERS: Sort(Group.SHOP, gathered=True),
    Kind.ORDER_CANCELLED: Sort(Group.SHOP),
    Kind.RETURN_ASKED: Sort(Group.SHOP, always=True),
    Kind.WITHDRAWN: Sort(Group.SHOP, always=True),
    Kind.SHOP_VERIFIED: Sort(Group.SHOP, always=True),
    Kind.SHOP_SUSPENDED: Sort(Group.SHOP, always=True),
    Kind.SUSPENSION_LIFTED: Sort(Group.SHOP, always=True),
    Kind.IMPORT_ENDED: Sort(Group.SHOP),
    Kind.FOLLOWED: Sort(Group.PEOPLE, gathered=True),
    Kind.CHEAPER: Sort(Group.SAVED, a_day=PRICE_NOTICES),
}


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell one person. `key` names it among their notices of that kind: the same key is told once.

    Of a gathering kind, `part` is what is counted under the key, once, and `amount` (minor units) what is added up.
    """

    person_id: UUID
    kind: Kind
    subject: UUID
    key: str
    at: datetime
    facts: dict[str, str | int] = field(default_factory=dict)
    part: UUID | None = None
    amount: int = 0


def day_key(subject: UUID, at: datetime, more: str = "") -> str:
    """The key of all that happens with a subject in one day (UTC), apart by `more`."""
    return f"{subject}:{at.astimezone(UTC).date().isoformat()}{more}"


def within_budget(news: Sequence[News], told: Sequence[tuple[UUID, str, str, datetime]]) -> list[News]:
    """What may still be told of each person's day; `told` are notices as (person, kind, key, at). Pure.

    What stands there already takes no place again, so that the same news delivered twice tells the same.
    """
    keys = {(person, kind, key) for person, kind, key, _at in told}
    used = Counter((person, kind, _day(at)) for person, kind, _key, at in told)
    kept = []
    for one in news:
        key, day = (one.person_id, one.kind.value, one.key), (one.person_id, one.kind.value, _day(one.at))
        bound = SORTS[one.kind].a_day
        if bound and (key in keys or used[day] >= bound):
            continue
        keys.add(key)
        used[day] += 1
        kept.append(one)
    return kept


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def is_told(at: datetime, now: datetime) -> bool:
    """Whether what happened then is still told: older notices are deleted and must not come back (a replay)."""
    return at > now - NOTICES_KEPT


def is_news(at: datetime, now: datetime) -> bool:
    """Whether it is told as unread."""
    return at > now - NEWS_FOR
