"""The only writers of the catalogue, one file per noun."""

from goodword.catalog.actions.bulk import Counts, put_products
from goodword.catalog.actions.encoding import BadPicture, PictureTooLarge
from goodword.catalog.actions.erasing import forget_persons
from goodword.catalog.actions.imports import ImportUnderWay, UnknownForm, ask_import, run_import, take_waiting_import
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
    "BadPicture",
    "BadQuantity",
    "Counts",
    "ImportUnderWay",
    "NewVariant",
    "NoSuchOffer",
    "NoSuchPicture",
    "NotWithdrawn",
    "PictureTooLarge",
    "StockGone",
    "StockReserved",
    "TooManyPictures",
    "TopicTaken",
    "UnknownForm",
    "add_product",
    "add_topic",
    "ask_import",
    "change_product",
    "claim",
    "forget_persons",
    "keep_fetched",
    "keep_picture",
    "plant_topics",
    "put_products",
    "release",
    "relist_product",
    "reserve",
    "restock",
    "run_import",
    "set_price",
    "set_stock",
    "take_due_pictures",
    "take_waiting_import",
    "withdraw_product",
]
