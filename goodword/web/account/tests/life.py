"""The whole life of a person who writes a word of their own into every field they can fill."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from goodword.catalog import actions as catalog
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft, CartRef, QuoteItem
from goodword.interests import actions as interests
from goodword.interests.actions import NewSignal
from goodword.journal.actions import answer_once
from goodword.journal.tests.hearing import hear
from goodword.orders import actions as orders
from goodword.orders import queries as orders_queries
from goodword.outreach import actions as outreach
from goodword.partners import actions as partners
from goodword.payments import actions as payments
from goodword.payments.actions.reports import believe
from goodword.payments.models import Payout, Refund
from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.rules import Mode
from goodword.people import actions as people
from goodword.people.models import Person
from goodword.settlement import actions as settlement
from goodword.settlement.rules import period_of
from goodword.social import actions as social
from goodword.social.rules import Words
from goodword.web.account.tests.conftest import PASSWORD
from goodword.web.tests import scene

WORD = "canary"
ADDRESS = "203.0.113.77"
LONG_AGO = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody around: a shop with tea and a cup, its owner, an expert and a shopper. All of it began `then`."""

    then: datetime
    owner: Person
    lin: Person
    fang: Person
    shop_id: UUID
    tea: scene.Goods
    cup: scene.Goods
    word: UUID


def town(now: datetime) -> Town:
    """A small town, as old as a life needs."""
    then = now - LONG_AGO
    scene.topic("tea", "Tea", "茶", then)
    scene.topic("home", "Home", "家", then)
    scene.topic("books", "Books", "书", then)
    owner, lin, fang = scene.person("Owner", then), scene.expert("Lin Yue", "tea", then), scene.person("Fang", then)
    shop_id = scene.shop("Farm Shop", owner, then)
    tea, cup = (
        scene.product(shop_id, title, "tea", then, price) for title, price in (("Longjing", 12800), ("Cup", 4800))
    )
    word = scene.word(lin, "tea", "Third spring in a row.", then, tea)
    return Town(then, owner, lin, fang, shop_id, tea, cup, word)


def arrives(now: datetime) -> tuple[Client, Person]:
    """Signs up, sets up every key and tells who they are."""
    browser = Client(HTTP_USER_AGENT="Canary/1.0", REMOTE_ADDR=ADDRESS)
    who = {"email": "canary@canary.example", "name": "Canary Name", "password1": PASSWORD}
    assert browser.post("/account/signup/", who).status_code == 302
    profile = {"name": "Canary Name", "handle": "canary_handle", "bio": "A canary's bio"}
    assert browser.post("/me/profile/", profile).status_code == 302
    eve = Person.objects.get(handle="canary_handle")
    EmailAddress.objects.create(user=eve, email="second@canary.example")
    browser.post("/me/tokens/", {"label": "canary token", "days": "30"})
    answer_once(f"api:{eve.id}:x", "canary", b"", lambda: (201, b'{"name": "canary"}'), now=now)
    people.accept_terms(person_id=eve.id, version="1", now=now, by=eve.id)
    people.grant_role(person_id=eve.id, role="operator", now=now, by=None)
    assert browser.post("/account/login/", {"login": "canary@canary.example", "password": PASSWORD}).status_code == 302
    Authenticator.objects.create(user=eve, type="webauthn", data={"name": "canary key"})
    return browser, eve


def buys(eve: Person, town: Town) -> None:
    """Buys, sends one thing back, gives another up, and leaves things in the cart."""
    then, order = town.then, _bought(eve, town, town.tea, town.word)
    line = order.lines[0].id
    back = orders.ask_return(
        order.id, lines=[(line, 1)], reason="canary reason", pictures=[png().read()], now=then, by=eve.id
    )
    orders.accept_return(back, answer="Dear canary", now=then, by=town.owner.id)
    orders.receive_return(back, now=then, by=town.owner.id)
    hear(then)
    for refund in Refund.objects.all():
        _says(Kind.REFUND, refund.id, refund.amount, then)
    given_up = scene.placed(eve, then, (town.cup.offers[0], 1, None))
    orders.cancel_purchase(given_up.purchase_id, reason="canary changed its mind", now=then, by=eve.id)
    cart = CartRef(person_id=eve.id)
    checkout.add_to_cart(cart, offer_id=town.cup.offers[0], quantity=2, post_id=None, now=then)
    checkout.make_quote(
        eve.id,
        items=[QuoteItem(town.cup.offers[0], 1, None)],
        address_id=_address(eve, then),
        lifetime=timedelta(days=99),
        now=then,
    )


