"""S-03, S-60, S-61: fields nobody declared, numbers that are none, and other currencies."""

import pytest

from goodword.api.tests.openapi import Operation, operations
from goodword.api.tests.scene import Town
from goodword.api.tests.test_object_matrix import digest

PLACES = {"kind": "topic", "target": "tea", "slug": "meijia-tea"}
UNDECLARED = {"is_staff": True, "id": "x", "price": 1, "total": 1, "author_id": "x", "person_id": "x", "state": "paid"}


def writing() -> list[Operation]:
    return [one for one in operations() if one.body]


def test_s03_no_undeclared_field_is_taken(town: Town) -> None:
    """Red without `extra="forbid"` in `Body`."""
    before, missed = digest(), []
    for one in writing():
        told = {name: value for name, value in UNDECLARED.items() if name not in one.body["properties"]}
        path = one.path.format(**{name: PLACES.get(name, str(town.ids["order"])) for name in one.places})
        answer = town.program("meijia")(one.method, path, told, key="k")
        faults = {(fault["field"], fault["code"]) for fault in answer.json()["errors"]}
        if answer.status_code != 422 or not {(name, "extra_forbidden") for name in told} <= faults:
            missed.append(one.name)
    assert missed == []
    assert len(writing()) == 24
    assert digest() == before


def test_s03_an_undeclared_field_of_a_form_is_refused(town: Town) -> None:
    before = digest()
    program = town.program("zhou")
    headers = {"authorization": f"Bearer {program.token}"}
    answer = program.client.post("/api/v1/shops/zhou-tea/imports", {"form": "shopify", "by": "x"}, headers=headers)
    assert answer.status_code == 422
    assert digest() == before


ENDLESS = f"1{'0' * 400}"
NOT_JSON = {"NaN", "Infinity", "-Infinity", ENDLESS}
NUMBERS = ["-1", "0", "0.5", "1.0", "1000000000", "1e3", '"1"', '"1e3"', '" 1"', '"１"', "true", "null", "[1]"]
NUMBERS += ["NaN", "Infinity", "-Infinity", str(2**63), str(2**64), ENDLESS]


@pytest.mark.parametrize("number", NUMBERS)
def test_s60_a_quantity_is_a_whole_number_within_bounds(number: str, town: Town) -> None:
    before = digest()
    raw = (
        f'{{"address_id": "{town.ids["address"]}", "items": [{{"offer_id": "{town.ids["offer"]}", '
        f'"quantity": {number}}}]}}'
    )
    answer = town.program("fang")("POST", "/quotes", raw=raw.encode())
    assert answer.status_code == (400 if number in NOT_JSON else 422)
    if answer.status_code == 422:
        assert [fault["field"] for fault in answer.json()["errors"]] == ["items.0.quantity"]
    assert digest() == before


def test_s60_prices_and_stock_are_whole_numbers_within_bounds(town: Town) -> None:
    before, taken = digest(), []
    program = town.program("meijia")
    for number in {*NUMBERS} - {"0", "1000000000"}:
        price = f'{{"price": {{"amount": {number}, "currency": "CNY"}}}}'
        for path, raw in (("price", price), ("stock", f'{{"on_hand": {number}}}')):
            answer = program("PUT", f"/offers/{town.ids['offer']}/{path}", raw=raw.encode())
            if answer.status_code not in {400, 422}:
                taken.append(f"{path} {number}: {answer.status_code}")
    free = program("PUT", f"/offers/{town.ids['offer']}/price", {"price": {"amount": 0, "currency": "CNY"}})
    assert (free.status_code, free.json()["code"]) == (422, "catalog.bad_product")
    assert taken == []
    assert digest() == before


def test_s60_the_price_of_a_quote_is_the_houses_own(town: Town) -> None:
    items = [{"offer_id": str(town.ids["offer"]), "quantity": 1, "unit_price": 1}]
    told = {"address_id": str(town.ids["address"]), "items": items, "total": 1}
    answer = town.program("fang")("POST", "/quotes", told)
    assert {fault["field"] for fault in answer.json()["errors"]} == {"items.0.unit_price", "total"}


CURRENCIES = ["EUR", "cny", "", "CNYX", "XXX", None, 156, "￥"]


@pytest.mark.parametrize("currency", CURRENCIES)
def test_s61_an_amount_is_in_the_shops_currency(currency: object, town: Town) -> None:
    before = digest()
    price = {"amount": 100, "currency": currency}
    variant = {"sku": "n", "price": price, "stock": 1}
    refund = {"amounts": [{"line_id": str(town.ids["paid_line"]), "amount": price}], "reason": "Sorry."}
    program = town.program("meijia")
    told = [
        program("PUT", f"/offers/{town.ids['offer']}/price", {"price": price}),
        program("POST", "/shops/meijia-tea/products", {"title": "New", "variants": [variant]}),
        program("POST", f"/orders/{town.ids['paid_order']}/refunds", refund),
    ]
    assert [answer.status_code for answer in told] == [422, 422, 422]
    assert {answer.json()["code"] for answer in told} <= {"api.wrong_currency", "api.invalid"}
    assert digest() == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/quotes", {"items": [{"offer_id": "{offer}", "quantity": 1}] * 51, "address_id": "{address}"}),
        ("/signals", {"signals": [{"kind": "seen", "post_id": "{post}"}] * 201}),
        ("/posts/{post}/comments", {"text": "x" * 2001}),
        ("/posts/{post}/comments", {"text": "nul \x00 here"}),
    ],
)
def test_s71_one_more_than_the_most_is_refused(path: str, body: dict[str, object], town: Town) -> None:
    ids = {name: str(value) for name, value in town.ids.items()}
    before = digest()
    answer = town.program("fang")("POST", path.format(**ids), body)
    assert answer.status_code == 422
    assert digest() == before


def test_s71_half_a_character_is_not_json(town: Town) -> None:
    answer = town.program("fang")("POST", f"/posts/{town.ids['post']}/comments", raw=b'{"text": "\\ud800"}')
    assert (answer.status_code, answer.json()["code"]) == (400, "api.bad_request")


@pytest.mark.parametrize("mark", ["IngiXQ", "WyJ4Il0", "WzFlNDAwXQ", "bnVsbA", "W251bGxd", "W3RydWVd", "e30", "A"])
def test_s71_a_mark_that_is_not_ours_is_refused(mark: str, town: Town) -> None:
    """Red without `_one_of_ours`: a mark with another text reached UUID() in a query."""
    program = town.program("desk")
    lists = ("/wall", "/search", "/purchases", "/saved", "/follows", "/credentials/applications")
    told = {path: program("GET", f"{path}?cursor={mark}").status_code for path in lists}
    assert set(told.values()) <= {400, 422}, told
