"""A town with many posts, written as rows: what no test could publish one by one in its time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from goodword.catalog.models import Offer, Product, SearchEntry, Variant
from goodword.kit.ids import new_id
from goodword.social.models import Audience, Follow, Post, PostProduct
from goodword.social.tests.stage import Stage

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """A post to be: minutes ago, number of its author, topic and shop, and whether its product is sold out."""

    ago: int
    author: int
    topic: int
    shop: int
    sold_out: bool = False


class Town:
    """`size` authors and shops, and topics each below the one before."""

    def __init__(self, size: int = 4) -> None:
        stage = Stage(NOW)
        self.reader = stage.person()
        self.authors = [stage.person() for _ in range(size)]
        self.topics = [stage.topic(f"t{n}", f"t{n - 1}" if n else None) for n in range(size)]
        self.shops = [stage.shop(rate_bp=500) for _ in range(size)]

    def fill(self, plans: list[Plan], reason: str = "x") -> dict[UUID, Plan]:
        """Writes the posts, each with a product of its own; the plans by the posts' ids."""
        made = {new_id(NOW - timedelta(minutes=plan.ago)): plan for plan in plans}
        Product.objects.bulk_create(
            Product(
                id=one, shop_id=self.shops[plan.shop], handle=one.hex, slug="p", title="P", drawing="cup", added_at=NOW
            )
            for one, plan in made.items()
        )
        SearchEntry.objects.bulk_create(SearchEntry(product_id=one, text="p", words=" p ") for one in made)
        Variant.objects.bulk_create(Variant(id=one, product_id=one, sku="one") for one in made)
        Offer.objects.bulk_create(
            Offer(
                id=one,
                variant_id=one,
                product_id=one,
                shop_id=self.shops[plan.shop],
                price=100,
                currency="CNY",
                on_hand=0 if plan.sold_out else 1,
            )
            for one, plan in made.items()
        )
        Post.objects.bulk_create(
            Post(
                id=one,
                author_id=self.authors[plan.author],
                topic_id=self.topics[plan.topic],
                reason=reason,
                reason_type="used",
                free_sample=False,
            )
            for one, plan in made.items()
        )
        PostProduct.objects.bulk_create(
            PostProduct(
                post_id=one,
                product_id=one,
                shop_id=self.shops[plan.shop],
                author_id=self.authors[plan.author],
                position=0,
            )
            for one, plan in made.items()
        )
        return made

    def follow(self, authors: set[int], topics: set[int], shops: set[int]) -> None:
        """The reader follows these, by number."""
        ties = [{"person_id": self.authors[n]} for n in authors]
        ties += [{"topic_id": self.topics[n]} for n in topics]
        ties += [{"shop_id": self.shops[n]} for n in shops]
        Follow.objects.bulk_create(Follow(follower_id=self.reader, at=NOW, **tie) for tie in ties)
        Audience.objects.bulk_create(
            Audience(kind=name.removesuffix("_id"), target=str(target), followers=1)
            for tie in ties
            for name, target in tie.items()
        )
