"""What the inbox's pages show, gathered before any template runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.outreach import queries as outreach
from goodword.outreach.queries import NoticeView
from goodword.outreach.rules import Group, Kind
from goodword.people import queries as people
from goodword.web.inbox.sentences import Told, say
from goodword.web.shell.jinja import url
from goodword.web.shell.topics import topic_names

ICONS: Final = {
    Group.PURCHASES: "parcel",
    Group.WORDS: "word",
    Group.SHOP: "cart",
    Group.PEOPLE: "me",
    Group.SAVED: "save",
}
MONEY: Final = {Kind.PAID, Kind.PAID_TOO_LATE, Kind.REFUNDED, Kind.REFUND_STUCK, Kind.EARNED, Kind.TAKEN_BACK}
CERTIFICATES: Final = {Kind.CREDENTIAL_GRANTED, Kind.CREDENTIAL_REFUSED, Kind.CREDENTIAL_LOST}
GROUPS: Final[dict[Group, tuple[Promise, Promise, Promise | str]]] = {
    Group.PURCHASES: (
        _("My purchases"),
        _("Parcels on their way, returns, purchases that were not paid in time"),
        _("payments, refunds, refused returns, cancellations by a shop, goods that count as arrived"),
    ),
    Group.WORDS: (
        _("My words"),
        _("Comments, the first sale through a word"),
        _("commission, certificates"),
    ),
    Group.SHOP: (
        _("My shop"),
        _("New orders, orders a buyer cancelled, files that were read"),
        _("returns a buyer asks for, withdrawals, verification and suspension"),
    ),
    Group.PEOPLE: (_("People"), _("New followers, once a day"), ""),
    Group.SAVED: (_("What I saved"), _("What became cheaper than when I saved it, at most three a day"), ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A notice in the list; `group` names what it belongs to."""

    id: UUID
    icon: str
    group: str
    sentence: str
    detail: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A person's notices."""

    rows: Sequence[Row]
    next: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A group of notices: what it tells, what of it is told whatever one chooses, and whether one wants it."""

    group: str
    label: Promise
    about: Promise
    always: Promise | str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """All groups, in order."""

    rows: Sequence[Choice]


def inbox(person: UUID, cursor: str | None) -> Page:
    """A person's notices with the names they need. At most four statements."""
    page = outreach.notices_of(person, cursor)
    who = {one.id: str(one.facts["who"]) for one in page.rows if "who" in one.facts}
    names = {str(one.id): one.name for one in people.briefs({UUID(found) for found in who.values()}).values()}
    topics = topic_names() if any(one.kind in CERTIFICATES for one in page.rows) else {}
    rows = []
    for one in page.rows:
        topic = str(one.facts.get("topic", ""))
        said = say(Told(one, names.get(who.get(one.id, ""), ""), topics.get(topic, topic)))
        icon = "held" if one.kind in MONEY else ICONS[one.group]
        rows.append(Row(one.id, icon, str(GROUPS[one.group][0]), said.sentence, said.detail, one.at, one.read))
    return Page(rows=rows, next=page.next and url("inbox", cursor=page.next))


def choices(person: UUID) -> Choices:
    """What a person may switch off. One statement."""
    wanted = outreach.choices_of(person)
    return Choices([Choice(group.value, *GROUPS[group], wanted[group]) for group in Group])


def way_from(notice: NoticeView) -> str:
    """Where a notice leads: always an address of ours, made from its kind and ids."""
    subject, shop = notice.subject, notice.facts.get("shop_id", "")
    if notice.group == Group.PURCHASES:
        return url("purchase", subject)
    match notice.kind:
        case Kind.NEW_ORDERS:
            return url("console-orders", subject)
        case Kind.ORDER_CANCELLED | Kind.RETURN_ASKED | Kind.WITHDRAWN:
            return url("console-order", shop, subject)
        case Kind.IMPORT_ENDED:
            return url("console-import", shop, subject)
        case Kind.SHOP_VERIFIED | Kind.SHOP_SUSPENDED | Kind.SUSPENSION_LIFTED:
            return url("console-shop", subject)
        case Kind.EARNED | Kind.TAKEN_BACK:
            return url("studio-statement")
        case Kind.CREDENTIAL_GRANTED | Kind.CREDENTIAL_REFUSED | Kind.CREDENTIAL_LOST:
            return url("my_fields")
        case Kind.FOLLOWED:
            return url("person", people.person(subject).handle)
    return url("post", subject)
