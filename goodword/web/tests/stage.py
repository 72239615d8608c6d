"""A stage for tests of pages: a shop, an expert, their word, readers signed in. Each room's conftest has it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from goodword.kit import clock
from goodword.people.models import Person
from goodword.web.tests import scene


@dataclass(frozen=True, slots=True)
class Stage:
    """A shop with tea in two sizes, recommended by Lin Yue; Fang looks at it."""

    now: datetime
    owner: Person
    lin: Person
    fang: Person
    shop_id: UUID
    tea: scene.Goods
    cup: scene.Goods
    word: UUID


@pytest.fixture
def stage(db: None) -> Stage:
    """What most pages need. Made at the present moment, because surfaces look at the clock."""
    now = clock.now()
    scene.topic("tea", "Tea", "茶", now)
    owner, lin, fang = (
        scene.person("Shop Owner", now),
        scene.expert("Lin Yue", "tea", now),
        scene.person("Wang Fang", now),
    )
    shop_id = scene.shop("Meijiawu Farm Shop", owner, now)
    tea = scene.product(
        shop_id, "Longjing tea", "tea", now, 12800, 29800, words="<p>Picked early.</p><script>x()</script>"
    )
    cup = scene.product(shop_id, "Blue wave cup", "tea", now, 4800)
    word = scene.word(lin, "tea", "Third spring in a row I reorder this.", now, tea, cup)
    return Stage(now, owner, lin, fang, shop_id, tea, cup, word)


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
