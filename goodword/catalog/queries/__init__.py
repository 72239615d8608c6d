"""Reads of topics, products, offers and pictures."""

from goodword.catalog.queries.imports import ImportView, LineView, NoSuchImport, import_of, imports_of
from goodword.catalog.queries.offers import OfferView, lowest_30_days, offers
from goodword.catalog.queries.pictures import Picture, PictureUnknown, own_pictures, picture_of, pictures
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
    "PictureUnknown",
    "ProductCard",
    "ProductPage",
    "TopicView",
    "by_shop",
    "import_of",
    "imports_of",
    "lowest_30_days",
    "offers",
    "own_pictures",
    "picture_of",
    "pictures",
    "product_page",
    "products",
    "recommendable",
    "shop_of",
    "topic",
    "topics",
]
