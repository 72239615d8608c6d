"""From a cart to a purchase that waits for its payment."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from goodword.api.once import KEY_NEEDED, REPEATABLE, once
from goodword.api.orders import router as of_orders  # one address, read there and written here
from goodword.api.shapes import checkout as shapes
from goodword.api.tokens import Asked
from goodword.api.wire import NO_NUL, Body, Created, Currency, Id, Line, Quantity, Slug, all_rows, answer, done
from goodword.checkout import actions as checkout_actions
from goodword.checkout import queries as checkout
from goodword.checkout.rules import AddressDraft, CartRef, QuoteItem
from goodword.kit import clock
from goodword.kit.addresses import check_form
from goodword.kit.limits import CART_LINES
from goodword.kit.refusals import Refusal
from goodword.orders import queries as orders
from goodword.payments import actions as payments_actions
from goodword.payments import queries as payments

Short = Annotated[str, Field(strict=True, max_length=80, pattern=NO_NUL)]
Brief = Annotated[str, Field(strict=True, max_length=30, pattern=NO_NUL)]
Country = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")]
Hash = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
Url = Annotated[str, Field(strict=True, max_length=500, pattern=r"^https?://[!-~]+$")]

router = Router(tags=["checkout"])


class NothingToPay(Refusal):
    """The purchase was paid, given up, or its time is over."""

    status = 409
    code = "api.nothing_to_pay"
    sentence = _("There is nothing to pay here any more. Look at the purchase to see what became of it.")


class Item(Body):
    """An offer, how many of it, and the recommendation it came from."""

    offer_id: Id
    quantity: Quantity
    post_id: Id | None = None


class NewQuantity(Body):
    """How many pieces of an offer."""

    quantity: Quantity


class NewAddress(Body):
    """Where goods go. `country` is an ISO 3166 code of two capital letters."""

    name: Short
    street: Line
    extra: Line = ""
    postcode: Brief = ""
    city: Short
    region: Short = ""
    country: Country
    phone: Brief = ""


class Wanted(Body):
    """What to quote, delivered to which address of the caller. Without items: all that is in the cart."""

    items: Annotated[list[Item], Field(min_length=1, max_length=CART_LINES)] | None = None
    address_id: Id


class Agreement(Body):
    """The quote that was shown, how to pay, and where to go afterwards; `{purchase}` in it becomes the id."""

    quote_id: Id
    quote_hash: Hash
    channel: Slug
    return_url: Url


@router.get("/cart", operation_id="getCart", response=shapes.Cart)
def cart(request: Asked) -> HttpResponse:
    """What is in the caller's cart, at today's prices."""
    return answer(shapes.cart(checkout.cart(CartRef(person_id=request.auth.id))))


@router.post("/cart/items", operation_id="addToCart", response={204: None})
def add_to_cart(request: Asked, body: Item) -> HttpResponse:
    """Puts pieces of an offer into the cart; what is there adds up."""
    checkout_actions.add_to_cart(
        CartRef(person_id=request.auth.id),
        offer_id=body.offer_id,
        quantity=body.quantity,
        post_id=body.post_id,
        now=clock.now(),
    )
    return done()


@router.put("/cart/items/{offer_id}", operation_id="setCartQuantity", response={204: None})
def set_quantity(request: Asked, offer_id: UUID, body: NewQuantity) -> HttpResponse:
    """The cart is to hold so many pieces of an offer that is in it."""
    ref = CartRef(person_id=request.auth.id)
    checkout_actions.set_quantity(ref, offer_id=offer_id, quantity=body.quantity, now=clock.now())
    return done()


@router.delete("/cart/items/{offer_id}", operation_id="removeFromCart", response={204: None})
def remove_item(request: Asked, offer_id: UUID) -> HttpResponse:
    """Takes an offer out of the cart."""
    checkout_actions.remove_item(CartRef(person_id=request.auth.id), offer_id=offer_id, now=clock.now())
    return done()


@router.get("/addresses", operation_id="listAddresses", response=shapes.AddressPage)
def addresses(request: Asked) -> HttpResponse:
    """The caller's addresses, newest first."""
    return all_rows(shapes.address(one) for one in checkout.addresses_of(request.auth.id))


@router.post("/addresses", operation_id="addAddress", response={201: Created}, openapi_extra=REPEATABLE)
def add_address(request: Asked, body: NewAddress) -> HttpResponse:
    """Adds an address; the same address again is the same one."""
    draft, me = AddressDraft(**body.model_dump()), request.auth.id
    return once(request, body, lambda now: {"id": checkout_actions.save_address(me, draft, now=now)})


@router.delete("/addresses/{address_id}", operation_id="removeAddress", response={204: None})
def remove_address(request: Asked, address_id: UUID) -> HttpResponse:
    """Forgets an address; purchases keep their own copy."""
    checkout_actions.forget_address(request.auth.id, address_id)
    return done()


@router.post("/quotes", operation_id="makeQuote", response={201: shapes.Quote})
def make_quote(request: Asked, body: Wanted) -> HttpResponse:
    """What these things cost now, delivered there. Holds for a while; nothing is reserved."""
    items = [QuoteItem(one.offer_id, one.quantity, one.post_id) for one in body.items] if body.items else None
    made = checkout_actions.make_quote(
        request.auth.id,
        items=items,
        address_id=body.address_id,
        lifetime=settings.QUOTE_LIFETIME,
        now=clock.now(),
    )
    return answer(shapes.quote(made), 201)


@router.get("/quotes/{quote_id}", operation_id="getQuote", response=shapes.Quote)
def quote(request: Asked, quote_id: UUID) -> HttpResponse:
    """One of the caller's quotes."""
    return answer(shapes.quote(checkout.quote_for(request.auth.id, quote_id)))


@router.get("/channels", operation_id="listChannels", response=shapes.ChannelPage)
def channels(request: Asked, currency: Currency) -> HttpResponse:
    """The ways to pay in a currency."""
    return all_rows(
        {"key": one.key, "name": one.name, "open": one.open, "note": one.note}
        for one in payments.channels(currency, at=clock.now())
    )


@of_orders.post(
    "/purchases",
    operation_id="placePurchase",
    response={201: shapes.Placed},
    openapi_extra=KEY_NEEDED,
    tags=["checkout"],
)
def place(request: Asked, body: Agreement) -> HttpResponse:
    """Agrees to a quote: stock is held until the payment's time is over. The key makes it once (I-18)."""
    check_form(body.return_url.replace("{purchase}", "0"))
    placed = checkout_actions.place(
        quote_id=body.quote_id,
        quote_hash=body.quote_hash,
        channel=body.channel,
        person_id=request.auth.id,
        key=request.headers.get("Idempotency-Key", ""),
        return_url=body.return_url,
        lifetime=settings.PAYMENT_LIFETIME,
        now=clock.now(),
    )
    return answer({"purchase_id": placed.purchase_id, "intent_id": placed.intent_id}, 201)


@router.post("/purchases/{purchase_id}/payment", operation_id="startPayment", response=shapes.Payment)
def start_payment(request: Asked, purchase_id: UUID) -> HttpResponse:
    """Tells the provider; says the page where the payer pays. May be repeated; no transaction is open."""
    orders.purchase_for(request.auth.id, purchase_id)
    waiting = [one for one in payments.intents_for([purchase_id]).get(purchase_id, []) if one.state in ("new", "open")]
    if not waiting:
        raise NothingToPay
    ip = request.META.get("REMOTE_ADDR", "")
    return answer({"pay_url": payments_actions.start_intent(intent_id=waiting[0].id, now=clock.now(), payer_ip=ip)})
