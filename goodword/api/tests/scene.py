"""A town for tests of the API: two shops, an expert, buyers, an operator; made through the actions alone."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client

from goodword.catalog import actions as catalog
from goodword.catalog import queries as catalog_queries
from goodword.catalog.rules import NewVariant
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft, CartRef, QuoteItem
from goodword.journal.tests.hearing import hear
from goodword.orders import actions as orders
from goodword.orders import queries as orders_queries
from goodword.partners import actions as partners
from goodword.partners.rules import AGREEMENT_VERSION
from goodword.payments import actions as payments
from goodword.payments import queries as payments_queries
from goodword.payments.actions.reports import believe
from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.rules import Mode
from goodword.people import actions as people
from goodword.social import actions as social

CANARY = "Kanarienvogel"  # stands in what only its owner may read


@dataclass(frozen=True, slots=True)
class Town:
    """Ids of everybody and everything, and everybody's token by name."""

    now: datetime
    ids: dict[str, UUID]
    tokens: dict[str, str]
    quote_hash: str

    def program(self, name: str | None) -> "Program":
        """A program that acts for this person; for nobody when None."""
        return Program(self.tokens[name] if name else None)


class Program:
    """Talks JSON to the API."""

    def __init__(self, token: str | None) -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        raw: bytes | None = None,
        **more: str,
    ) -> Any:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"idempotency-key": key} if key is not None else {}
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method,
            path if path.startswith("/api") else f"/api/v1{path}",
            data,
            content_type="application/json",
            headers=headers | more,
        )


def town(now: datetime, folder: Path) -> Town:
    """Fang bought tea on Lin's word at Meijia's shop: one purchase is back as a return, one waits for payment."""
    catalog.add_topic("tea", name_en="Tea", name_zh="茶", now=now, by=None)
    names = ("lin", "fang", "bo", "meijia", "packer", "zhou", "desk")
    ids = {name: person(name, now) for name in names}
    tokens = {name: token(who, now) for name, who in ids.items()}
    people.grant_role(person_id=ids["desk"], role="operator", now=now, by=None)
    certify(ids["lin"], now)
    ids["shop"] = shop("meijia-tea", ids["meijia"], now)
    ids["other_shop"] = shop("zhou-tea", ids["zhou"], now)
    partners.add_staff(ids["shop"], ids["packer"], role="packer", now=now, by=ids["meijia"])
    ids["product"], ids["offer"] = product(ids["shop"], "Longjing", now)
    ids["other_product"], ids["other_offer"] = product(ids["other_shop"], "Puer", now)
    ids["post"] = word(ids["lin"], ids["product"], now)
    ids["comment"] = social.comment(
        post_id=ids["post"], author_id=ids["fang"], text="So good.", answer_to=None, now=now, by=ids["fang"]
    )
    ids["application"] = people.ask_credential(
        person_id=ids["fang"], topic="tea", evidence=f"{CANARY} knows tea since childhood.", links=[], now=now, by=None
    )
    draft = AddressDraft(name="Fang", street=f"12 {CANARY} Road", city="Hangzhou", country="CN")
    ids["address"] = checkout.save_address(ids["fang"], draft, now=now)
    ids["bo_address"] = checkout.save_address(ids["bo"], draft, now=now)
    file = folder / "kept.upload"
    file.write_text("Handle,Title\n")
    ids["import"] = catalog.ask_import(
        ids["shop"], form="shopify", path=file, name=f"{CANARY}.csv", dry_run=True, topic=None, now=now, by=None
    )
    channel(now)
    bought(ids, now)
    quote = quoted(ids, now)
    ids["quote"] = quote.id
    checkout.add_to_cart(CartRef(person_id=ids["fang"]), offer_id=ids["offer"], quantity=1, post_id=None, now=now)
    return Town(now, ids, tokens, quote.hash)


def person(name: str, now: datetime) -> UUID:
    return people.join(email=f"{name}@example.com", name=name.title(), password=None, language="en", now=now)


def token(who: UUID, now: datetime) -> str:
    secret = people.issue_token(person_id=who, label="program", expires_at=now + timedelta(days=30), now=now, by=who)
    people.use_token(secret=secret, now=now)  # its use is written down now, not while statements are counted
    return secret


