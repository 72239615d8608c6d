"""S-01, S-04 for the working rooms: every route of studio, console and desk, taken from the resolver, by everybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goodword.catalog import actions as catalog
from goodword.orders import actions as orders
from goodword.orders import queries as order_queries
from goodword.partners import actions as partners
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.social.rules import Words
from goodword.web.tests import scene
from goodword.web.tests.stage import Stage

Enter = Callable[[Person], Client]
ROOMS = ("studio", "console", "desk")
OPEN = {"console"}  # lists one's own shops and opens one: for everybody who is signed in
BODY = {
    "carrier": "SF",
    "number": "1",
    "reason": "Because",
    "why": "Because",
    "answer": "Because",
    "note": "Seen",
    "title": "Mine",
    "name": "Mine",
    "price": "1",
    "on_hand": "1",
    "rate": "1",
    "handle": "wang-fang",
    "role": "owner",
    "channel": "sandbox",
    "reference": "acct-1",
    "grade": "3",
    "version": "2026-06",
    "to": "down",
    "reason_type": "used",
    "legal_name": "M",
    "registration": "M",
    "address": "M",
    "email": "m@example.com",
    "delivery_fee": "0",
    "return_days": "7",
    "topic": "tea",
    "review": "2099-01-01",
    "lifted": "Because",
}  # one plausible value for every field of every form


@dataclass(frozen=True, slots=True)
class House:
    """A stage on which something stands at every address."""

    stage: Stage
    operator: Person
    rival: Person
    places: dict[str, object]
    canaries: tuple[str, ...]


@pytest.fixture
def house(stage: Stage, tmp_path: Path) -> House:
    now = stage.now
    placed = scene.placed(stage.fang, now, (stage.tea.offers[0], 1, stage.word))
    scene.paid(placed, now)
    order = order_queries.purchase_for(stage.fang.id, placed.purchase_id).orders[0]
    orders.dispatch_order(
        order.id, carrier="SF", number="9", auto_receipt=timedelta(days=9), now=now, by=stage.owner.id
    )
    orders.receive_order(order.id, now=now, by=stage.fang.id)
    returned = orders.ask_return(order.id, lines=[(order.lines[0].id, 1)], reason="Too dry", now=now, by=stage.fang.id)
    file = tmp_path / "x.csv"
    file.write_text("Handle,Title\n")
    run = catalog.ask_import(
        stage.shop_id, form="shopify", path=file, name="secret-file.csv", dry_run=True, topic=None, now=now, by=None
    )
    shelf = social.open_shelf(person_id=stage.lin.id, title="Rainy week", now=now, by=stage.lin.id)
    social.put_on_shelf(shelf_id=shelf, product_id=stage.tea.id, position=0, now=now, by=stage.lin.id)
    draft, words = uuid4(), Words("tea", "Not said yet", "used", "", free_sample=False)
    products = [stage.tea.id]
    social.keep_draft(draft_id=draft, words=words, product_ids=products, pictures=[], now=now, by=stage.lin.id)
    evidence = "I have brewed tea by trade for eleven years."
    asked = people.ask_credential(
        person_id=stage.fang.id, topic="tea", evidence=evidence, links=[], now=now, by=stage.fang.id
    )
    operator, rival = scene.person("Op Erator", now), scene.person("Rival Owner", now)
    people.grant_role(person_id=operator.id, role="operator", now=now, by=None)
    operator = people_queries.person(operator.id)  # the new role ended the earlier session
    scene.shop("Jingde Kiln", rival, now)
    places: dict[str, object] = {
        "slug": "meijiawu-farm-shop",
        "product_id": stage.tea.id,
        "offer_id": stage.tea.offers[0],
        "order_id": order.id,
        "return_id": returned,
        "deed": "refusal",
        "import_id": run,
        "person_id": stage.owner.id,
        "handle": stage.lin.handle,
        "purchase_id": placed.purchase_id,
        "payee_id": stage.shop_id,
        "post_id": stage.word,
        "shelf_id": shelf,
        "draft_id": draft,
        "application_id": asked,
    }
    return House(stage, operator, rival, places, (order.number, "Hubin Road", "secret-file", evidence, "Farm Shop Ltd"))


def routes(house: House) -> dict[str, str]:
    """Name and address of every route of the three rooms; a place nobody filled fails here."""
    found = {}
    for pattern in _patterns(get_resolver().url_patterns):
        name = pattern.name or ""
        if name.split("-")[0] in ROOMS:
            places = {place: house.places[place] for place in pattern.pattern.converters}
            found[name] = reverse(name, kwargs=places)
    return found


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def counts() -> dict[str, int]:
    """How many rows there are of everything but sessions; every deed adds at least a fact."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if "ession" not in model._meta.label
    }


def all_answers(client: Client, addresses: dict[str, str], house: House) -> Iterator[tuple[str, str, int, str]]:
    ids = {"shelf": house.places["shelf_id"], "product": house.places["product_id"], "p": house.places["product_id"]}
    for name, address in addresses.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address, {**BODY, **ids} if method == "post" else {})
            yield name, method, answer.status_code, answer.content.decode() + answer.get("Location", "")


