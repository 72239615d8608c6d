"""Shops, products and crowds for these tests."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection, connections

from goodword.catalog import actions
from goodword.catalog.actions import NewVariant
from goodword.catalog.models import Offer
from goodword.partners import actions as partners_actions
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.people import actions as people_actions

Make = Callable[..., UUID]
Act = Callable[[], object]
Crowd = Callable[[Sequence[Act]], list[object]]


@pytest.fixture
def person(now: datetime) -> UUID:
    """Somebody who works for the shops."""
    return people_actions.join(email="lin@goodword.test", name="Lin", password=None, language="en", now=now)


@pytest.fixture
def make_shop(person: UUID, now: datetime) -> Make:
    """Opens a shop; in good standing unless told otherwise."""

    def make_shop(slug: str = "meijiawu", *, standing: bool = True, currency: str = "CNY") -> UUID:
        shop_id = partners_actions.open_shop(
            slug=slug,
            name=slug.title(),
            legal_name=slug,
            registration="1",
            country="CN",
            address="12 Hubin Road",
            email="shop@goodword.test",
            currency=currency,
            owner_id=person,
            now=now,
            by=person,
        )
        if standing:
            partners_actions.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=now, by=person)
            partners_actions.verify_shop(shop_id, note="Papers seen.", now=now, by=None)
        return shop_id

    return make_shop


@pytest.fixture
def shop_id(make_shop: Make) -> UUID:
    """A shop in good standing that sells in CNY."""
    return make_shop()


@pytest.fixture
def make_offer(shop_id: UUID, person: UUID, now: datetime) -> Make:
    """Adds a product of one variant to the shop; the id of its offer."""

    def make_offer(stock: int = 10, price: int = 12800, title: str = "Longjing", **more: object) -> UUID:
        variant = NewVariant(sku=f"{title}-100", title="100 g", price=price, stock=stock)
        product_id = actions.add_product(
            more.pop("shop_id", shop_id), title=title, variants=[variant], now=now, by=person, **more
        )
        return Offer.objects.get(product_id=product_id).id

    return make_offer


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Does several things at once, each in a thread with a connection of its own; what each returned or raised.

    The server's pool holds fewer connections than there are threads, so it is left out here.
    """
    if "pool" in connections.settings["default"]["OPTIONS"]:
        monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "pool", False)

    def crowd(acts: Sequence[Act]) -> list[object]:
        results: list[object] = [None] * len(acts)
        start = threading.Barrier(len(acts))

        def run(place: int) -> None:
            try:
                connection.ensure_connection()
                start.wait(30)
                results[place] = acts[place]()
            except Exception as error:
                results[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

    return crowd
