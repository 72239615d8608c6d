"""Reads of settlement for surfaces and for its own actions."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from goodword.kit.paging import Page
from goodword.settlement.queries.views import Earnings, OrderMoney, PayoutView, PostEarnings, Statement
from goodword.settlement.rules import Kind


def order_money(order_ids: Iterable[UUID]) -> dict[UUID, OrderMoney]:
    """Where each order's money is; orders not paid yet are left out."""
    raise NotImplementedError


def statement(*, kind: Kind, owner: UUID | None, currency: str, start: datetime, end: datetime) -> Statement:
    """The money of one payee from `start` up to (not including) `end`; `owner` is None for the platform."""
    raise NotImplementedError


def earnings(payee: UUID) -> list[Earnings]:
    """A person's commission (or a shop's sales) now, by currency."""
    raise NotImplementedError


def earned_by_posts(post_ids: Iterable[UUID]) -> dict[UUID, list[PostEarnings]]:
    """What each recommendation brought, by currency; posts that sold nothing are left out."""
    raise NotImplementedError


def payouts_of(payee: UUID, cursor: str | None = None) -> Page[PayoutView]:
    """A payee's payouts, newest first."""
    raise NotImplementedError
