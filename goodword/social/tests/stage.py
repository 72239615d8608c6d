"""A small town for the tests: shops with products, experts, readers, all made through the actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from goodword.catalog import actions as catalog_actions
from goodword.catalog.actions import NewVariant
from goodword.catalog.models import Media, Offer, Topic
from goodword.kit.ids import new_id
from goodword.partners import actions as partners_actions
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.people import actions as people_actions
from goodword.social import actions

EVIDENCE = "Nine years of buying tea in Hangzhou, every spring."


@dataclass
class Stage:
    """Makes things, each with the next free name, at `now`."""

    now: datetime
    numbers: Any = field(default_factory=lambda: count(1))

    def person(self, name: str = "") -> UUID:
        number = next(self.numbers)
        return people_actions.join(
            email=f"p{number}@goodword.test",
            name=name or f"Person {number}",
            password=None,
            language="en",
            now=self.now,
        )

    def topic(self, slug: str, parent: str | None = None) -> str:
        if not Topic.objects.filter(slug=slug).exists():
            name = slug.title()
            catalog_actions.add_topic(slug, name_en=name, name_zh=f"{name} 中文", parent=parent, now=self.now, by=None)
        return slug

    def expert(self, *topics: str, name: str = "") -> UUID:
        person_id = self.person(name)
        for topic in topics:
            self.certify(person_id, self.topic(topic))
        return person_id

    def certify(self, person_id: UUID, topic: str) -> None:
        asked = people_actions.ask_credential(
            person_id=person_id, topic=topic, evidence=EVIDENCE, links=[], now=self.now, by=person_id
        )
        people_actions.grant_credential(application_id=asked, grade=2, reason="Known.", now=self.now, by=None)

    def shop(self, *, standing: bool = True, rate_bp: int = 0, name: str = "") -> UUID:
        number = next(self.numbers)
        owner = self.person()
        shop_id = partners_actions.open_shop(
            slug=f"shop-{number}",
            name=name or f"Shop {number}",
            legal_name="Shop Ltd",
            registration="1",
            country="CN",
            address="12 Hubin Road",
            email="shop@goodword.test",
            currency="CNY",
            owner_id=owner,
            now=self.now,
            by=owner,
        )
        if standing:
            partners_actions.accept_agreement(shop_id, version=AGREEMENT_VERSION, now=self.now, by=owner)
            partners_actions.verify_shop(shop_id, note="Papers seen.", now=self.now, by=None)
        if rate_bp:
            self.rate(shop_id, rate_bp)
        return shop_id

    def rate(self, shop_id: UUID, rate_bp: int, product_id: UUID | None = None) -> None:
        partners_actions.set_commission(shop_id, product_id, rate_bp=rate_bp, from_at=self.now, now=self.now, by=None)

    def product(self, shop_id: UUID, *, stock: int = 5, title: str = "", price: int = 12800) -> UUID:
        title = title or f"Product {next(self.numbers)}"
        variant = NewVariant(sku="one", title="100 g", price=price, stock=stock)
        return catalog_actions.add_product(shop_id, title=title, variants=[variant], now=self.now, by=None)

    def stock(self, product_id: UUID, on_hand: int) -> None:
        offer = Offer.objects.get(product_id=product_id)
        catalog_actions.set_stock(offer.id, on_hand=on_hand, now=self.now, by=None)

    def picture(self, by: UUID | None) -> UUID:
        media = Media(id=new_id(self.now), file="pictures/a.webp", width=10, height=10, alt="A cup", by=by, at=self.now)
        Media.objects.bulk_create([media])
        return media.id

    def post(
        self, author_id: UUID, *product_ids: UUID, topic: str = "tea", ago: timedelta = timedelta(0), **more: Any
    ) -> UUID:
        """A post of the author, published `ago` before now."""
        words: dict[str, Any] = {
            "reason": "It tastes of spring.",
            "reason_type": "used",
            "evidence": "",
            "pictures": [],
            "free_sample": False,
        }
        return actions.publish_post(
            author_id=author_id,
            topic=topic,
            product_ids=list(product_ids),
            now=self.now - ago,
            by=author_id,
            **{**words, **more},
        )
