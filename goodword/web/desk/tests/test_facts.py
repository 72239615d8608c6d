"""Every fact, and every field of one, has words at the desk."""

from dataclasses import fields

from goodword.journal.facts import all_facts
from goodword.web.desk.facts import FACTS, FIELDS, fact_name
from goodword.web.desk.told import Detail, details

KNOWN = {name: kind for name, kind in all_facts().items() if kind.__module__.endswith(".events")}


def test_every_fact_and_field_has_words() -> None:
    """Red when a fact is added without words: the journal would show its name in the code."""
    assert set(FACTS) == set(KNOWN)
    assert set(FIELDS) == {field.name for kind in KNOWN.values() for field in fields(kind)}


def test_what_is_not_known_is_told_as_it_is() -> None:
    assert fact_name("gifts.GiftSent") == "gifts.GiftSent"
    assert details({"gift": {"a": 1}, "amount": 5}) == [
        Detail("gift", "text", ["{'a': 1}"]),
        Detail("Amount", "text", ["5"]),
    ]
