"""What SQL can verify about the catalogue."""

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Offer, PricePoint, Product, Reservation, SearchEntry, Withdrawal
from goodword.kit.verification import verifies

HELD = Coalesce(
    Subquery(
        Reservation.objects.filter(offer=OuterRef("id"), ended_as=None)
        .order_by()
        .values("offer")
        .values(units=Sum("quantity"))
    ),
    Value(0),
    output_field=BigIntegerField(),
)


@verifies("I-16", _("no offer promises more units than it has: what open holds take is reserved and on hand"))
def nothing_oversold() -> list[str]:
    """Offers that hold more for buyers than they count as reserved, or reserve more than is on hand."""
    wrong = Offer.objects.annotate(held=HELD).filter(
        Q(held__gt=F("reserved")) | Q(reserved__gt=F("on_hand")) | Q(reserved__lt=0)
    )
    return [f"offer {o.id}: on hand {o.on_hand}, reserved {o.reserved}, held {o.held}" for o in wrong]


@verifies("I-17", _("no unit is kept from sale by a hold that has ended: what is reserved is held by an open hold"))
def nothing_undersold() -> list[str]:
    """Offers that count more units as reserved than open holds take."""
    wrong = Offer.objects.annotate(held=HELD).filter(held__lt=F("reserved"))
    return [f"offer {o.id}: reserved {o.reserved}, held {o.held}" for o in wrong]


@verifies("I-17", _("a hold ends exactly once: it is open, claimed or released, and ended at one moment"))
def holds_end_once() -> list[str]:
    """Reservations that are half ended, or ended before they began."""
    wrong = Reservation.objects.exclude(ended_as=None, ended_at=None).exclude(
        ended_as__in=[Reservation.CLAIMED, Reservation.RELEASED], ended_at__gte=F("at")
    )
    return [f"reservation {r.id}: {r.ended_as} at {r.ended_at}" for r in wrong]


@verifies("L6", _("an earlier price is shown only above the price and never above what the shop claims"))
def honest_comparison() -> list[str]:
    """Offers whose newest point in the price history is not their price."""
    newest = PricePoint.objects.filter(offer=OuterRef("id")).order_by("-at", "-id").values("price")[:1]
    wrong = Offer.objects.annotate(newest=Subquery(newest)).exclude(newest=F("price"))
    return [f"offer {o.id} costs {o.price}, its history says {o.newest}" for o in wrong]


@verifies("R-8", _("a product is listed exactly when no withdrawal of it is open, and can always be found by its name"))
def listing() -> list[str]:
    """Products whose column differs from the rows that decide it (requirement 8), or that search has never heard of."""
    withdrawn = Exists(Withdrawal.objects.filter(product=OuterRef("id"), ended_at=None))
    wrong = Product.objects.annotate(
        deserved=Case(When(withdrawn, then=Value(False)), default=Value(True)),
        found=Exists(SearchEntry.objects.filter(product=OuterRef("id"))),
    ).exclude(listed=F("deserved"), found=True)
    return [f"product {p.id} is listed={p.listed}, in search={p.found}" for p in wrong]
