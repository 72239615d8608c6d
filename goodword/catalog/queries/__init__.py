"""Reads of topics, products, offers and pictures."""

from goodword.catalog.queries.imports import ImportView, LineView, NoSuchImport, import_of, imports_of
from goodword.catalog.queries.lists import listed_products, product_lists
from goodword.catalog.queries.offers import OfferView, cheapest_offer, lowest_30_days, offers
from goodword.catalog.queries.pictures import Picture, picture_of, pictures
from goodword.catalog.queries.products import (
    NoSuchProduct,
    ProductCard,
    ProductPage,
    by_shop,
    product_page,
    products,
    recommendable,
    shop_of,
)
from goodword.catalog.queries.topics import NoSuchTopic, TopicView, topic, topics

__all__ = [
    "ImportView",
    "LineView",
    "NoSuchImport",
    "NoSuchProduct",
    "NoSuchTopic",
    "OfferView",
    "Picture",
    "ProductCard",
    "ProductPage",
    "TopicView",
    "by_shop",
    "cheapest_offer",
    "import_of",
    "imports_of",
    "listed_products",
    "lowest_30_days",
    "offers",
    "picture_of",
    "pictures",
    "product_lists",
    "product_page",
    "products",
    "recommendable",
    "shop_of",
    "topic",
    "topics",
]
