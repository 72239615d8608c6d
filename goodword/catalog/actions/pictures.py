"""The only writers of pictures."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from goodword.catalog.actions.encoding import BadPicture, Encoded, encode, smaller_sizes
from goodword.catalog.cropping import Crop
from goodword.catalog.events import ProductChanged
from goodword.catalog.models import Media, Product
from goodword.catalog.queries.pictures import PictureUnknown
from goodword.catalog.queries.products import lock_product
from goodword.catalog.rules import PICTURE_WIDTHS, sized
from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.leases import lease
from goodword.kit.limits import TEXT_SHORT, UPLOADS_A_DAY
from goodword.kit.refusals import NotFound, Refusal

FETCH_TRIES = 6
FETCH_WAIT = timedelta(minutes=2)  # quadruples with every failure: 2 min, 8 min, ... 1.5 days in all


class NoSuchPicture(NotFound):
    """A picture was named that this person has not handed in, or that belongs to something already."""

    status = 404
    code = "catalog.no_such_picture"
    sentence = _("One of the pictures is not there any more. Add it again.")


class TooManyPictures(Refusal):
    """A person may hand in only so many pictures a day (S-31)."""

    status = 429
    code = "catalog.too_many_pictures"
    sentence = _("You have added %(most)s pictures in a day, which is the most. Try again tomorrow.")


def keep_picture(data: bytes, *, alt: str, now: datetime, by: UUID) -> UUID:
    """A person hands in a picture; it is encoded anew and kept under a name made by chance. Its id.

    It belongs to nothing yet: a product or a post takes it by its id. Refuses what is not a picture, too large, or
    the person's next after the daily limit (S-30, S-31).
    """
    _check_limit(by, now)
    return _keep(encode(data), alt, now, by)


def crop_picture(media_id: UUID, crop: Crop, *, alt: str, now: datetime, by: UUID) -> UUID:
    """A person cuts a picture of their own that belongs to no product: the piece is kept as another picture. Its id.

    The picture it was cut from stays, so that it can be cut differently. Refuses others' pictures, a crop that cannot
    be made, and the person's next after the daily limit (S-31).
    """
    crop.check()
    _check_limit(by, now)
    file = Media.objects.filter(id=media_id, by=by, product=None).values_list("file", flat=True).first()
    if not file:
        raise PictureUnknown
    with default_storage.open(file) as kept:
        data = kept.read()
    return _keep(encode(data, crop), alt, now, by)


def _check_limit(by: UUID, now: datetime) -> None:
    recent = Media.objects.filter(by=by, at__gt=now - timedelta(days=1)).count()
    if recent >= UPLOADS_A_DAY:
        raise TooManyPictures(most=UPLOADS_A_DAY)


def _keep(encoded: Encoded, alt: str, now: datetime, by: UUID) -> UUID:
    media_id = new_id(now)
    with transaction.atomic():
        Media.objects.create(id=media_id, alt=_said(alt), by=by, at=now, **_kept(encoded))
    return media_id


def _said(alt: str) -> str:
    """Words for those who do not see a picture, as they are kept."""
    return alt.replace("\0", "")[:TEXT_SHORT]


def _kept(encoded: Encoded) -> dict[str, str | int]:
    name = default_storage.save(f"pictures/{encoded.name}", ContentFile(encoded.data))
    _keep_sizes(name, encoded.smaller)
    return {
        "file": name,
        "width": encoded.width,
        "height": encoded.height,
        "bytes": len(encoded.data),
        "sized": True,
    }


def _keep_sizes(name: str, smaller: Mapping[int, bytes]) -> None:
    for width, data in smaller.items():
        if not default_storage.exists(sized(name, width)):
            default_storage.save(sized(name, width), ContentFile(data))


def keep_smaller_sizes(*, limit: int, now: datetime) -> int:
    """Pictures that were kept before sizes were made get theirs; how many. A damaged one keeps its one size.

    Encoding takes long, so no transaction is open meanwhile; what was done twice is the same as done once.
    """
    waiting = Media.objects.filter(sized=False).exclude(file="").order_by("id").values_list("id", "file")[:limit]
    done = list(waiting)
    for _media_id, file in done:
        with suppress(BadPicture, OSError), default_storage.open(file) as kept:
            _keep_sizes(file, smaller_sizes(kept.read()))
    Media.objects.filter(id__in=[media_id for media_id, _file in done]).update(sized=True)
    return len(done)


def remove_files(file: str) -> None:
    """A picture's file and those of its smaller sizes are gone; what is not there is no fault."""
    for name in (file, *(sized(file, width) for width in PICTURE_WIDTHS)):
        default_storage.delete(name)


