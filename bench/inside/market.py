"""A market to measure in, made through the actions: shops, offers, experts with posts, buyers and readers."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from goodword.catalog import actions as catalog
from goodword.catalog.models import Offer
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft
from goodword.kit import clock
from goodword.partners import actions as partners
from goodword.partners.models import Shop
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.payments import actions as payments
from goodword.payments.rules import Mode
from goodword.people import actions as people
from goodword.people.middleware import SEEN_AT, SIGNED_IN_AT
from goodword.people.models import Person
from goodword.social import actions as social
from goodword.social.models import Post

CURRENCY, CHANNEL, MERCHANT = "CNY", "sandbox", "bench"
TOPICS = ("tea", "running", "ceramics", "kitchen")
HOME = AddressDraft(name="Wang Fang", street="12 Hubin Road", city="Hangzhou", country="CN", postcode="310000")
REASON = "I have used it every day for a year and would buy it again tomorrow. " * 4
HOUR = timedelta(hours=1)
STOCK = 1_000_000
TOKEN_LIFE = timedelta(days=7)


def plant(shops: int, products: int, posts: int, buyers: int, readers: int) -> dict[str, Any]:
    """Opens so many shops with so many products each, so many posts in all, and lets buyers sign up.

    The first `readers` of them follow persons, topics and shops, and are signed in.
    """
    now = clock.now()
    catalog.plant_topics(now=now, by=None)
    payments.open_channel(
        key=CHANNEL,
        name="Sandbox",
        provider="sandbox",
        merchant=MERCHANT,
        mode=Mode.TEST,
        currencies=[CURRENCY],
        note="",
        now=now,
        by=None,
    )
    goods = [product for number in range(shops) for product in _shop(number, products, now)]
    experts = [_expert(number, now) for number in range(min(posts, 20))]
    for number in range(posts):
        _word(experts[(number + number // len(goods)) % len(experts)], goods[number % len(goods)], number, now)
    people_made = [_buyer(number, now) for number in range(buyers)]
    shop_ids = list(Shop.objects.order_by("id").values_list("id", flat=True))
    for reader in people_made[:readers]:
        _follow(UUID(reader["id"]), experts[:10], shop_ids[:2], now)
    words = Post.objects.order_by("id").values_list("id", "products__product__offers", "products__shop")
    return {
        "buyers": people_made,
        "sessions": [sign_in(reader["id"]) for reader in people_made[:readers]],
        "words": [[str(one) for one in word] for word in words],
        "offers": [[str(one) for one in offer] for offer in Offer.objects.order_by("id").values_list("id", "shop")],
    }


def _follow(reader: UUID, experts: list[UUID], shops: list[UUID], now: datetime) -> None:
    targets = [("person", str(one)) for one in experts] + [("shop", str(one)) for one in shops]
    for kind, target in [*targets, *(("topic", topic) for topic in TOPICS[:2])]:
        social.follow(person_id=reader, kind=kind, target=target, now=now, by=reader)


def _shop(number: int, products: int, now: datetime) -> list[tuple[UUID, str]]:
    owner = people.join(
        email=f"shop{number}@bench.example", name=f"Shop {number}", password=None, language="en", now=now
    )
    shop = partners.open_shop(
        slug=f"bench-{number}",
        name=f"Shop {number}",
        legal_name="Shop Ltd",
        registration=f"R{number}",
        country="CN",
        address="1 Road",
        email=f"shop{number}@bench.example",
        currency=CURRENCY,
        owner_id=owner,
        delivery_fee=800,
        free_delivery_from=None,
        now=now,
        by=owner,
    )
    partners.accept_agreement(shop, version=AGREEMENT_VERSION, now=now, by=owner)
    partners.verify_shop(shop, note="seen", now=now, by=None)
    partners.set_commission(shop, None, rate_bp=1000, from_at=now, now=now, by=owner)
    made = []
    for place in range(products):
        variant = catalog.NewVariant(sku=f"s{number}-{place}", title="One", price=1000 + place, stock=STOCK)
        topic = TOPICS[place % len(TOPICS)]
        product = catalog.add_product(
            shop,
            title=f"Thing {number} {place}",
            description="<p>A thing of use.</p>",
            brand="",
            topic=topic,
            variants=[variant],
            now=now,
            by=owner,
        )
        made.append((product, topic))
    return made


def _expert(number: int, now: datetime) -> UUID:
    person = people.join(
        email=f"e{number}@bench.example", name=f"Expert {number}", password=None, language="en", now=now
    )
    for topic in TOPICS:
        evidence = "Years of practice, known to everybody in the field, with references."
        asked = people.ask_credential(person_id=person, topic=topic, evidence=evidence, links=(), now=now, by=person)
        people.grant_credential(application_id=asked, grade=2, reason="Knows it.", now=now, by=None)
    return person


def _word(expert: UUID, product: tuple[UUID, str], number: int, now: datetime) -> UUID:
    return social.publish_post(
        author_id=expert,
        topic=product[1],
        reason=f"{number}: {REASON}",
        reason_type="used",
        evidence="",
        product_ids=[product[0]],
        pictures=(),
        free_sample=False,
        now=now - number * HOUR,
        by=expert,
    )


def _buyer(number: int, now: datetime) -> dict[str, str]:
    person = people.join(
        email=f"b{number}@bench.example", name=f"Buyer {number}", password=None, language="en", now=now
    )
    token = people.issue_token(person_id=person, label="bench", expires_at=now + TOKEN_LIFE, now=now, by=person)
    address = checkout.save_address(person, HOME, now=now)
    return {"id": str(person), "token": token, "address": str(address)}


def sign_in(person: str) -> str:
    """The session key of a signed-in browser."""
    row = Person.objects.get(id=person)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    moment = clock.now().timestamp()
    session.update(
        {
            SESSION_KEY: str(row.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: row.get_session_auth_hash(),
            SIGNED_IN_AT: moment,
            SEEN_AT: moment,
        }
    )
    session.create()
    key: str = session.session_key
    return key


def stock(offer: str, units: int) -> None:
    """So many units of an offer are left."""
    catalog.set_stock(UUID(offer), on_hand=units, now=clock.now(), by=None)
