"""What a shop's staff is told of the shop itself: its standing, its catalogue files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from goodword.catalog.events import ImportEnded
from goodword.journal.facts import Recorded, reacts_to
from goodword.outreach import actions
from goodword.outreach.queries import sources
from goodword.outreach.rules import FACT_LENGTH, Kind, News
from goodword.partners import queries as partners
from goodword.partners.events import ShopSuspended, ShopVerified, SuspensionLifted


@reacts_to(ShopVerified)
def tell_of_verification(facts: Sequence[Recorded[ShopVerified]], now: datetime) -> None:
    """The papers are in order."""
    _of_standing(facts, Kind.SHOP_VERIFIED, now)


@reacts_to(ShopSuspended)
def tell_of_suspension(facts: Sequence[Recorded[ShopSuspended]], now: datetime) -> None:
    """The shop may not be recommended, and why."""
    _of_standing(facts, Kind.SHOP_SUSPENDED, now)


@reacts_to(SuspensionLifted)
def tell_of_lifting(facts: Sequence[Recorded[SuspensionLifted]], now: datetime) -> None:
    """The shop may be recommended again."""
    _of_standing(facts, Kind.SUSPENSION_LIFTED, now)


@reacts_to(ImportEnded)
def tell_of_imports(facts: Sequence[Recorded[ImportEnded]], now: datetime) -> None:
    """A catalogue file was read to its end, or could not be."""
    imports = sources.imports(one.fact.import_id for one in facts)
    staff = partners.staff_ids({told.shop_id for told in imports.values()})
    news = []
    for one in facts:
        told = imports[one.fact.import_id]
        values: dict[str, str | int] = {
            "shop_id": str(told.shop_id),
            "file": told.name[:FACT_LENGTH],
            "state": "tried" if told.state == "done" and told.dry_run else told.state,
            "taken": told.taken,
            "refused": told.refused,
        }
        for person in sorted(staff[told.shop_id]):
            news.append(News(person, Kind.IMPORT_ENDED, one.fact.import_id, str(one.uid), one.at, values))
    actions.tell(news, now=now)


def _of_standing(facts: Sequence[Recorded[Any]], kind: Kind, now: datetime) -> None:
    shops = {one.fact.shop_id for one in facts}
    names, staff = sources.shop_names(shops), partners.staff_ids(shops)
    news = []
    for one in facts:
        told: dict[str, str | int] = {"shop": names[one.fact.shop_id]}
        if reason := getattr(one.fact, "reason", ""):
            told["reason"] = reason[:FACT_LENGTH]
        for person in sorted(staff[one.fact.shop_id]):
            news.append(News(person, kind, one.fact.shop_id, str(one.uid), one.at, told))
    actions.tell(news, now=now)
