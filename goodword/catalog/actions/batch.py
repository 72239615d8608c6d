"""One batch of products on its way into the tables: what stands is compared with what is asked, then written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from goodword.catalog import drawings
from goodword.catalog.actions.indexing import index_products
from goodword.catalog.events import PriceChanged, ProductChanged, ProductListed, StockSet
from goodword.catalog.models import Media, Offer, PricePoint, Product, Variant
from goodword.catalog.queries import lowest_30_days
from goodword.catalog.rules import ProductRow, VariantRow, clean_html, slug_of, was_price
from goodword.journal.actions import record_all
from goodword.journal.facts import Fact
from goodword.kit.ids import new_id


class Batch:
    """Products of one shop, whose row the caller has locked. Rows are checked already and name each handle once."""

    def __init__(self, shop_id: UUID, rows: Sequence[ProductRow], now: datetime, by: UUID | None) -> None:
        self.shop_id, self.rows, self.now, self.by = shop_id, rows, now, by
        self.created: set[UUID] = set()
        self.changed: set[UUID] = set()
        self.named_anew: set[UUID] = set()
        self.products: list[Product] = []
        self.variants: list[Variant] = []
        self.offers: list[Offer] = []
        self.points: list[PricePoint] = []
        self.media: list[Media] = []
        self.facts: list[Fact] = []

    def write(self) -> None:
        """Compares and writes: a fixed number of statements however many rows."""
        self._read()
        for row in self.rows:
            product = self._put_product(row)
            for variant in row.variants:
                self._put_variant(product, variant)
            self._put_pictures(product, row.picture_urls)
        self._store()

    def _read(self) -> None:
        """What stands already, locked in id order: products, then offers with their variants, prices and pictures."""
        handles = [row.handle for row in self.rows]
        found = Product.objects.select_for_update().filter(shop_id=self.shop_id, handle__in=handles).order_by("id")
        self.known = {product.handle: product for product in found}
        ids = [product.id for product in self.known.values()]
        offers = Offer.objects.select_for_update(of=("self",)).filter(product__in=ids).order_by("id")
        self.standing = {(offer.product_id, offer.variant.sku): offer for offer in offers.select_related("variant")}
        self.urls = set(Media.objects.filter(product__in=ids).values_list("product_id", "source_url"))
        asked = {(row.handle, variant.sku): variant.price for row in self.rows for variant in row.variants}
        handle_of = {product.id: handle for handle, product in self.known.items()}
        moving = [
            offer.id
            for (product_id, sku), offer in self.standing.items()
            if asked.get((handle_of[product_id], sku), offer.price) != offer.price
        ]
        self.lowest = lowest_30_days(moving, self.now) if moving else {}

    def _put_product(self, row: ProductRow) -> Product:
        """The row's product, new or changed where the row differs."""
        product = self.known.get(row.handle)
        if product is None:
            product = Product(id=new_id(self.now), shop_id=self.shop_id, handle=row.handle, added_at=self.now)
            self.created.add(product.id)
            self.facts.append(ProductListed(product_id=product.id, shop_id=self.shop_id))
        topic = row.topic or product.topic_id
        asked = {
            "title": row.title.strip(),
            "slug": slug_of(row.title),
            "description": clean_html(row.description_html),
            "brand": row.brand.strip(),
            "topic_id": topic,
            "drawing": drawings.choose(row.title, topic, product.id.bytes),
        }
        if any(getattr(product, name) != value for name, value in asked.items()):
            for name, value in asked.items():
                setattr(product, name, value)
            self.products.append(product)
            self._renamed(product)
        return product

    def _renamed(self, product: Product) -> None:
        """Notes once that the product must be found by other words."""
        if product.id not in self.named_anew:
            self.named_anew.add(product.id)
            if product.id not in self.created:
                self.changed.add(product.id)
                self.facts.append(ProductChanged(product_id=product.id, shop_id=self.shop_id))

    def _put_variant(self, product: Product, row: VariantRow) -> None:
        """The row's variant and its offer, new or changed where the row differs."""
        offer = self.standing.get((product.id, row.sku))
        named = {
            "title": row.title.strip(),
            "options": [list(pair) for pair in row.options],
            "gtin": row.gtin or "",
        }
        if offer is None:
            variant = Variant(id=new_id(self.now), product=product, sku=row.sku, **named)
            self.variants.append(variant)
            self._renamed(product)
            self._new_offer(product, variant, row)
            return
        if any(getattr(offer.variant, name) != value for name, value in named.items()):
            for name, value in named.items():
                setattr(offer.variant, name, value)
            self.variants.append(offer.variant)
            self._renamed(product)
        self._change_offer(product, offer, row)

    def _new_offer(self, product: Product, variant: Variant, row: VariantRow) -> None:
        """A first price has no history, so nothing can be shown as an earlier one (L6)."""
        offer = Offer(
            id=new_id(self.now),
            variant=variant,
            product=product,
            shop_id=self.shop_id,
            price=row.price,
            claim=row.compare_at,
            currency=row.currency,
            on_hand=row.stock or 0,
            lead_time_days=row.lead_time_days,
        )
        self.offers.append(offer)
        self.points.append(PricePoint(offer=offer, price=row.price, at=self.now, by=self.by))

    def _change_offer(self, product: Product, offer: Offer, row: VariantRow) -> None:
        """Price, claim, stock and lead time as the row says; the stock never below what is held (I-16)."""
        on_hand = offer.on_hand if row.stock is None else max(row.stock, offer.reserved)
        before = (offer.price, offer.claim, offer.on_hand, offer.lead_time_days)
        if before == (row.price, row.compare_at, on_hand, row.lead_time_days):
            return
        if (offer.price, offer.claim) != (row.price, row.compare_at):
            moved = offer.price != row.price
            lowest = self.lowest.get(offer.id) if moved else offer.compare_at
            offer.price, offer.claim = row.price, row.compare_at
            offer.compare_at = was_price(row.compare_at, row.price, lowest)
            if moved:
                self.points.append(PricePoint(offer=offer, price=row.price, at=self.now, by=self.by))
            self.facts.append(
                PriceChanged(
                    offer_id=offer.id,
                    product_id=product.id,
                    price=offer.price,
                    compare_at=offer.compare_at,
                    currency=offer.currency,
                )
            )
        if offer.on_hand != on_hand:
            offer.on_hand = on_hand
            self.facts.append(StockSet(offer_id=offer.id, product_id=product.id, on_hand=on_hand))
        offer.lead_time_days = row.lead_time_days
        self.offers.append(offer)
        self.changed.add(product.id)

    def _put_pictures(self, product: Product, urls: Sequence[str]) -> None:
        """Pictures not known yet wait to be fetched."""
        for position, url in enumerate(urls):
            if (product.id, url) not in self.urls:
                self.urls.add((product.id, url))
                self.media.append(
                    Media(
                        id=new_id(self.now),
                        product=product,
                        position=position,
                        source_url=url,
                        due_at=self.now,
                        by=self.by,
                        at=self.now,
                    )
                )
                if product.id not in self.created:
                    self.changed.add(product.id)

    def _store(self) -> None:
        """Writes everything that is new or changed."""
        Product.objects.bulk_create(
            self.products,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["title", "slug", "description", "brand", "topic", "drawing"],
        )
        Variant.objects.bulk_create(
            self.variants,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["title", "options", "gtin"],
        )
        Offer.objects.bulk_create(
            self.offers,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["price", "claim", "compare_at", "on_hand", "lead_time_days"],
        )
        PricePoint.objects.bulk_create(self.points)
        Media.objects.bulk_create(self.media)
        if self.named_anew:
            index_products(self.named_anew)
        record_all(self.facts, by=self.by, now=self.now)
