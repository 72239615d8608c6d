"""Finding products; for a shop's staff, keeping them."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field, StrictInt

from goodword.api.once import REPEATABLE, once
from goodword.api.problems import Invalid, TooLong
from goodword.api.shapes import catalog as shapes
from goodword.api.tokens import TOKEN_OR_NOT, Asked, Read
from goodword.api.wire import (
    NO_NUL,
    Amount,
    Body,
    Created,
    Cursor,
    Id,
    Line,
    Prose,
    Reason,
    Slug,
    all_rows,
    answer,
    done,
    rows,
)
from goodword.catalog import actions as catalog_actions
from goodword.catalog import queries as catalog
from goodword.catalog.rules import LEAD_TIME_MAX, PICTURES_MAX, STOCK_MAX, VARIANTS_MAX, NewVariant
from goodword.catalog.search import search_products
from goodword.kit import clock
from goodword.kit.limits import IMPORT_BYTES
from goodword.partners import queries as partners

SELLERS = ("owner", "manager")  # who may change what a shop sells
OPTIONS = 3  # choices of one variant, as shop systems have them

Stock = Annotated[StrictInt, Field(ge=0, le=STOCK_MAX)]
Days = Annotated[StrictInt, Field(ge=0, le=LEAD_TIME_MAX)]
Words = Annotated[str, Field(strict=True, min_length=1, max_length=100, pattern=NO_NUL)]

router = Router(tags=["catalog"])


class NewOption(Body):
    """One choice, such as Size: 250 g."""

    name: Words
    value: Words


class Variant(Body):
    """One way a product can be bought."""

    sku: Words
    title: Line = ""
    options: Annotated[list[NewOption], Field(max_length=OPTIONS)] = []
    gtin: Annotated[str, Field(strict=True, pattern=r"^[0-9]{8,14}$")] | None = None
    price: Amount
    compare_at: Amount | None = None
    stock: Stock
    lead_time_days: Days = 1


class NewProduct(Body):
    """A product and its variants. `pictures` are ids of pictures handed in before."""

    title: Annotated[str, Field(strict=True, min_length=1, max_length=200, pattern=NO_NUL)]
    description: Prose = ""
    topic: Slug | None = None
    brand: Annotated[str, Field(strict=True, max_length=100, pattern=NO_NUL)] = ""
    variants: Annotated[list[Variant], Field(min_length=1, max_length=VARIANTS_MAX)]
    pictures: Annotated[list[Id], Field(max_length=PICTURES_MAX)] = []


class NewPrice(Body):
    """What an offer costs from now on; `compare_at` is the earlier price the shop names."""

    price: Amount
    compare_at: Amount | None = None


class NewStock(Body):
    """How many pieces the shop counted, those held by unpaid purchases included."""

    on_hand: Stock


@router.get("/topics", operation_id="listTopics", response=shapes.TopicPage, auth=TOKEN_OR_NOT)
def topics(request: Read) -> HttpResponse:
    """All fields of interest."""
    return all_rows(
        {"slug": one.slug, "parent": one.parent, "name_en": one.name_en, "name_zh": one.name_zh}
        for one in catalog.topics()
    )


@router.get("/products/{product_id}", operation_id="getProduct", response=shapes.Product, auth=TOKEN_OR_NOT)
def product(request: Read, product_id: UUID) -> HttpResponse:
    """A product with its offers, prices and stock of this moment."""
    return answer(shapes.product(catalog.product_page(product_id, clock.now())))


@router.get("/search", operation_id="searchProducts", response=shapes.CardPage, auth=TOKEN_OR_NOT)
def search(
    request: Read,
    text: Line = "",
    topic: Slug | None = None,
    shop: Slug | None = None,
    in_stock: bool = False,
    cursor: Cursor | None = None,
) -> HttpResponse:
    """Products that can be bought and are called like `text`; without a text, all, newest first."""
    shop_id = partners.by_slug(shop).id if shop else None
    found = search_products(text, topic=topic, shop_id=shop_id, in_stock=in_stock, cursor=cursor)
    return rows(found, shapes.card)


@router.get("/shops/{slug}", operation_id="getShop", response=shapes.Shop, auth=TOKEN_OR_NOT)
def shop(request: Read, slug: Slug) -> HttpResponse:
    """A shop and its terms."""
    return answer(shapes.shop(partners.by_slug(slug)))


@router.get("/shops/{slug}/products", operation_id="listShopProducts", response=shapes.CardPage, auth=TOKEN_OR_NOT)
def shop_products(request: Read, slug: Slug, cursor: Cursor | None = None) -> HttpResponse:
    """A shop's products, newest first; its own staff see the withdrawn ones too."""
    found = partners.by_slug(slug)
    own = request.auth.id is not None and partners.role_in(found.id, request.auth.id) is not None
    return rows(catalog.by_shop(found.id, cursor, withdrawn=own), shapes.card)


