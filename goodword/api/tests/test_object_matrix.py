"""S-01: nobody reaches another's things by an id. Generated from the API's description."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.apps import apps

from goodword.api.tests.openapi import Operation, operations
from goodword.api.tests.scene import CANARY, Town

SHOP = {"slug": "meijia-tea"}
WHY = {"reason": "Because."}


@dataclass(frozen=True)
class Row:
    """Who owns the thing on a route, its ids, a body that would do, and who may not (all but the owner)."""

    owner: str
    places: dict[str, str]
    body: object = None
    strangers: tuple[str, ...] = ("bo", "zhou", "meijia", "lin")
    query: str = ""
    seen_by_all: bool = False  # a guest may read it; only ids that are none are tried
    own_only: bool = False  # acts on what is the caller's own; ids that are none may be answered 204 and do nothing


def staff(places: dict[str, str], body: object = None, query: str = "", *more: str) -> Row:
    """A route for a shop's staff."""
    return Row("meijia", places, body, ("fang", "bo", "zhou", "lin", *more), query)


def public(**places: str) -> Row:
    return Row("bo", places, seen_by_all=True)


def own(body: object = None, **places: str) -> Row:
    return Row("bo", places, body, own_only=True)


PRICE = {"amount": 1, "currency": "CNY"}
ADD = {"title": "T", "variants": [{"sku": "t", "price": PRICE, "stock": 1}]}
PERIOD = "?currency=CNY&start=2026-01-01&end=2026-12-31"
REFUND = {"amounts": [{"line_id": "{paid_line}", "amount": PRICE}], "reason": "Sorry."}

MATRIX: dict[str, Row] = {
    "decideApplication": Row(
        "desk", {"application_id": "application"}, {"decision": "grant", "reason": "Yes."}, ("fang", "bo", "meijia")
    ),
    "getProduct": public(product_id="product"),
    "getShop": public(slug="meijia-tea"),
    "listShopProducts": public(slug="meijia-tea"),
    "addProduct": staff(SHOP, ADD, "", "packer"),
    "withdrawProduct": staff({"product_id": "product"}, WHY, "", "packer"),
    "relistProduct": staff({"product_id": "product"}, None, "", "packer"),
    "setPrice": staff({"offer_id": "offer"}, {"price": PRICE}, "", "packer"),
    "setStock": staff({"offer_id": "offer"}, {"on_hand": 600}, "", "packer"),
    "importCatalogue": staff(SHOP, None, "", "packer"),
    "getImport": staff({**SHOP, "import_id": "import"}, None, "", "packer"),
    "getPost": public(post_id="post"),
    "explainPost": public(post_id="post"),
    "listComments": public(post_id="post"),
    "editPost": Row("lin", {"post_id": "post"}, {"reason": "Not what Lin said."}, ("bo", "fang", "meijia", "desk")),
    "withdrawPost": Row("lin", {"post_id": "post"}, WHY, ("bo", "fang", "meijia")),
    "removeComment": Row("fang", {"comment_id": "comment"}, WHY, ("bo", "zhou", "meijia")),
    "savePost": own(post_id="post"),
    "unsavePost": own(post_id="post"),
    "follow": own(kind="person", target="lin"),
    "unfollow": own(kind="person", target="lin"),
    "comment": own({"text": "Hello."}, post_id="post"),
    "setCartQuantity": own({"quantity": 1}, offer_id="offer"),
    "removeFromCart": own(offer_id="offer"),
    "removeAddress": Row("fang", {"address_id": "address"}),
    "getQuote": Row("fang", {"quote_id": "quote"}),
    "startPayment": Row("fang", {"purchase_id": "new_purchase"}),
    "getPurchase": Row("fang", {"purchase_id": "purchase"}),
    "cancelPurchase": Row("fang", {"purchase_id": "new_purchase"}, WHY),
    "receiveOrder": Row("fang", {"order_id": "order"}),
    "cancelOrder": Row("fang", {"order_id": "paid_order"}, WHY, ("bo", "zhou", "lin", "packer")),
    "askReturn": Row("fang", {"order_id": "order"}, {"lines": [{"line_id": "{line}", "quantity": 1}], "reason": "No."}),
    "listShopOrders": staff(SHOP),
    "getShopOrder": staff({**SHOP, "order_id": "order"}),
    "dispatchOrder": staff({"order_id": "paid_order"}, {"carrier": "SF", "number": "1"}),
    "acceptReturn": staff({"return_id": "return"}, {"answer": "Yes."}, "", "packer"),
    "refuseReturn": staff({"return_id": "return"}, {"answer": "No."}, "", "packer"),
    "receiveReturn": staff({"return_id": "return"}),
    "refundOrder": staff({"order_id": "paid_order"}, REFUND, "", "packer"),
    "getShopStatement": staff(SHOP, None, PERIOD, "packer"),
}

