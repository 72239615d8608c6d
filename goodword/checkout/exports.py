"""What of checkout a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.checkout.models import Address, CartItem, Quote
from goodword.kit.exports import Rows, exports, told


@exports("cart", _("What is in your cart."))
def cart(person_id: UUID) -> Rows:
    """Items of the cart."""
    return told(
        CartItem.objects.filter(cart__person_id=person_id),
        "quantity",
        "at",
        product="offer__product__title",
        recommended_by="post_id",
    )


@exports("addresses", _("Where you have goods sent."))
def addresses(person_id: UUID) -> Rows:
    """Addresses."""
    return told(Address.objects.filter(person_id=person_id), "fields", "at")


@exports("quotes", _("Prices you were told on the way to a purchase."))
def quotes(person_id: UUID) -> Rows:
    """Quotes."""
    return told(Quote.objects.filter(person_id=person_id), "address", "currency", "total", "made_at", "expires_at")