@transaction.atomic
def take_due_pictures(*, limit: int, now: datetime) -> list[tuple[UUID, str]]:
    """Up to `limit` pictures that are to be fetched now, as (id, address); they are not due again for a while.

    A picture that was tried often enough is given up, and the drawing stays.
    """
    due = lease(Media.objects.filter(due_at__lte=now).order_by("due_at"), limit)
    for media in due:
        media.tries += 1
        media.due_at = now + FETCH_WAIT * 4 ** (media.tries - 1) if media.tries < FETCH_TRIES else None
    Media.objects.bulk_update(due, ["tries", "due_at"])
    return [(media.id, media.source_url) for media in due]


def keep_fetched(media_id: UUID, data: bytes, *, now: datetime) -> bool:
    """The bytes fetched for a waiting picture are encoded and kept, and its product shows it. False when unusable.

    Bytes that are no picture will be none the next time either, so it is given up.
    """
    try:
        encoded = encode(data)
    except BadPicture:
        Media.objects.filter(id=media_id, file="").update(due_at=None)
        return False
    with transaction.atomic():
        kept = Media.objects.filter(id=media_id, file="").update(due_at=None, **_kept(encoded))
        product_id = Media.objects.filter(id=media_id).values_list("product_id", flat=True).first()
        if kept and product_id:
            settle_cover(product_id)
    return bool(kept)


def settle_cover(product_id: UUID) -> None:
    """The product's cover is its first picture that is ready."""
    first = Media.objects.filter(product=OuterRef("id")).exclude(file="").order_by("position", "id").values("id")
    Product.objects.filter(id=product_id).update(cover=Subquery(first[:1]))


@transaction.atomic
def arrange_pictures(product_id: UUID, pictures: Sequence[tuple[UUID, str]], *, now: datetime, by: UUID | None) -> None:
    """The product shows these of its pictures, (id, words for who cannot see it), in this order; others go.

    A picture that a catalogue file named by address is remembered as given up, so that the next file does not bring
    it back. Refuses NoSuchProduct, and NoSuchPicture for what is not a picture of this product.
    """
    product = lock_product(product_id)
    hung = {row.id: row for row in Media.objects.select_for_update().filter(product=product).order_by("id")}
    ready = {key for key, row in hung.items() if row.file}
    wanted = dict(pictures)
    if not set(wanted) <= ready or len(wanted) < len(pictures):
        raise NoSuchPicture
    for place, (key, alt) in enumerate(wanted.items()):
        hung[key].position, hung[key].alt = place, _said(alt.strip())
    gone = [hung[key] for key in ready - set(wanted)]
    Media.objects.bulk_update([hung[key] for key in wanted], ["position", "alt"])
    Product.objects.filter(id=product_id).update(cover=None)
    _take_down(gone)
    settle_cover(product_id)
    record(ProductChanged(product_id=product_id, shop_id=product.shop_id), by=by, now=now)


def _take_down(gone: Sequence[Media]) -> None:
    named = [row.id for row in gone if row.source_url]
    Media.objects.filter(id__in=named).update(file="", width=0, height=0, bytes=0, due_at=None)
    Media.objects.filter(id__in=[row.id for row in gone if not row.source_url]).delete()
    for row in gone:
        transaction.on_commit(partial(remove_files, row.file))
