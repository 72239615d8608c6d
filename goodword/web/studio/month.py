"""What the studio's first page tells: this month's money, and every word with what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.interests import queries as interests
from goodword.kit.money import Money
from goodword.settlement import queries as settlement
from goodword.settlement.queries import DaySales, PostEarnings
from goodword.social import queries as social
from goodword.social.queries import PostView
from goodword.web.shell.jinja import url
from goodword.web.studio.chart import Chart, chart

FEW_LEFT = 5


@dataclass(frozen=True, slots=True)
class State:
    """A state in words, and the tone of its chip."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A word: how often it was seen and saved, what was sold through it and came back, what it earned by currency."""

    post: PostView
    seen: int
    saved: int
    sold: int
    returned: int
    earned: Sequence[Money]
    state: State


@dataclass(frozen=True, slots=True)
class Month:
    """One currency's month. `sold` is the price of goods paid this month that were not given back.

    `change` compares it, in percent, with as many days of the month before; None when nothing was sold then.
    """

    currency: str
    orders: int
    sold: int
    change: int | None
    earned: int
    settled: int
    pieces: int
    returned: int
    chart: Chart

    @property
    def kept_bp(self) -> int:
        """The part of the pieces that was not returned, in basis points, to the tenth of a percent."""
        return (self.pieces - self.returned) * 1000 // self.pieces * 10 if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Page:
    """This month and the words, newest first, counted in this month or, with `ever`, in all time."""

    since: datetime
    months: Sequence[Month]
    saves: int
    rows: Sequence[Row]
    ever: bool
    next: str | None
    certified: bool


def month_of(now: datetime) -> datetime:
    """When the month of this moment began, where the reader is."""
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def month(person: UUID, certified: bool, cursor: str | None, now: datetime, *, ever: bool) -> Page:
    """The first page. It takes the same number of statements whatever was sold, seen or written."""
    since = month_of(now)
    page = social.own_posts(person, cursor, now)
    ids = [post.id for post in page.rows]
    counted = interests.tallies(ids, None if ever else since.date())
    earned = settlement.earned_by_posts(ids, None if ever else since)
    return Page(
        since=since,
        months=_months(person, since, now),
        saves=interests.tally_of_author(person, "saved", since.date()),
        rows=[_row(post, counted, earned.get(post.id, []), ever) for post in page.rows],
        ever=ever,
        next=page.next and url("studio", cursor=page.next, all="1" if ever else ""),
        certified=certified,
    )


def _months(person: UUID, since: datetime, now: datetime) -> list[Month]:
    """This month in every currency in which something was sold since the month before began. One statement."""
    days = settlement.sales_by_day(person, month_of(since - timedelta(days=1)), now)
    return [
        _month([one for one in days if one.currency == currency], since, now)
        for currency in sorted({one.currency for one in days})
    ]


def _month(both: Sequence[DaySales], since: datetime, now: datetime) -> Month:
    first, today = since.date(), timezone.localtime(now).date()
    days, currency = [one for one in both if one.day >= first], both[0].currency
    until = (first - timedelta(days=1)).replace(day=1) + (today - first)
    past = sum(one.goods for one in both if one.day < first and one.day <= until)
    sold = sum(one.goods for one in days)
    return Month(
        currency=currency,
        orders=sum(one.orders for one in days),
        sold=sold,
        change=(sold - past) * 100 // past if past else None,
        earned=sum(one.earned for one in days),
        settled=sum(one.settled for one in days),
        pieces=sum(one.pieces for one in days),
        returned=sum(one.returned for one in days),
        chart=chart(currency, {one.day: one.earned for one in days}, first, today),
    )


def _row(post: PostView, counted: Mapping[tuple[UUID, str], int], earned: Sequence[PostEarnings], ever: bool) -> Row:
    return Row(
        post=post,
        seen=counted.get((post.id, "seen"), 0),
        saved=post.saves if ever else counted.get((post.id, "saved"), 0),
        sold=sum(one.pieces for one in earned),
        returned=sum(one.returned for one in earned),
        earned=[Money(one.held + one.settled, one.currency) for one in earned],
        state=_state(post),
    )


def _state(post: PostView) -> State:
    """What an expert should know of a word at a glance: whether what it praises can still be bought."""
    if post.withdrawn_for is not None:
        return State(_("taken back"))
    if not all(card.listed for card in post.products):
        return State(_("withdrawn by the shop: take it back"), "seal-c")
    left = min(card.available for card in post.products)
    if not left:
        return State(_("sold out"), "amber")
    if left <= FEW_LEFT:
        return State(_("%(num)s left") % {"num": left}, "amber")
    return State(_("in stock"), "jade")