@router.post("/shops/{slug}/products", operation_id="addProduct", response={201: Created}, openapi_extra=REPEATABLE)
def add_product(request: Asked, slug: Slug, body: NewProduct) -> HttpResponse:
    """Staff: lists a product with its variants, prices in the shop's currency, and stock."""
    found = partners.by_slug(slug)
    partners.require_role(found.id, request.auth.id, *SELLERS)
    variants = [_variant(one, found.currency) for one in body.variants]

    def do(now: datetime) -> Created:
        return {
            "id": catalog_actions.add_product(
                found.id,
                title=body.title,
                variants=variants,
                description=body.description,
                topic=body.topic,
                brand=body.brand,
                pictures=body.pictures,
                now=now,
                by=request.auth.id,
            )
        }

    return once(request, body, do)


@router.put("/products/{product_id}/withdrawal", operation_id="withdrawProduct", response={204: None})
def withdraw_product(request: Asked, product_id: UUID, body: Reason) -> HttpResponse:
    """Staff: the product is not sold or recommended until it is listed again."""
    partners.require_role(catalog.shop_of(product_id), request.auth.id, *SELLERS)
    catalog_actions.withdraw_product(product_id, reason=body.reason, now=clock.now(), by=request.auth.id)
    return done()


@router.delete("/products/{product_id}/withdrawal", operation_id="relistProduct", response={204: None})
def relist_product(request: Asked, product_id: UUID) -> HttpResponse:
    """Staff: the product is sold again."""
    partners.require_role(catalog.shop_of(product_id), request.auth.id, *SELLERS)
    catalog_actions.relist_product(product_id, now=clock.now(), by=request.auth.id)
    return done()


@router.put("/offers/{offer_id}/price", operation_id="setPrice", response={204: None})
def set_price(request: Asked, offer_id: UUID, body: NewPrice) -> HttpResponse:
    """Staff: the offer costs this from now on."""
    currency = _own_offer(request, offer_id)
    catalog_actions.set_price(
        offer_id,
        price=body.price.of(currency),
        compare_at=body.compare_at.of(currency) if body.compare_at else None,
        now=clock.now(),
        by=request.auth.id,
    )
    return done()


@router.put("/offers/{offer_id}/stock", operation_id="setStock", response={204: None})
def set_stock(request: Asked, offer_id: UUID, body: NewStock) -> HttpResponse:
    """Staff: so many pieces are on the shelf."""
    _own_offer(request, offer_id)
    catalog_actions.set_stock(offer_id, on_hand=body.on_hand, now=clock.now(), by=request.auth.id)
    return done()


@router.post("/shops/{slug}/imports", operation_id="importCatalogue", response={202: Created}, openapi_extra=REPEATABLE)
def import_catalogue(
    request: Asked,
    slug: Slug,
    file: Annotated[UploadedFile, File()],
    form: Annotated[Literal["shopify", "vendure", "google-tsv", "google-xml"], Form()],
    dry_run: Annotated[bool, Form()] = True,
    topic: Annotated[Slug | None, Form()] = None,
) -> HttpResponse:
    """Staff: hands over a catalogue file; a worker reads it. A dry run, unless told otherwise, only reports."""
    if set(request.POST) - {"form", "dry_run", "topic"} or set(request.FILES) != {"file"}:
        raise Invalid
    found = partners.by_slug(slug)
    partners.require_role(found.id, request.auth.id, *SELLERS)
    if (file.size or 0) > IMPORT_BYTES:
        raise TooLong

    def do(now: datetime) -> Created:
        asked = catalog_actions.ask_import(
            found.id,
            form=form,
            path=_keep(file),
            name=(file.name or "")[:200],
            dry_run=dry_run,
            topic=topic,
            now=now,
            by=request.auth.id,
        )
        return {"id": asked}

    return once(request, f"{form} {dry_run} {topic} {_fingerprint(file)}".encode(), do, status=202)


@router.get("/shops/{slug}/imports/{import_id}", operation_id="getImport", response=shapes.Import)
def get_import(request: Asked, slug: Slug, import_id: UUID) -> HttpResponse:
    """Staff: how far an import is, and which lines were left out."""
    found = partners.by_slug(slug)
    partners.require_role(found.id, request.auth.id, *SELLERS)
    return answer(shapes.imported(*catalog.import_of(found.id, import_id)))


def _variant(told: Variant, currency: str) -> NewVariant:
    return NewVariant(
        sku=told.sku,
        title=told.title,
        options=tuple((one.name, one.value) for one in told.options),
        gtin=told.gtin,
        price=told.price.of(currency),
        compare_at=told.compare_at.of(currency) if told.compare_at else None,
        stock=told.stock,
        lead_time_days=told.lead_time_days,
    )


def _own_offer(request: Asked, offer_id: UUID) -> str:
    """The currency of an offer of a shop the caller sells for. Refuses any other offer as if there were none."""
    found = catalog.offers([offer_id]).get(offer_id)
    if found is None or partners.role_in(found.shop_id, request.auth.id) not in SELLERS:
        raise catalog_actions.NoSuchOffer
    return found.currency


def _fingerprint(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _keep(file: UploadedFile) -> Path:
    """Keeps the file under a name of ours; the one it came with is never part of a path."""
    folder = Path(settings.DATA) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}.upload"
    with path.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return path