def reads(eve: Person, town: Town) -> None:
    """Follows, saves, comments, has one of the comments removed, and is followed."""
    then = town.then
    for kind, target in (("person", town.lin.id), ("shop", town.shop_id), ("topic", "tea")):
        social.follow(person_id=eve.id, kind=kind, target=target, now=then, by=eve.id)
    social.follow(person_id=town.fang.id, kind="person", target=eve.id, now=then, by=town.fang.id)
    social.save_post(person_id=eve.id, post_id=town.word, now=then, by=eve.id)
    social.open_folder(person_id=eve.id, name="canary folder", now=then, by=eve.id)
    outreach.choose_notices(person_id=eve.id, wanted=[], now=then, by=eve.id)
    signals = [NewSignal("seen", town.word), NewSignal("opened", town.word, town.tea.id)]
    interests.take_signals(person_id=eve.id, signals=signals, now=then)
    said = [_comment(eve, town.word, f"canary says {n}", then) for n in range(2)]
    answered = _comment(town.fang, town.word, "I see.", then)
    social.remove_comment(comment_id=said[0], reason="canary regrets", now=then, by=eve.id)
    social.remove_comment(comment_id=answered, reason="canary objects", now=then, by=eve.id)


def recommends(eve: Person, town: Town) -> None:
    """Is certified, puts in words with a picture, changes and withdraws one, arranges a shelf, and earns."""
    then = town.then
    asked = {topic: _ask(eve, topic, then) for topic in ("tea", "home", "books")}
    people.grant_credential(application_id=asked["tea"], grade=2, reason="Known canary.", now=then, by=None)
    people.refuse_credential(application_id=asked["home"], reason="No canary.", now=then, by=None)
    picture = catalog.keep_picture(png().read(), alt="canary on a cup", now=then, by=eve.id)
    catalog.keep_picture(png().read(), alt="canary in nothing", now=then, by=eve.id)
    word = _word(eve, town.cup, [picture], then)
    told = {"reason": "canary changed", "reason_type": "tested", "evidence": "canary test", "free_sample": False}
    social.edit_post(post_id=word, now=then, by=eve.id, **told)
    taken_back = _word(eve, town.tea, [], then)
    social.withdraw_post(post_id=taken_back, reason="canary doubts", now=then, by=eve.id)
    begun = Words(topic="tea", reason="canary begins", reason_type="used", evidence="canary", free_sample=False)
    social.keep_draft(draft_id=uuid4(), words=begun, product_ids=[town.cup.id], pictures=[], now=then, by=eve.id)
    shelf = social.open_shelf(person_id=eve.id, title="canary shelf", now=then, by=eve.id)
    social.put_on_shelf(shelf_id=shelf, product_id=town.cup.id, position=0, now=then, by=eve.id)
    social.save_post(person_id=town.fang.id, post_id=word, now=then, by=town.fang.id)
    settlement.freeze_payouts(
        payee=eve.id, reason="canary sales", review_at=then + timedelta(days=1), now=then, by=town.owner.id
    )
    settlement.unfreeze_payouts(payee=eve.id, reason="canary is honest", now=then, by=town.owner.id)
    account = {"channel": "sandbox", "reference": "canary-account"}
    payments.set_payout_destination(payee=eve.id, now=then, by=eve.id, **account)
    _bought(town.fang, town, town.cup, word)