REFUSED = {401, 403, 404, 422}


def filled(value: Any, ids: dict[str, str]) -> Any:
    """The body with the town's ids in their places."""
    if isinstance(value, dict):
        return {key: filled(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, ids) for one in value]
    return ids.get(value[1:-1], value) if isinstance(value, str) and value.startswith("{") else value


def digest() -> str:
    """Everything in the database, but for when tokens were used."""
    told = sha256()
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        names = [one.attname for one in model._meta.concrete_fields if one.attname != "used_at"]
        told.update(f"{model._meta.label} {list(model._base_manager.order_by('pk').values_list(*names))}".encode())
    return told.hexdigest()


def with_ids() -> list[Operation]:
    return [one for one in operations() if one.places]


@dataclass
class Walker:
    """Goes through the matrix and notes what it was not refused."""

    town: Town
    wrong: list[str] = field(default_factory=list)

    def ids(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.town.ids.items()}

    def ask(self, who: str | None, one: Operation, row: Row, places: dict[str, str], allowed: set[int]) -> None:
        body = filled(row.body, self.ids())
        path = one.path.format(**places) + row.query
        answer = self.town.program(who)(one.method, path, body, key=str(uuid4()))
        if answer.status_code not in allowed:
            self.wrong.append(f"{who}: {one.method} {path} answered {answer.status_code} {answer.content[:200]!r}")
        if CANARY.encode() in answer.content:
            self.wrong.append(f"{who}: {one.method} {path} sang")

    def real(self, row: Row) -> dict[str, str]:
        return {name: self.ids().get(value, value) for name, value in row.places.items()}


def test_s01_only_the_owner_reaches_it(town: Town) -> None:
    """Red without `require_role` in any staff's route, and for a route that has no row here."""
    walker, before = Walker(town), digest()
    for one in with_ids():
        walk_row(walker, one, MATRIX[one.name])
        if digest() != before:
            walker.wrong.append(f"{one.name} changed something")
            before = digest()
    assert walker.wrong == []


def walk_row(walker: Walker, one: Operation, row: Row) -> None:
    """Everybody who may not, with the true ids; then the owner and guests, with ids that are none."""
    real = walker.real(row)
    assert set(real) == set(one.places)
    if not one.for_guests:
        walker.ask(None, one, row, real, {401})
    for who in () if row.seen_by_all or row.own_only else row.strangers:
        walker.ask(who, one, row, real, {403, 404} if one.name != "importCatalogue" else REFUSED)
    none = REFUSED | ({204} if row.own_only and one.method == "DELETE" else set())
    for place in one.places:
        for other in (str(uuid4()), str(walker.town.ids["intent"]), "0", "-1", "%00", "x' OR 1=1"):
            for who in (row.owner, None) if one.for_guests else (row.owner,):
                walker.ask(who, one, row, {**real, place: other}, none)


def test_s01_every_row_has_a_route() -> None:
    assert set(MATRIX) == {one.name for one in with_ids()}


BODY_IDS = [
    ("bo", "/quotes", {"address_id": "{address}", "items": [{"offer_id": "{offer}", "quantity": 1}]}, 404),
    ("fang", "/quotes", {"address_id": "{address}", "items": [{"offer_id": "{order}", "quantity": 1}]}, 404),
    ("bo", "/orders/{order}/returns", {"lines": [{"line_id": "{line}", "quantity": 1}], "reason": "No."}, 404),
    ("fang", "/orders/{order}/returns", {"lines": [{"line_id": "{paid_line}", "quantity": 1}], "reason": "No."}, 422),
    ("meijia", "/orders/{paid_order}/refunds", {**REFUND, "amounts": [{"line_id": "{line}", "amount": PRICE}]}, 422),
    ("bo", "/cart/items", {"offer_id": "{product}", "quantity": 1}, 404),
    ("bo", "/posts/{post}/comments", {"text": "Hm.", "answer_to": "{order}"}, 404),
]


def test_s01_an_id_in_a_body_opens_nothing(town: Town) -> None:
    ids = {name: str(value) for name, value in town.ids.items()}
    before, told = digest(), []
    for who, path, body, _status in BODY_IDS:
        answer = town.program(who)("POST", path.format(**ids), filled(body, ids))
        told.append((who, path, body, answer.status_code))
        assert CANARY not in answer.text
    assert told == BODY_IDS
    assert digest() == before


def test_s01_anothers_quote_cannot_be_placed(town: Town) -> None:
    before = digest()
    body = {
        "quote_id": str(town.ids["quote"]),
        "quote_hash": town.quote_hash,
        "channel": "sandbox",
        "return_url": "https://example.com/",
    }
    answer = town.program("bo")("POST", "/purchases", body, key="k")
    assert (answer.status_code, answer.json()["code"]) == (404, "checkout.no_such_quote")
    assert digest() == before
