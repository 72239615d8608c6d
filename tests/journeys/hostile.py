"""What somebody hostile writes into every field they can: through the actions, in a process of its own in the house."""

MARK = "hostile-7f3a"  # in every payload, so that a test sees that it was shown at all
PAYLOAD = f"\"'><img src=x onerror=ran()><script>ran()</script>{{{{7*7}}}}{MARK}"  # 71 characters

PLANT = f"""
from datetime import timedelta
from uuid import UUID
from goodword.catalog import actions as catalog, queries as catalog_queries
from goodword.catalog.rules import NewVariant
from goodword.checkout import actions as checkout
from goodword.checkout.rules import AddressDraft, QuoteItem
from goodword.kit import clock
from goodword.ops.worker import work_until_idle
from goodword.orders import actions as orders, queries as order_queries
from goodword.partners import actions as partners, queries as partner_queries
from goodword.payments import queries as payment_queries
from goodword.payments.actions.reports import believe
from goodword.payments.models import Channel
from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.rules import Mode
from goodword.people import actions as people, queries as person_queries
from goodword.settlement import actions as settlement
from goodword.social import actions as social

bad, now = {PAYLOAD!r}, clock.now()
fang, lin, owner, operator = (
    person_queries.by_email(f"{{who}}@demo.goodword") for who in ("shopper", "expert", "shop", "operator")
)
for who in (fang, lin, owner):
    people.change_profile(person_id=who.id, name=bad[:80], handle=who.handle, bio=bad * 3, now=now, by=who.id)
shop = partner_queries.shops_of(owner.id)[0]
changes = {{"name": bad[:80], "about": bad, "legal_name": bad, "registration": bad[:60], "address": bad}}
partners.change_shop(shop.id, changes=changes, now=now, by=owner.id)
partners.set_commission(shop.id, None, rate_bp=500, from_at=now, now=now, by=owner.id)
topic = next(iter(person_queries.credential_topics(lin.id)))
product = catalog.add_product(
    shop.id, title=bad, topic=topic, brand=bad[:60], description=f"<p>{{bad}}</p><a href='javascript:ran()'>x</a>",
    variants=[NewVariant(sku=bad[:40], title=bad, price=1200, stock=9), NewVariant("b", "b", price=1, stock=1)],
    now=now, by=owner.id,
)
word = social.publish_post(
    author_id=lin.id, topic=topic, reason=bad, reason_type="expert", evidence=bad, product_ids=[product],
    pictures=[], free_sample=False, now=now, by=lin.id,
)
first = social.comment(post_id=word, author_id=fang.id, text=bad, answer_to=None, now=now, by=fang.id)
social.comment(post_id=word, author_id=lin.id, text=bad, answer_to=first, now=now, by=lin.id)
shelf = social.open_shelf(person_id=lin.id, title=bad, now=now, by=lin.id)
social.put_on_shelf(shelf_id=shelf, product_id=product, position=0, now=now, by=lin.id)
fields = [one.slug for one in catalog_queries.topics()]
links = ["https://a.example/?" + bad]
free = [one for one in fields if one not in {{a.topic for a in person_queries.applications_of(fang.id)}}]
refused = people.ask_credential(person_id=fang.id, topic=free[0], evidence=bad, links=links, now=now, by=fang.id)
people.refuse_credential(application_id=refused, reason=bad, now=now, by=operator.id)
asked = people.ask_credential(person_id=fang.id, topic=free[1], evidence=bad, links=links, now=now, by=fang.id)
draft = AddressDraft(name=bad[:80], street=bad[:100], city=bad[:60], country="CN", phone="1")
address = checkout.save_address(fang.id, draft, now=now)
offer = catalog_queries.product_page(product, now).offers[0].id
quote = checkout.make_quote(
    fang.id, items=[QuoteItem(offer, 1, word)], address_id=address, lifetime=timedelta(hours=1), now=now
)
channel = Channel.objects.filter(currencies__currency=quote.currency, closes_at=None).first()
placed = checkout.place(
    quote_id=quote.id, quote_hash=quote.hash, channel=channel.key, person_id=fang.id, key=str(quote.id),
    return_url="http://localhost/purchases/{{purchase}}/", lifetime=timedelta(hours=1), now=now,
)
intent = payment_queries.intent(placed.intent_id)
report = Report(
    kind=Kind.INTENT, key=intent.id, status=Status.DONE, reference=f"test-{{intent.id}}", amount=intent.amount,
    currency=intent.currency, merchant=channel.merchant, mode=Mode(channel.mode),
)
believe(report, provider=channel.provider, now=now)
work_until_idle()
order = order_queries.purchase_for(fang.id, placed.purchase_id).orders[0]
orders.dispatch_order(
    order.id, carrier=bad[:40], number=bad[:40], auto_receipt=timedelta(days=9), now=now, by=owner.id
)
orders.receive_order(order.id, now=now, by=fang.id)
returned = orders.ask_return(order.id, lines=[(order.lines[0].id, 1)], reason=bad, now=now, by=fang.id)
orders.refuse_return(returned, answer=bad, now=now, by=owner.id)
until = now + timedelta(days=3)
settlement.freeze_payouts(payee=shop.id, reason=bad, review_at=until, now=now, by=operator.id)
settlement.freeze_payouts(payee=lin.id, reason=bad, review_at=until, now=now, by=operator.id)
work_until_idle()
print(placed.purchase_id, word, product, shop.slug, lin.handle, asked)
"""
