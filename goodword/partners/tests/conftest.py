"""Persons and shops for these tests."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from goodword.partners import actions
from goodword.people import actions as people_actions

Open = Callable[..., UUID]


@pytest.fixture
def join(now: datetime) -> Callable[[str], UUID]:
    """Makes a person by name."""

    def join(name: str) -> UUID:
        return people_actions.join(
            email=f"{name.lower()}@goodword.test", name=name, password=None, language="en", now=now
        )

    return join


@pytest.fixture
def open_shop(join: Callable[[str], UUID], now: datetime) -> Open:
    """Opens a shop; keyword arguments replace its usual terms."""

    def open_shop(slug: str = "meijiawu", **terms: object) -> UUID:
        papers = {
            "name": slug.title(),
            "legal_name": f"{slug.title()} Ltd",
            "registration": "91330106",
            "country": "CN",
            "address": "12 Hubin Road, Hangzhou",
            "email": f"{slug}@goodword.test",
            "currency": "CNY",
        } | terms
        owner = papers.pop("owner_id", None) or join(f"Owner-{slug}")
        return actions.open_shop(slug=slug, owner_id=owner, now=now, by=owner, **papers)

    return open_shop
