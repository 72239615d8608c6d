"""A whole life is forgotten (I-35)."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db.models import Q
from django.test import Client
from pytest_django import Settings

from goodword.journal.facts import subscriptions
from goodword.journal.tests.hearing import hear
from goodword.kit import clock
from goodword.kit.verification import verify_all
from goodword.orders import queries as orders_queries
from goodword.partners import queries as partners
from goodword.people.events import PersonErased
from goodword.people.models import Person
from goodword.settlement import queries as settlement
from goodword.web.account.tests import life
from goodword.web.account.tests.conftest import PASSWORD, prove

pytestmark = pytest.mark.django_db
MODULES = sorted(name for name, kinds in subscriptions.items() if PersonErased.name() in kinds)


def test_i35_a_whole_life_is_forgotten_and_the_books_still_balance(settings: Settings, tmp_path: Path) -> None:
    """Red without any one of the reactions: before each, the module still has the word or the person."""
    settings.MEDIA_ROOT = tmp_path
    now = clock.now()
    town = life.town(now)
    browser, eve = life.arrives(now)
    for chapter in (life.buys, life.reads, life.recommends):
        chapter(eve, town)
    own_shop = life.works(eve, town)
    life.time_passes(now)
    hear(now, list(subscriptions))
    before, files = life.found(), list(tmp_path.rglob("*.webp"))
    assert len(files) == 2
    paid = next(one for one in orders_queries.purchases_of(eve.id).rows if one.state == "paid")
    shown = paid.orders[0].returns[0].pictures[0].file
    assert storages["private"].exists(shown)
    assert settlement.pending_of(eve.id) == []
    assert unlived(eve) == ["orders.Farewell", "settlement.Denial"], (
        "live these too, in life.py: else nobody looks there"
    )

    prove(browser)
    assert "Name, street and telephone are emptied" in browser.get("/me/leaving/").content.decode()
    assert browser.post("/me/leaving/decision/", {}).status_code == 422
    assert Person.objects.get(id=eve.id).is_active
    assert browser.post("/me/leaving/decision/", {"sure": "yes"})["Location"] == "/account/left/"
    assert browser.get("/account/left/").status_code == 200
    assert browser.get("/me/").status_code == 302

    names = "catalog checkout interests orders outreach partners payments settlement social"
    assert names.split() == MODULES
    for name in MODULES:
        assert traces(name, eve), name
        react(name)
        assert not traces(name, eve), name
    assert life.found() == [], before
    assert list(tmp_path.rglob("*.webp")) == []
    assert not storages["private"].exists(shown)
    hear(now, list(subscriptions))
    hear(now, list(subscriptions))
    assert life.found() == []
    assert traces("interests", eve) == []
    assert verify_all() == []
    gone = Person.objects.get(id=eve.id)
    assert (gone.name, gone.bio, gone.has_usable_password(), gone.erased_at is not None) == ("", "", False, True)
    assert [one.address for one in orders_queries.purchases_of(eve.id).rows] == [{"country": "CN"}] * 2
    assert partners.recommendable([own_shop, town.shop_id]) == {town.shop_id}
    again = {"login": "canary@canary.example", "password": PASSWORD}
    assert Client().post("/account/login/", again).status_code == 200


def unlived(who: Person) -> list[str]:
    """Tables that can name a person, and do not name this one: made by leaving itself, or about money alone."""
    naming = {
        model: Q(
            *((field.name, who) for field in model._meta.concrete_fields if field.related_model is Person),
            _connector=Q.OR,
        )
        for model in apps.get_models()
    }
    return sorted(model._meta.label for model, about in naming.items() if about and not model.objects.filter(about))


def traces(module: str, who: Person) -> list[str]:
    """What a module still has of the person: the word in its tables, or what they looked at."""
    tables = [name for name in life.connection.introspection.table_names() if name.startswith(f"{module}_")]
    kept = life.found(*tables)
    if module == "interests":
        with life.connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM interests_signal s JOIN people_person p ON p.id = s.person_id "
                "WHERE p.erased_at IS NOT NULL"
            )
            kept = ["interests_signal"] * cursor.fetchone()[0]
    return kept


def react(module: str) -> None:
    """The module hears that somebody left, and of nothing else."""
    everything = subscriptions[module]
    subscriptions[module] = {PersonErased.name(): everything[PersonErased.name()]}
    try:
        hear(clock.now(), [module])
    finally:
        subscriptions[module] = everything
