"""What a buyer keeps: the receipt of a purchase, and the acknowledgement of a withdrawal."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from goodword.kit import clock
from goodword.orders import queries as orders
from goodword.orders.queries import OrderView, PurchaseView, ReturnView
from goodword.orders.rules import WITHDRAWAL
from goodword.partners import queries as partners
from goodword.partners.queries import ShopView
from goodword.payments import queries as payments
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.doors import signed_in
from goodword.web.shell.say import country, moment


@dataclass(frozen=True, slots=True)
class Paper:
    """The receipt of a purchase; `refunded` in minor units of its currency, the shops with their papers."""

    purchase: PurchaseView
    shops: dict[UUID, ShopView]
    channel: str
    refunded: int


@require_safe
@signed_in
def receipt(request: HttpRequest, person: UUID, purchase_id: UUID) -> HttpResponse:
    """The receipt of a purchase that was paid, fit to be printed. For others, and before, there is none."""
    found = orders.purchase_for(person, purchase_id)
    if not found.paid_at:
        raise NothingChosen
    names = {one.key: one.name for one in payments.channels(found.currency, at=clock.now())}
    paper = Paper(
        purchase=found,
        shops=partners.shops(order.shop_id for order in found.orders),
        channel=names.get(found.channel, found.channel),
        refunded=sum(order.refunded for order in found.orders),
    )
    return render(request, "purchases/paper.html", {"page": paper})


@require_safe
@signed_in
def acknowledgement(request: HttpRequest, person: UUID, purchase_id: UUID, return_id: UUID) -> HttpResponse:
    """A withdrawal as it was declared, with its day and time, as a file to keep.

    It is the acknowledgement on a durable medium of Directive 2011/83/EU, article 11a(4).
    """
    for order in orders.purchase_for(person, purchase_id).orders:
        for one in order.returns:
            if one.id == return_id and one.ground == WITHDRAWAL:
                response = HttpResponse(_declared(order, one), content_type="text/plain; charset=utf-8")
                response["Content-Disposition"] = f'attachment; filename="withdrawal-{order.number}.txt"'
                return response
    raise NothingChosen


def _declared(order: OrderView, withdrawal: ReturnView) -> str:
    shop = partners.shop(order.shop_id)
    name = shop.legal_name or shop.name
    goods = [
        f"- {withdrawal.lines[line.id]} × {' · '.join(filter(None, (line.title, line.variant_title)))}"
        for line in order.lines
        if line.id in withdrawal.lines
    ]
    lines = [
        _("Acknowledgement of a withdrawal"),
        "",
        _("I, %(name)s, withdraw from the contract with %(shop)s for:") % {"name": order.address["name"], "shop": name},
        *goods,
        "",
        _("Order %(number)s") % {"number": order.number},
        _("Declared on %(moment)s") % {"moment": moment(withdrawal.at)},
        ", ".join((name, shop.address, country(shop.country), shop.email)),
    ]
    return "\n".join([*lines, ""])