def certify(who: UUID, now: datetime) -> None:
    words = "Twenty years of growing, tasting and teaching it."
    asked = people.ask_credential(person_id=who, topic="tea", evidence=words, links=[], now=now, by=who)
    people.grant_credential(application_id=asked, grade=2, reason="Known work.", now=now, by=None)


def shop(slug: str, owner: UUID, now: datetime) -> UUID:
    made = partners.open_shop(
        slug=slug,
        name=slug.title(),
        legal_name=f"{slug} Ltd",
        registration="91330106MA2",
        country="CN",
        address="8 Meijiawu Village, Hangzhou",
        email="shop@example.com",
        currency="CNY",
        owner_id=owner,
        delivery_fee=600,
        now=now,
        by=owner,
    )
    partners.verify_shop(made, note="Papers seen.", now=now, by=None)
    partners.accept_agreement(made, version=AGREEMENT_VERSION, now=now, by=owner)
    partners.set_commission(made, None, rate_bp=800, from_at=now, now=now, by=owner)
    return made


def product(shop_id: UUID, title: str, now: datetime) -> tuple[UUID, UUID]:
    variants = [NewVariant(sku=f"{title}-1", title="100 g", price=12800, stock=500)]
    made = catalog.add_product(shop_id, title=title, topic="tea", variants=variants, now=now, by=None)
    return made, catalog_queries.product_page(made, now).offers[0].id


def word(author: UUID, product_id: UUID, now: datetime) -> UUID:
    return social.publish_post(
        author_id=author,
        topic="tea",
        reason="Third spring in a row I reorder this.",
        reason_type="used",
        evidence="",
        product_ids=[product_id],
        pictures=[],
        free_sample=False,
        now=now,
        by=author,
    )


def channel(now: datetime) -> None:
    payments.open_channel(
        key="sandbox",
        name="Sandbox Pay",
        provider="sandbox",
        merchant="goodword-test",
        mode=Mode.TEST,
        currencies=["CNY"],
        note="",
        now=now,
        by=None,
    )


def quoted(ids: dict[str, UUID], now: datetime) -> Any:
    return checkout.make_quote(
        ids["fang"],
        items=[QuoteItem(ids["offer"], 2, ids["post"])],
        address_id=ids["address"],
        lifetime=timedelta(minutes=15),
        now=now,
    )


def placed(ids: dict[str, UUID], now: datetime) -> Any:
    quote = quoted(ids, now)
    return checkout.place(
        quote_id=quote.id,
        quote_hash=quote.hash,
        channel="sandbox",
        person_id=ids["fang"],
        key=str(quote.id),
        return_url="http://localhost/purchases/{purchase}/",
        lifetime=timedelta(minutes=30),
        now=now,
    )


def bought(ids: dict[str, UUID], now: datetime) -> None:
    """One purchase arrived and a return is asked; a second one is paid; a third waits for its payment."""
    for name in ("", "paid_", "new_"):
        made = placed(ids, now)
        ids[f"{name}purchase"], ids[f"{name}intent"] = made.purchase_id, made.intent_id
        if name != "new_":
            paid(made.intent_id, now)
        seen = orders_queries.purchase_for(ids["fang"], made.purchase_id).orders[0]
        ids[f"{name}order"], ids[f"{name}line"] = seen.id, seen.lines[0].id
    orders.dispatch_order(
        ids["order"], carrier="SF", number=f"{CANARY}-1", auto_receipt=timedelta(days=10), now=now, by=ids["meijia"]
    )
    orders.receive_order(ids["order"], now=now, by=ids["fang"])
    ids["return"] = orders.ask_return(
        ids["order"], lines=[(ids["line"], 1)], reason=f"{CANARY} ate it.", now=now, by=ids["fang"]
    )


def paid(intent_id: UUID, now: datetime) -> None:
    intent = payments_queries.intent(intent_id)
    report = Report(
        kind=Kind.INTENT,
        key=intent.id,
        status=Status.DONE,
        reference=f"test-{intent.id}",
        amount=intent.amount,
        currency=intent.currency,
        merchant="goodword-test",
        mode=Mode.TEST,
    )
    believe(report, provider="sandbox", now=now)
    hear(now)
