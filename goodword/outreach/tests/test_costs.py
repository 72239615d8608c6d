"""What telling costs does not grow with how many facts are told at once."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.journal.facts import Recorded, subscriptions
from goodword.orders.events import PurchasePaid
from goodword.orders.tests.making import World
from goodword.outreach.models import Notice, NoticePart
from goodword.outreach.tests.hearing import waiting
from goodword.social.events import Followed

pytestmark = pytest.mark.django_db


def test_two_hundred_facts_cost_as_many_statements_as_two(world: World) -> None:
    lin = world.person()
    offer = world.offer(world.shop(), stock=500)
    purchases = [world.paid([(offer, 1)], buyer=world.person()) for _each in range(202)]
    paid = [Recorded(uuid4(), PurchasePaid(one, uuid4()), world.now, None) for one in purchases]
    few, many = statements(paid[:2], world.now), statements(paid[2:], world.now)
    assert few <= 18
    assert many <= few + 2  # SQLite takes fewer values in one statement
    assert Notice.objects.filter(kind="paid").count() == 202
    assert list(Notice.objects.filter(kind="new_orders").values_list("count", flat=True)) == [202]
    followed = [Recorded(uuid4(), Followed(one, "person", str(lin)), world.now, None) for one in purchases]
    few, many = statements(followed[:2], world.now), statements(followed[2:], world.now)
    assert few <= 14
    assert many <= few + 2
    assert NoticePart.objects.filter(notice__person=lin).count() == 202
    assert waiting(lin) == 1


def statements(facts: list[Recorded[Any]], now: datetime) -> int:
    """How many statements outreach needs to hear these facts of one kind."""
    with CaptureQueriesContext(connection) as seen:
        subscriptions["outreach"][facts[0].fact.name()].react(facts, now)
    return len(seen)