def works(eve: Person, town: Town) -> UUID:
    """Works for the shop, and has one of their own that never sold anything. Its id."""
    partners.add_staff(town.shop_id, eve.id, role="packer", now=town.then, by=town.owner.id)
    mine = scene.shop("Own Shop", eve, town.then)
    told = {"about": "canary about", "website": "https://canary.example", "email": "shop@canary.example"}
    partners.change_shop(mine, changes={**told, "address": "canary road"}, now=town.then, by=eve.id)
    return mine


def time_passes(now: datetime) -> None:
    """Return windows end, and what was earned is paid out."""
    settlement.release_due(now=now - timedelta(days=20), by=None, limit=100)
    settlement.ask_payouts(period=period_of(now, 0), now=now, by=None, limit=100)
    for payout in Payout.objects.all():
        _says(Kind.PAYOUT, payout.id, payout.amount, now)


def found(*tables: str) -> list[str]:
    """Where in the whole database (or in these tables), in what sessions carry and in the media folder the word is."""
    return sorted({place for place, text in _dump(tables) if WORD in text.lower() or ADDRESS in text})


def _dump(tables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for table in tables or connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    raw = isinstance(value, bytes | memoryview)
                    yield f"{table}.{name}", bytes(value).decode("latin-1") if raw else str(value)
    for session in Session.objects.all():
        yield "session", str(session.get_decoded())
    for folder, _inner, files in os.walk(default_storage.location):
        for name in files:
            yield f"media/{name}", name + (Path(folder) / name).read_bytes().decode("latin-1")


def png() -> SimpleUploadedFile:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return SimpleUploadedFile("canary.png", out.getvalue(), "image/png")


def _address(who: Person, now: datetime) -> UUID:
    told = {part: f"{who.name} {part}" for part in ("street", "extra", "city", "region", "phone")}
    draft = AddressDraft(name=who.name, country="CN", postcode=who.name, **told)
    return checkout.save_address(who.id, draft, now=now)


def _bought(who: Person, town: Town, goods: scene.Goods, post: UUID | None) -> orders_queries.OrderView:
    """A purchase that is paid, sent and has arrived, long ago."""
    then = town.then
    quote = checkout.make_quote(
        who.id,
        items=[QuoteItem(goods.offers[0], 1, post)],
        address_id=_address(who, then),
        lifetime=timedelta(minutes=15),
        now=then,
    )
    agreed = {"quote_id": quote.id, "quote_hash": quote.hash, "channel": scene.channel(then), "key": str(quote.id)}
    placed = checkout.place(
        person_id=who.id, return_url="http://localhost/", lifetime=timedelta(minutes=30), now=then, **agreed
    )
    scene.paid(placed, then)
    order = orders_queries.purchase_for(who.id, placed.purchase_id).orders[0]
    sent = {"carrier": "Post", "number": "1", "auto_receipt": timedelta(days=9)}
    orders.dispatch_order(order.id, now=then, by=town.owner.id, **sent)
    orders.receive_order(order.id, now=then, by=who.id)
    hear(then)
    return orders_queries.order_for(who.id, order.id)


def _says(kind: Kind, key: UUID, amount: int, now: datetime) -> None:
    """The provider says that money went out."""
    told = {"reference": f"test-{key}", "merchant": "goodword-test", "mode": Mode.TEST}
    report = Report(kind=kind, key=key, status=Status.DONE, amount=amount, currency="CNY", **told)
    believe(report, provider="sandbox", now=now)
    hear(now)


def _comment(who: Person, post: UUID, text: str, now: datetime) -> UUID:
    return social.comment(post_id=post, author_id=who.id, text=text, answer_to=None, now=now, by=who.id)


def _ask(who: Person, topic: str, now: datetime) -> UUID:
    told = {"evidence": "Twenty years of canary keeping.", "links": ["https://canary.example/"]}
    return people.ask_credential(person_id=who.id, topic=topic, now=now, by=who.id, **told)


def _word(who: Person, goods: scene.Goods, pictures: list[UUID], now: datetime) -> UUID:
    return social.publish_post(
        author_id=who.id,
        topic="tea",
        reason="canary word",
        reason_type="tested",
        evidence="canary evidence",
        product_ids=[goods.id],
        pictures=pictures,
        free_sample=False,
        now=now,
        by=who.id,
    )
