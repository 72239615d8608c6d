"""The world of orders' tests, with carts, addresses, quotes and recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from goodword.catalog import actions as catalog
from goodword.catalog.models import Offer
from goodword.checkout import actions
from goodword.checkout.models import Address, Cart, CartItem, Quote
from goodword.checkout.queries import QuoteView
from goodword.checkout.rules import AddressDraft, CartRef, QuoteItem
from goodword.journal.models import Answer
from goodword.kit.ids import new_id
from goodword.orders.tests.making import World
from goodword.orders.tests.making import snapshot as ordered
from goodword.partners import actions as partners
from goodword.payments.models import Intent
from goodword.social import actions as social
from goodword.social.models import Post, PostProduct

QUOTE_LIFETIME = timedelta(minutes=15)
PAYMENT_LIFETIME = timedelta(minutes=30)
HOME = AddressDraft(name="Li Wei", street="1 Long Road", city="Hangzhou", country="CN", phone="+86 1")


@dataclass
class Market(World):
    """Where things are bought."""

    def cart(self, person: UUID | None = None) -> CartRef:
        return CartRef(person_id=person or self.buyer)

    def guest(self) -> CartRef:
        return CartRef(secret=actions.open_cart(now=self.now))

    def add(self, cart: CartRef, offer: UUID, quantity: int = 1, post: UUID | None = None) -> None:
        actions.add_to_cart(cart, offer_id=offer, quantity=quantity, post_id=post, now=self.now)

    def address(self, person: UUID | None = None) -> UUID:
        return actions.save_address(person or self.buyer, HOME, now=self.now)

    def quote(
        self, *items: tuple[UUID, int] | tuple[UUID, int, UUID], person: UUID | None = None, cart: bool = False
    ) -> QuoteView:
        wanted = None if cart else [QuoteItem(*item) for item in items]
        return actions.make_quote(
            person or self.buyer,
            items=wanted,
            address_id=self.address(person),
            lifetime=QUOTE_LIFETIME,
            now=self.now,
        )

    def place(
        self, quote: QuoteView, *, key: str | None = None, person: UUID | None = None, **changes: Any
    ) -> actions.Placed:
        values: dict[str, Any] = {
            "quote_id": quote.id,
            "quote_hash": quote.hash,
            "channel": "sandbox",
            "person_id": person or self.buyer,
            "key": key or uuid4().hex,
            "return_url": "https://shop.example/purchases/{purchase}",
            "lifetime": PAYMENT_LIFETIME,
            "now": self.now,
        }
        return actions.place(**values | changes)

    def post(self, *offers: UUID, author: UUID | None = None) -> UUID:
        """A live recommendation that carries the offers' products."""
        catalog_topic = f"topic-{uuid4().hex[:8]}"
        catalog.add_topic(catalog_topic, name_en="T", name_zh="T", now=self.now, by=None)
        author = author or self.person()
        post = Post.objects.create(
            id=new_id(self.now),
            author_id=author,
            topic_id=catalog_topic,
            reason="I use it",
            reason_type="used",
            free_sample=False,
        )
        for position, offer in enumerate(Offer.objects.filter(id__in=offers)):
            PostProduct.objects.create(
                post=post, product_id=offer.product_id, shop_id=offer.shop_id, author_id=author, position=position
            )
        return post.id

    def withdraw(self, post: UUID) -> None:
        """The author takes the recommendation back."""
        author = Post.objects.get(id=post).author_id
        social.withdraw_post(post_id=post, reason="Wrong", now=self.now, by=author)

    def rate(self, shop: UUID, rate_bp: int) -> None:
        partners.set_commission(shop, None, rate_bp=rate_bp, from_at=self.now, now=self.now, by=None)


def items(cart: Any) -> list[tuple[UUID, int, UUID | None]]:
    """What lies in a cart, as seen."""
    return [(line.offer_id, line.quantity, line.post_id) for shop in cart.shops for line in shop.lines]


def snapshot() -> Sequence[object]:
    """Everything checkout, orders and payments have written, to see that a refusal changed nothing."""
    tables = (Cart, CartItem, Address, Quote, Intent, Answer)
    return [*ordered(), *(list(table.objects.order_by("pk").values()) for table in tables)]
