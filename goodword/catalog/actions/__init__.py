"""The only writers of the catalogue, one file per noun."""

from goodword.catalog.actions.bulk import Counts, put_products
from goodword.catalog.actions.offers import StockReserved, set_price, set_stock
from goodword.catalog.actions.pictures import (
    TooManyPictures,
    keep_fetched,
    keep_picture,
    take_due_pictures,
)
from goodword.catalog.actions.products import (
    AlreadyWithdrawn,
    NoSuchPicture,
    NotWithdrawn,
    add_product,
    change_product,
    relist_product,
    withdraw_product,
)
from goodword.catalog.actions.stock import (
    BadQuantity,
    NoSuchOffer,
    StockGone,
    claim,
    release,
    reserve,
    restock,
)
from goodword.catalog.actions.topics import TopicTaken, add_topic, plant_topics
from goodword.catalog.rules import NewVariant

__all__ = [
    "AlreadyWithdrawn",
    "BadQuantity",
    "Counts",
    "NewVariant",
    "NoSuchOffer",
    "NoSuchPicture",
    "NotWithdrawn",
    "StockGone",
    "StockReserved",
    "TooManyPictures",
    "TopicTaken",
    "add_product",
    "add_topic",
    "change_product",
    "claim",
    "keep_fetched",
    "keep_picture",
    "plant_topics",
    "put_products",
    "release",
    "relist_product",
    "reserve",
    "restock",
    "set_price",
    "set_stock",
    "take_due_pictures",
    "withdraw_product",
]
