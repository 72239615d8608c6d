"""Reads of topics, products, offers and pictures."""

from goodword.catalog.queries.imports import ImportView, LineView, NoSuchImport, feed_address, import_of, imports_of
from goodword.catalog.queries.lists import listed_products, product_lists
from goodword.catalog.queries.offers import OfferView, ShelfRow, cheapest_offer, lowest_30_days, offers, shelf_of
from goodword.catalog.queries.pictures import (
    HungPicture,
    Picture,
    PictureUnknown,
    own_pictures,
    picture_of,
    pictures,
    pictures_of,
)
from goodword.catalog.queries.products import (
    NoSuchProduct,
    ProductCard,
    ProductPage,
    by_shop,
    product_page,
    products,
    recommendable,
    shop_of,
    sold_out,
    with_goods,
)
from goodword.catalog.queries.topics import NoSuchTopic, TopicView, topic, topics

__all__ = [
    "HungPicture",
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
    "ShelfRow",
    "TopicView",
    "by_shop",
    "cheapest_offer",
    "feed_address",
    "import_of",
    "imports_of",
    "listed_products",
    "lowest_30_days",
    "offers",
    "own_pictures",
    "picture_of",
    "pictures",
    "pictures_of",
    "product_lists",
    "product_page",
    "products",
    "recommendable",
    "shelf_of",
    "shop_of",
    "sold_out",
    "topic",
    "topics",
    "with_goods",
]