def test_every_route_of_the_rooms_is_known(house: House) -> None:
    assert len(routes(house)) >= 68


@pytest.mark.parametrize("who", ["anonymous", "shopper", "rival", "expert", "owner", "operator"])
def test_s01_s04_everybody_meets_nothing_behind_doors_that_are_not_theirs(
    house: House, signed_in: Enter, who: str
) -> None:
    """Red without the room's door: `expert`, `staff` or `operator`."""
    stage = house.stage
    person = {
        "shopper": stage.fang,
        "rival": house.rival,
        "expert": stage.lin,
        "owner": stage.owner,
        "operator": house.operator,
    }.get(who)
    client = signed_in(person) if person else Client()
    own = {"expert": "studio", "owner": "console", "operator": "desk"}.get(who)
    closed = {
        name: address
        for name, address in routes(house).items()
        if name.split("-")[0] != own and (name not in OPEN or who == "anonymous")
    }
    before = counts()
    for name, method, status, body in all_answers(client, closed, house):
        if status == 405:
            continue
        if who == "anonymous":
            assert (name, method, status, body.startswith("/account/login/")) == (name, method, 302, True)
        else:
            assert (name, method, status) == (name, method, 404)
        assert [canary for canary in house.canaries if canary in body] == []
    assert counts() == before


def test_s01_another_expert_cannot_touch_a_word_or_a_shelf(house: House, signed_in: Enter) -> None:
    """Red without asking whether the post is the reader's own."""
    other = signed_in(scene.expert("Aya Chen", "tea", house.stage.now))
    before = counts()
    named = {name: at for name, at in routes(house).items() if "<" in name or str(house.places["post_id"]) in at}
    named |= {name: at for name, at in routes(house).items() if str(house.places["shelf_id"]) in at}
    named["studio-put"] = reverse("studio-put")
    assert len(named) == 8
    for name, method, status, _body in all_answers(other, named, house):
        assert (name, method, status) in ((name, method, 404), (name, method, 405))
    assert counts() == before


def test_s01_things_of_another_shop_are_not_at_this_counter(house: House, signed_in: Enter) -> None:
    """Red without comparing the product's shop with the counter's: ids of one shop under the address of another."""
    rival, before = signed_in(house.rival), counts()
    for name, address in routes(house).items():
        ids = [str(house.places[key]) for key in ("product_id", "order_id", "import_id") if key in house.places]
        if name.startswith("console") and any(one in address for one in ids):
            moved = {name: address.replace("meijiawu-farm-shop", "jingde-kiln")}
            for _name, method, status, body in all_answers(rival, moved, house):
                assert (name, method, status) in ((name, method, 404), (name, method, 405))
                assert [canary for canary in house.canaries if canary in body] == []
    assert counts() == before


def test_s04_a_packer_ships_and_does_nothing_else(house: House, signed_in: Enter) -> None:
    """Red without the roles named at the door."""

    stage = house.stage
    partners.add_staff(stage.shop_id, stage.fang.id, role="packer", now=stage.now, by=stage.owner.id)
    packer, before = signed_in(stage.fang), counts()
    may = {"console", "console-shop", "console-orders", "console-order", "console-dispatch", "console-return"}
    may |= {"console-to-ship", "console-parcels", "console-slips"}
    closed = {name: at for name, at in routes(house).items() if name.startswith("console") and name not in may}
    for name, method, status, _body in all_answers(packer, closed, house):
        assert (name, method, status) in ((name, method, 404), (name, method, 405))
    assert packer.post(routes(house)["console-return"], BODY).status_code == 404
    assert counts() == before


@pytest.mark.parametrize("who", ["expert", "owner", "operator"])
def test_s04_reading_changes_nothing(house: House, signed_in: Enter, who: str) -> None:
    person = {"expert": house.stage.lin, "owner": house.stage.owner, "operator": house.operator}[who]
    room = {"expert": "studio", "owner": "console", "operator": "desk"}[who]
    client, before = signed_in(person), counts()
    for name, address in routes(house).items():
        if name.split("-")[0] == room:
            status = client.get(address, BODY).status_code
            assert (name, status) in ((name, 200), (name, 302), (name, 405)) or name == "desk-book"
    assert counts() == before


def test_s01_wrong_ids_in_addresses_and_bodies_are_not_there(house: House, signed_in: Enter) -> None:
    lin, operator = signed_in(house.stage.lin), signed_in(house.operator)
    before = counts()
    for text in ("", "null", "0", "-1", str(UUID(int=7)), "x' OR 1=1"):
        assert lin.post(reverse("studio-put"), {"shelf": text, "product": text}).status_code == 404
        assert operator.get(reverse("desk-thing"), {"id": text}).status_code == 200
        assert operator.get(reverse("desk-book"), {"kind": "shop", "currency": text}).status_code == 404
        typed = {"p": text, "reason": "x", "reason_type": "used", "topic": "tea", "do": "publish"}
        assert lin.post(reverse("studio-write"), typed).status_code == 422
    kept = {"social.Draft": 5}  # what was typed is not lost, unless a product was named that is nobody's
    assert counts() == {label: count + kept.get(label, 0) for label, count in before.items()}
