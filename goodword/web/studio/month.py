"""What the studio's first page tells: this month's money, and every word with what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.kit.money import Money
from goodword.orders import queries as orders
from goodword.settlement import queries as settlement
from goodword.settlement.queries import Earnings, PostEarnings, Statement
from goodword.social import queries as social
from goodword.social.queries import PostView
from goodword.web.shell.jinja import url

FEW_LEFT = 5


@dataclass(frozen=True, slots=True)
class State:
    """A state in words, and the tone of its chip."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A word: what was sold through it and what it earned, by currency."""

    post: PostView
    sold: int
    earned: Sequence[Money]
    state: State


@dataclass(frozen=True, slots=True)
class Month:
    """One currency's month. `sold` is the price of goods in orders of this month that were not given back."""

    now: Earnings
    statement: Statement
    sold: int
    orders: int


@dataclass(frozen=True, slots=True)
class Page:
    """This month and the words, newest first."""

    since: datetime
    months: Sequence[Month]
    rows: Sequence[Row]
    next: str | None
    certified: bool


def month_of(now: datetime) -> datetime:
    """When the month of this moment began, where the reader is."""
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month(person: UUID, certified: bool, cursor: str | None, now: datetime) -> Page:
    """The first page. Statements grow with the currencies of the expert's earnings, never with rows."""
    since = month_of(now)
    page = social.own_posts(person, cursor, now)
    earned = settlement.earned_by_posts(post.id for post in page.rows)
    return Page(
        since=since,
        months=[_month(person, one, since, now) for one in settlement.earnings(person)],
        rows=[_row(post, earned.get(post.id, [])) for post in page.rows],
        next=page.next and url("studio", cursor=page.next),
        certified=certified,
    )


def _month(person: UUID, one: Earnings, since: datetime, now: datetime) -> Month:
    told = settlement.statement(kind="expert", owner=person, currency=one.currency, start=since, end=now)
    ids = {row.order_id for row in told.held if row.held_at >= since}
    ids |= {row.order_id for row in told.rows if row.kind == "earned" and row.order_id}
    facts = orders.order_facts(ids).values() if ids else ()
    lines = [line for order in facts for line in order.lines if line.expert_id == person]
    return Month(now=one, statement=told, sold=sum(line.amount - line.refunded for line in lines), orders=len(ids))


def _row(post: PostView, earned: Sequence[PostEarnings]) -> Row:
    return Row(
        post=post,
        sold=sum(one.lines for one in earned),
        earned=[Money(one.held + one.settled, one.currency) for one in earned],
        state=_state(post),
    )


def _state(post: PostView) -> State:
    """What an expert should know of a word at a glance: whether what it praises can still be bought."""
    if post.withdrawn_for is not None:
        return State(_("taken back"))
    if not all(card.listed for card in post.products):
        return State(_("no longer sold: take it back"), "seal-c")
    left = min(card.available for card in post.products)
    if not left:
        return State(_("sold out"), "amber")
    if left <= FEW_LEFT:
        return State(_("%(num)s left") % {"num": left}, "amber")
    return State(_("in stock"), "jade")
