"""I-18: one key, one effect, one answer."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodword.api.tests.openapi import operations
from goodword.api.tests.scene import Town
from goodword.api.tests.test_object_matrix import digest
from goodword.orders import queries as orders


def repeatable() -> set[str]:
    return {
        one.name
        for one in operations()
        if any(parameter["name"] == "Idempotency-Key" for parameter in one.told["parameters"])
    }


def requests(town: Town) -> dict[str, tuple[str, str, dict[str, object], dict[str, object]]]:
    """Who, where, what, and something else under the same key; by operation."""
    ids = town.ids
    price = {"amount": 100, "currency": "CNY"}
    product = {"title": "Bowl", "variants": [{"sku": "b", "price": price, "stock": 3}]}
    post = {"topic": "tea", "reason": "Good.", "reason_type": "used", "free_sample": False}
    refund = {"amounts": [{"line_id": str(ids["paid_line"]), "amount": price}], "reason": "Sorry."}
    back = {"lines": [{"line_id": str(ids["line"]), "quantity": 1}], "reason": "Broken."}
    house = {"name": "Fang", "street": "1 New Street", "city": "Hangzhou", "country": "CN"}
    asked = {"topic": "tea", "evidence": "I have grown it for all my life, up the hill."}
    agreed = {
        "quote_id": str(ids["quote"]),
        "quote_hash": town.quote_hash,
        "channel": "sandbox",
        "return_url": "https://example.com/{purchase}",
    }
    return {
        "applyForCredential": ("bo", "/credentials/applications", asked, {**asked, "evidence": "x" * 30}),
        "addProduct": ("meijia", "/shops/meijia-tea/products", product, {**product, "title": "Cup"}),
        "recommend": (
            "lin",
            "/posts",
            {**post, "product_ids": [str(ids["other_product"])]},
            {**post, "product_ids": [str(ids["product"])]},
        ),
        "comment": ("bo", f"/posts/{ids['post']}/comments", {"text": "Yes."}, {"text": "No."}),
        "addAddress": ("bo", "/addresses", house, {**house, "city": "Suzhou"}),
        "placePurchase": ("fang", "/purchases", agreed, {**agreed, "channel": "other"}),
        "askReturn": ("fang", f"/orders/{ids['order']}/returns", back, {**back, "reason": "Late."}),
        "refundOrder": ("meijia", f"/orders/{ids['paid_order']}/refunds", refund, {**refund, "reason": "Late."}),
    }


def test_i18_the_same_request_is_done_once_and_answered_the_same(town: Town) -> None:
    """Red when `once` does not ask the journal."""
    asked = requests(town)
    assert set(asked) | {"importCatalogue"} == repeatable()
    for name, (who, path, body, other) in asked.items():
        program = town.program(who)
        first = program("POST", path, body, key="one-key")
        assert (name, first.status_code) == (name, 201)
        after = digest()
        again = program("POST", path, body, key="one-key")
        assert (name, again.status_code, again.content) == (name, 201, first.content)
        changed = program("POST", path, other, key="one-key")
        assert (name, changed.status_code, changed.json()["code"]) == (name, 422, "journal.key_reused")
        assert digest() == after


def test_i18_a_key_is_its_persons_own(town: Town) -> None:
    path, body = f"/posts/{town.ids['post']}/comments", {"text": "Yes."}
    told = [town.program(who)("POST", path, body, key="one-key").json()["id"] for who in ("bo", "fang", "bo")]
    assert told[0] == told[2] != told[1]


def test_i18_while_the_first_is_under_way_the_second_waits(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodword.journal.actions.try_claim", lambda name: False)
    before = digest()
    for who, path, body, _other in requests(town).values():
        answer = town.program(who)("POST", path, body, key="one-key")
        assert (answer.status_code, answer.json()["code"]) == (409, "journal.key_in_flight")
    assert digest() == before


@pytest.mark.parametrize("key", ["", " ", "x" * 81, "schlüssel"])
def test_i18_a_key_that_is_none_is_refused(key: str, town: Town) -> None:
    before = digest()
    for path, body in ((f"/posts/{town.ids['post']}/comments", {"text": "Yes."}), requests(town)["placePurchase"][1:3]):
        answer = town.program("fang")("POST", path, body, key=key)
        assert (answer.status_code, answer.json()["code"]) == (422, "checkout.bad_key")
    assert digest() == before


def test_i18_a_purchase_needs_a_key(town: Town) -> None:
    before = digest()
    _who, path, body, _other = requests(town)["placePurchase"]
    answer = town.program("fang")("POST", path, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "checkout.bad_key")
    assert digest() == before


def test_i18_a_file_handed_over_twice_is_read_once(town: Town, settings: object, tmp_path: object) -> None:
    settings.DATA = tmp_path
    program = town.program("zhou")
    headers = {"authorization": f"Bearer {program.token}", "idempotency-key": str(uuid4())}

    def hand_over(words: bytes) -> tuple[int, bytes]:
        told = {"form": "shopify", "dry_run": "true", "file": SimpleUploadedFile("../../etc/passwd", words)}
        answer = program.client.post("/api/v1/shops/zhou-tea/imports", told, headers=headers)
        return answer.status_code, answer.content

    first = hand_over(b"Handle,Title\n")
    assert first[0] == 202
    assert hand_over(b"Handle,Title\n") == first
    assert hand_over(b"Handle,Other\n")[0] == 422
    kept = list((tmp_path / "imports").iterdir())
    assert [path.read_bytes() for path in kept] == [b"Handle,Title\n"]
    seen = program("GET", f"/shops/zhou-tea/imports/{program.client and UUID(first[1][7:43].decode())}")
    assert (seen.json()["state"], seen.json()["name"], seen.json()["dry_run"]) == ("waiting", "passwd", True)


def test_i18_a_refused_request_keeps_no_answer(town: Town) -> None:
    program, path = town.program("fang"), f"/orders/{town.ids['order']}/returns"
    lines = [{"line_id": str(town.ids["line"]), "quantity": 1}]
    too_many = program("POST", path, {"lines": [{**lines[0], "quantity": 9}], "reason": "x"}, key="k")
    assert too_many.status_code == 409
    assert program("POST", path, {"lines": lines, "reason": "x"}, key="k").status_code == 201
    assert len(orders.order_for(town.ids["fang"], town.ids["order"]).returns) == 2
