"""Plants the demo's content through the actions, each at the time it would have happened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.checkout import actions as checkout
from goodword.kit import clock
from goodword.ops.demo.content import (
    DOMAIN,
    EXPERTS,
    PRODUCTS,
    SHOPS,
    WORDS,
    DemoExpert,
    DemoProduct,
    DemoShop,
    DemoWord,
)
from goodword.ops.demo.purchases import HOME
from goodword.partners import actions as partners
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.payments import actions as payments
from goodword.payments.rules import Mode
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.social import actions as social

PHRASE = "look-around-42"
SIGN_INS = ("shopper", "expert", "shop", "operator", "kiln", "chen")  # a hash costs more than all else a person does
AGE = timedelta(days=120)  # the shops and experts have been here for a while
CUT_AFTER = timedelta(days=20)  # then some prices fell
CURRENCY = "CNY"
FOLLOWED = ("expert", "kenji")  # whom the demo's shopper follows
Say = Callable[[str], object]


class Plan:
    """What was planted so far, by the names that content.py uses."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.began = now - AGE
        self.people: dict[str, UUID] = {}
        self.shops: dict[str, UUID] = {}
        self.products: dict[str, UUID] = {}
        self.words: dict[tuple[str, str], UUID] = {}

    @property
    def owned(self) -> dict[str, UUID]:
        """Each shop by the name of its owner."""
        return {shop.owner: self.shops[shop.slug] for shop in SHOPS}

    def join(self, key: str, name: str, language: str) -> UUID:
        """Somebody signs up as `key`@demo.goodword."""
        self.people[key] = people.join(
            email=f"{key}@{DOMAIN}",
            name=name,
            password=PHRASE if key in SIGN_INS else None,
            language=language,
            now=self.began,
        )
        return self.people[key]


def is_planted() -> bool:
    """Whether the content is there."""
    return people_queries.by_email(f"operator@{DOMAIN}") is not None


@transaction.atomic
def plant(*, say: Say, now: datetime | None = None) -> Plan:
    """Makes shops, experts, words and a shopper with ties; what was made. `now` is this moment unless told."""
    plan = Plan(now or clock.now())
    say("Planting demo content")
    operator = plan.join("operator", "Op Erator", "en")
    people.grant_role(person_id=operator, role="operator", now=plan.began, by=None)
    catalog.plant_topics(now=plan.began, by=operator)
    payments.open_channel(
        key="sandbox",
        name="Sandbox Pay",
        provider="sandbox",
        merchant="goodword",
        mode=Mode.TEST,
        currencies=(CURRENCY,),
        note="",
        now=plan.began,
        by=operator,
    )
    for shop in SHOPS:
        open_shop(plan, shop)
    for product in PRODUCTS:
        add_product(plan, product)
    for expert in EXPERTS:
        certify(plan, expert)
    for word in reversed(WORDS):
        put_in(plan, word)
    shopper = plan.join("shopper", "Wang Fang", "en")
    for key in FOLLOWED:
        social.follow(person_id=shopper, kind="person", target=str(plan.people[key]), now=plan.now, by=shopper)
    social.follow(person_id=shopper, kind="topic", target="ceramics", now=plan.now, by=shopper)
    checkout.save_address(shopper, HOME, now=plan.now)
    say(f"Planted {len(plan.shops)} shops, {len(plan.products)} products and {len(plan.words)} words")
    return plan


def open_shop(plan: Plan, shop: DemoShop) -> None:
    """A shop opens, accepts the agreement, is verified and says what it pays for a sale."""
    owner, operator = plan.join(shop.owner, shop.owner_name, "zh-hans"), plan.people["operator"]
    shop_id = plan.shops[shop.slug] = partners.open_shop(
        slug=shop.slug,
        name=shop.name,
        legal_name=shop.legal_name,
        registration=f"91330100DEMO{len(plan.shops):04}",
        country=shop.country,
        address=shop.address,
        email=f"hello@{shop.slug}.example",
        currency=CURRENCY,
        owner_id=owner,
        about=shop.about,
        website=f"https://{shop.slug}.example/",
        delivery_fee=shop.delivery_fee,
        free_delivery_from=shop.free_delivery_from,
        now=plan.began,
        by=owner,
    )
    partners.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=plan.began, by=owner)
    partners.verify_shop(shop_id, note="Demo: papers seen.", now=plan.began, by=operator)
    partners.set_commission(shop_id, None, rate_bp=shop.rate_bp, from_at=plan.began, now=plan.began, by=owner)
    payments.set_payout_destination(
        payee=shop_id, channel="sandbox", reference=f"acct-{shop.slug}", now=plan.began, by=owner
    )


def add_product(plan: Plan, product: DemoProduct) -> None:
    """A shop lists a product; where it has become cheaper, at the earlier price first (L6)."""
    variants = [replace(variant, price=product.was or variant.price) for variant in product.variants]
    product_id = plan.products[product.key] = catalog.add_product(
        plan.shops[product.shop],
        title=product.title,
        description=f"<p>{product.text}</p>",
        topic=product.topic,
        brand=product.brand,
        variants=variants,
        now=plan.began,
        by=None,
    )
    if product.was:
        later = plan.began + CUT_AFTER
        price = product.variants[0].price
        for offer in catalog_queries.product_page(product_id, later).offers:
            catalog.set_price(offer.id, price=price, compare_at=product.was, now=later, by=None)


def certify(plan: Plan, expert: DemoExpert) -> None:
    """A person applies for topics, with evidence, and is found fit."""
    person, operator = plan.join(expert.key, expert.name, expert.language), plan.people["operator"]
    handle = people_queries.person(person).handle
    people.change_profile(person_id=person, name=expert.name, handle=handle, bio=expert.bio, now=plan.began, by=person)
    for topic, grade in expert.topics:
        application = people.ask_credential(
            person_id=person,
            topic=topic,
            evidence=f"{expert.bio} Years of practice, known to the operator.",
            links=(),
            now=plan.began,
            by=person,
        )
        people.grant_credential(
            application_id=application, grade=grade, reason="Knows the field.", now=plan.began, by=operator
        )
    payments.set_payout_destination(
        payee=person, channel="sandbox", reference=f"acct-{expert.key}", now=plan.began, by=person
    )


def put_in(plan: Plan, word: DemoWord) -> None:
    """An expert puts in a good word."""
    author = plan.people[word.expert]
    publish = partial(social.publish_post, pictures=(), free_sample=False)
    plan.words[word.expert, word.products[0]] = publish(
        author_id=author,
        topic=word.topic,
        reason=word.reason,
        reason_type=word.reason_type,
        evidence=word.evidence,
        product_ids=[plan.products[key] for key in word.products],
        now=plan.now - timedelta(hours=word.age),
        by=author,
    )
