"""A small scene for tests of pages: a shop, its goods, an expert, their words; made through the actions alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.catalog.rules import NewVariant
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft, QuoteItem
from goodword.journal.tests.hearing import hear
from goodword.partners import actions as partners
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.payments import actions as payments
from goodword.payments import queries as payments_queries
from goodword.payments.actions.reports import believe
from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.rules import Mode
from goodword.people import actions as people
from goodword.people import queries as people_queries
from goodword.people.models import Person
from goodword.social import actions as social


@dataclass(frozen=True, slots=True)
class Goods:
    """A product and the ids of its offers, cheapest first."""

    id: UUID
    offers: tuple[UUID, ...]


def person(name: str, now: datetime) -> Person:
    """Somebody with an account."""
    email = f"{name.lower().replace(' ', '.')}@example.com"
    person_id = people.join(email=email, name=name, password=None, language="en", now=now)
    return people_queries.person(person_id)


def topic(slug: str, name_en: str, name_zh: str, now: datetime) -> str:
    """A field of interest."""
    catalog.add_topic(slug, name_en=name_en, name_zh=name_zh, now=now, by=None)
    return slug


def expert(name: str, topic: str, now: datetime) -> Person:
    """Somebody certified in a topic."""
    who = person(name, now)
    certify(who, topic, now)
    return who


def certify(who: Person, topic: str, now: datetime) -> None:
    """They ask for a topic, and an operator grants it."""
    application = people.ask_credential(
        person_id=who.id,
        topic=topic,
        evidence="Twenty years of growing, tasting and teaching it, every week of the year.",
        links=[],
        now=now,
        by=who.id,
    )
    people.grant_credential(application_id=application, grade=2, reason="Known work.", now=now, by=None)


def shop(name: str, owner: Person, now: datetime, *, rate_bp: int = 800, delivery_fee: int = 600) -> UUID:
    """A verified shop that pays experts `rate_bp`, delivers for `delivery_fee`, and sells."""
    shop_id = partners.open_shop(
        slug=name.lower().replace(" ", "-"),
        name=name,
        legal_name=f"{name} Ltd",
        registration="91330106MA2",
        country="CN",
        address="8 Meijiawu Village, Hangzhou",
        email="shop@example.com",
        currency="CNY",
        owner_id=owner.id,
        about="We grow it ourselves.",
        delivery_fee=delivery_fee,
        now=now,
        by=owner.id,
    )
    partners.verify_shop(shop_id, note="Papers seen.", now=now, by=None)
    partners.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=now, by=owner.id)
    partners.set_commission(shop_id, None, rate_bp=rate_bp, from_at=now, now=now, by=owner.id)
    return shop_id


def product(
    shop_id: UUID, title: str, topic: str, now: datetime, *prices: int, stock: int = 37, words: str = ""
) -> Goods:
    """A product with a variant per price in fen."""
    names = ("100 g", "250 g", "Gift tin")
    product_id = catalog.add_product(
        shop_id,
        title=title,
        topic=topic,
        description=words,
        variants=[
            NewVariant(sku=f"{title}-{place}", title=names[place] if len(prices) > 1 else "", price=price, stock=stock)
            for place, price in enumerate(prices)
        ],
        now=now,
        by=None,
    )
    page = catalog_queries.product_page(product_id, now)
    return Goods(product_id, tuple(offer.id for offer in page.offers))


def word(author: Person, topic: str, reason: str, now: datetime, *goods: Goods, sample: bool = False) -> UUID:
    """A recommendation of these goods."""
    return social.publish_post(
        author_id=author.id,
        topic=topic,
        reason=reason,
        reason_type="used",
        evidence="",
        product_ids=[one.id for one in goods],
        pictures=[],
        free_sample=sample,
        now=now,
        by=author.id,
    )


def channel(now: datetime) -> str:
    """A way to pay that is open."""
    return payments.open_channel(
        key="sandbox",
        name="Sandbox Pay",
        provider="sandbox",
        merchant="goodword-test",
        mode=Mode.TEST,
        currencies=["CNY"],
        note="",
        now=now,
        by=None,
    )


def address(who: Person, now: datetime, city: str = "Hangzhou") -> UUID:
    """Where this person has goods sent."""
    draft = AddressDraft(name=who.name, street="12 Hubin Road", city=city, country="CN")
    return checkout.save_address(who.id, draft, now=now)


def placed(who: Person, now: datetime, *items: tuple[UUID, int, UUID | None]) -> checkout.Placed:
    """A purchase that waits for payment; items are (offer, quantity, post)."""
    quote = checkout.make_quote(
        who.id,
        items=[QuoteItem(*item) for item in items],
        address_id=address(who, now),
        lifetime=timedelta(minutes=15),
        now=now,
    )
    return checkout.place(
        quote_id=quote.id,
        quote_hash=quote.hash,
        channel=channel(now),
        person_id=who.id,
        key=str(quote.id),
        return_url="http://localhost/purchases/{purchase}/",
        lifetime=timedelta(minutes=30),
        now=now,
    )


def paid(purchase: checkout.Placed, now: datetime) -> None:
    """The provider says that it was paid, and everybody who must hears of it."""
    intent = payments_queries.intent(purchase.intent_id)
    believe(
        Report(
            kind=Kind.INTENT,
            key=intent.id,
            status=Status.DONE,
            reference=f"test-{intent.id}",
            amount=intent.amount,
            currency=intent.currency,
            merchant="goodword-test",
            mode=Mode.TEST,
        ),
        provider="sandbox",
        now=now,
    )
    hear(now)
