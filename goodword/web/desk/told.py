"""Entries of the journal as they are read: in words, with amounts, moments and links as everywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.partners import queries as partners
from goodword.people import queries as people
from goodword.web.desk.facts import FIELDS, fact_name
from goodword.web.shell.say import money, percent

AMOUNTS: Final = {"amount", "compare_at", "expert", "platform", "price", "recovered", "shop", "total"}
MOMENTS: Final = {"at", "from_at", "return_until", "review_at"}


class Kept(Protocol):
    """An entry of the journal, as its queries give it."""

    name: str
    subject: UUID
    payload: Any
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Detail:
    """A field of a fact: words, ids to follow, or moments."""

    label: str
    kind: Literal["text", "id", "moment"]
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as it is read; `by` is None where the house did it."""

    at: datetime
    what: str
    subject: UUID
    details: Sequence[Detail]
    by: UUID | None
    by_name: str


def told(entries: Iterable[Kept]) -> list[Told]:
    """The entries in their order. One statement, for the names of who did it."""
    found = list(entries)
    names = people.briefs({one.by for one in found if one.by})
    return [
        Told(
            at=one.at,
            what=fact_name(one.name),
            subject=one.subject,
            details=details(one.payload),
            by=one.by,
            by_name=names[one.by].name if one.by in names else "",
        )
        for one in found
    ]


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What these persons and shops are called. Two statements, however many there are."""
    known = {one for one in ids if one}
    shops = {one.id: one.name for one in partners.briefs(known).values()} if known else {}
    return shops | {one.id: one.name for one in people.briefs(known).values()}


def details(payload: Mapping[str, Any]) -> list[Detail]:
    """A fact's fields, each with its value; a currency stands with its amounts."""
    currency = payload.get("currency")
    paid = currency is not None and any(isinstance(payload.get(key), int) for key in AMOUNTS)
    return [
        _detail(key, value, currency if paid else None)
        for key, value in payload.items()
        if not (paid and key == "currency")
    ]


def _detail(key: str, value: Any, currency: str | None) -> Detail:
    label = str(FIELDS.get(key, key))
    if value is None or value == "" or value == []:
        return Detail(label, "text", ["–"])
    values = value if isinstance(value, list) else [value]
    ids, moments = [_id(one) for one in values], [_moment(one) for one in values]
    if all(ids):
        return Detail(label, "id", ids)
    if key in MOMENTS and all(moments):
        return Detail(label, "moment", moments)
    return Detail(label, "text", [_text(key, one, currency) for one in values])


def _text(key: str, value: Any, currency: str | None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "rate_bp":
        return percent(value)
    return money(value, currency) if key in AMOUNTS and currency else str(value)


def _id(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
