"""The demo's content, and its past."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from goodword.catalog.drawings import choose
from goodword.kit.verification import verify_all
from goodword.ops.demo import live_through, plant
from goodword.ops.demo.content import EXPERTS, PRODUCTS, SHOPS, WORDS
from goodword.ops.demo.dice import Dice
from goodword.ops.management.commands.demo import Command
from goodword.people import actions as people
from goodword.people import queries
from tests.homes import forget, prepared, python

NOW = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)


def test_the_content_is_as_large_as_promised_and_speaks_both_languages() -> None:
    assert (len(SHOPS) >= 6, len(PRODUCTS) >= 60, len(EXPERTS) >= 12, len(WORDS) >= 150) == (True,) * 4
    assert len({topic for one in EXPERTS for topic, _grade in one.topics}) >= 8
    assert sum(len(product.variants) > 1 for product in PRODUCTS) >= 30
    assert Counter(one.language for one in EXPERTS) == {"en": 7, "zh-hans": 7}
    assert len({word.reason for word in WORDS}) == len(WORDS)


def test_every_product_has_a_drawing_of_its_own_that_its_title_chooses() -> None:
    drawn = {choose(product.title, product.topic, bytes([n])) for product in PRODUCTS for n in range(8)}
    assert len(drawn) == len(PRODUCTS)


def test_the_same_seed_falls_the_same_way() -> None:
    first, second, other = ([dice.below(1000) for _n in range(20)] for dice in (Dice(1), Dice(1), Dice(2)))
    assert first == second != other
    dice = Dice(3)
    assert {dice.between(2, 4) for _n in range(50)} == {2, 3, 4}
    assert sorted(dice.some("abc", 5)) == ["a", "b", "c"]
    assert Counter(dice.weigh("ab", (0, 1)) for _n in range(20)) == {"b": 20}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
def test_the_past_balances_shows_every_state_and_comes_again_from_the_same_seed(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA = tmp_path
    figures = lived(tmp_path / "first.sqlite3")
    assert figures["bought"] >= 100
    assert states("purchase") >= {"placed", "paid", "expired", "cancelled"}
    assert states("order") == {"placed", "paid", "dispatched", "received", "cancelled", "expired"}
    assert states("return") == {"asked", "accepted", "refused", "received"}
    assert figures["settlement_escrow"].keys() == {"held", "released", "returned"}
    assert figures["settlement_payout"].keys() == {"paid"}
    assert min(figures["interests_signal"].values()) >= 50
    assert figures["journal"] == 0
    call_command("flush", interactive=False, verbosity=0)
    assert lived(tmp_path / "second.sqlite3") == figures


START = """
from datetime import UTC, datetime
from uuid import UUID
from goodword.ledger import actions
from goodword.ledger.models import Transfer
from goodword.ledger.rules import AccountRef, NewTransfer
from goodword.ops.management.commands import demo
from goodword.people.models import Person

def live(plan, *, store, tell):
    assert Transfer.objects.count() == 0
    one, other = (AccountRef(kind, None, "CNY", overdraft=True) for kind in ("one", "other"))
    moved = NewTransfer(UUID(int=1), one, other, 100, "test", UUID(int=2))
    actions.transfer([moved], by=None, now=datetime(2026, 11, 19, tzinfo=UTC))
    {then}

demo.live_through = live
demo.Command().prepare()
print(Person.objects.filter(email="operator@demo.goodword").count(), Transfer.objects.count())
"""


@pytest.mark.slow
def test_a_first_start_that_was_interrupted_begins_anew(tmp_path: Path) -> None:
    """Red without the mark that says that the past is half lived. In processes: only there can a file be replaced."""
    home = prepared(planted=False).copy_to(tmp_path / "data")
    with pytest.raises(RuntimeError, match="KeyboardInterrupt"):
        python(home.environment(), START.format(then="raise KeyboardInterrupt"))
    assert "beginning anew\n" in (said := python(home.environment(), START.format(then="return 7")))
    assert said.splitlines()[-1] == "1 1"
    assert python(home.environment(), START.format(then="return 7")) == "1 1\n"
    forget(home)


@pytest.mark.django_db(transaction=True)
def test_the_demo_is_not_planted_among_other_people(tmp_path: Path, settings: LazySettings) -> None:
    settings.DATA = tmp_path
    people.join(email="li@example.org", name="Li", password=None, language="en", now=NOW)
    with pytest.raises(CommandError, match="holds people who are not the demo's"):
        Command().prepare()
    assert queries.by_email("operator@demo.goodword") is None
    assert list(tmp_path.glob("planting")) == []


def lived(store: Path) -> dict[str, Any]:
    """Plants and lives through a small past; what it came to, when the books are right."""
    plan = plant(say=lambda _line: None, now=NOW)
    told = list[float]()
    bought = live_through(plan, store=str(store), tell=told.append, shoppers=60, purchases=110)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert verify_all() == []
    figures: dict[str, Any] = {"bought": bought}
    for table in ("orders_purchase", "orders_order", "orders_return", "settlement_escrow", "settlement_payout"):
        figures[table] = dict(rows(f"SELECT state, count(*) FROM {table} GROUP BY state"))
    figures["interests_signal"] = dict(rows("SELECT kind, count(*) FROM interests_signal GROUP BY kind"))
    figures["money"] = rows("SELECT sum(goods), sum(refunded) FROM orders_order")
    figures["journal"] = rows("SELECT count(*) FROM journal_deadletter")[0][0]
    return figures


def states(noun: str) -> set[str]:
    """The states in which there is one."""
    return {state for (state,) in rows(f"SELECT DISTINCT state FROM orders_{noun}")}


def rows(sql: str) -> list[tuple[Any, ...]]:
    """The database's answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
