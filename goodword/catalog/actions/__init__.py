"""The only writers of the catalogue, one file per noun."""

from goodword.catalog.actions.bulk import Counts, put_products
from goodword.catalog.actions.encoding import BadPicture, PictureTooLarge
from goodword.catalog.actions.erasing import forget_persons
from goodword.catalog.actions.feeds import FEED_FORMS, ask_feed, give_up_feed, keep_feed
from goodword.catalog.actions.imports import ImportUnderWay, UnknownForm, ask_import, run_import, take_waiting_import
from goodword.catalog.actions.marks import mark_products
from goodword.catalog.actions.offers import OfferChange, StockReserved, change_offers, set_price, set_stock
from goodword.catalog.actions.pictures import (
    NoSuchPicture,
    TooManyPictures,
    arrange_pictures,
    crop_picture,
    keep_fetched,
    keep_picture,
    keep_smaller_sizes,
    take_due_pictures,
)
from goodword.catalog.actions.products import (
    AlreadyWithdrawn,
    NotWithdrawn,
    add_product,
    change_product,
    hang_pictures,
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
from goodword.catalog.actions.variants import add_variant, change_variant
from goodword.catalog.rules import NewVariant

__all__ = [
    "FEED_FORMS",
    "AlreadyWithdrawn",
    "BadPicture",
    "BadQuantity",
    "Counts",
    "ImportUnderWay",
    "NewVariant",
    "NoSuchOffer",
    "NoSuchPicture",
    "NotWithdrawn",
    "OfferChange",
    "PictureTooLarge",
    "StockGone",
    "StockReserved",
    "TooManyPictures",
    "TopicTaken",
    "UnknownForm",
    "add_product",
    "add_topic",
    "add_variant",
    "arrange_pictures",
    "ask_feed",
    "ask_import",
    "change_offers",
    "change_product",
    "change_variant",
    "claim",
    "crop_picture",
    "forget_persons",
    "give_up_feed",
    "hang_pictures",
    "keep_feed",
    "keep_fetched",
    "keep_picture",
    "keep_smaller_sizes",
    "mark_products",
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
