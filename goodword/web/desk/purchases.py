"""All purchases and payments: finding them, and one purchase's whole trace on one page (row 108).

Of the buyer's address only the city and country are shown: whoever must have the rest is the shop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodword.journal import queries as journal
from goodword.kit.refusals import Refusal
from goodword.ledger import queries as ledger
from goodword.orders import queries as orders
from goodword.orders.rules import PURCHASE_STATES
from goodword.partners import queries as partners
from goodword.payments import queries as payments
from goodword.payments.rules import IntentState
from goodword.people import queries as people
from goodword.settlement import queries as settlement
from goodword.web.desk.asks import NobodyFound, first_moment, one_of, typed, whom
from goodword.web.desk.doors import operator
from goodword.web.desk.told import Told, told
from goodword.web.shell.jinja import url
from goodword.web.shell.states import choices_of

NAMES = ("number", "who", "shop", "state", "from", "to")


@require_safe
@operator
def purchases(request: HttpRequest, person: UUID) -> HttpResponse:
    """Purchases, newest first; by number, buyer, shop, state and days."""
    said = typed(request, *NAMES)
    refusal: Refusal | None = None
    rows: Sequence[orders.PurchaseRow] = ()
    mark = None
    try:
        page = orders.search_purchases(_sought(said), request.GET.get("cursor"))
        rows, mark = page.rows, page.next
    except (NobodyFound, partners.NoSuchShop) as wrong:
        refusal = wrong
    names = people.briefs(row.buyer_id for row in rows)
    told = {
        "rows": [(row, names.get(row.buyer_id)) for row in rows],
        "said": said,
        "error": refusal,
        "pairs": choices_of("purchase", PURCHASE_STATES),
        "next": mark and url("desk-purchases", **said, cursor=mark),
    }
    return render(request, "desk/purchases.html", told)


def _sought(said: dict[str, str]) -> orders.SoughtPurchases:
    return orders.SoughtPurchases(
        number=said["number"],
        buyer=whom(said["who"]),
        shop=partners.by_slug(said["shop"].lower()).id if said["shop"] else None,
        state=one_of(said, "state", PURCHASE_STATES),
        start=first_moment(said["from"]),
        end=first_moment(said["to"], after=True),
    )


@require_safe
@operator
def payments_made(request: HttpRequest, person: UUID) -> HttpResponse:
    """Payments, newest first; by state, channel and days."""
    said, channels = typed(request, "state", "channel", "from", "to"), payments.channel_names()
    sought = payments.SoughtIntents(
        state=one_of(said, "state", list(IntentState)),
        channel=one_of(said, "channel", channels),
        start=first_moment(said["from"]),
        end=first_moment(said["to"], after=True),
    )
    page = payments.search_intents(sought, request.GET.get("cursor"))
    told = {
        "rows": page.rows,
        "said": said,
        "channels": channels,
        "pairs": choices_of("payment", IntentState),
        "next": page.next and url("desk-payments", **said, cursor=page.next),
    }
    return render(request, "desk/payments.html", told)


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that was agreed, paid, sent, booked and told about one purchase."""

    purchase: orders.PurchaseView
    buyer: people.PersonBrief | None
    intents: list[payments.IntentView]
    refunds: list[payments.RefundView]
    money: dict[UUID, settlement.OrderMoney]
    repayments: list[settlement.RepaymentView]
    parts: list[settlement.PaidOutPart]
    names: dict[UUID, str]
    transfers: list[ledger.TransferView]
    history: list[Told]


@require_safe
@operator
def purchase(request: HttpRequest, person: UUID, purchase_id: UUID) -> HttpResponse:
    """One purchase from its placing to the last cent."""
    return render(request, "desk/purchase.html", {"it": trace(purchase_id)})


def trace(purchase_id: UUID) -> Trace:
    """Gathers a purchase's trace. Refuses an unknown id."""
    found = orders.purchase_to_examine(purchase_id)
    buyer = orders.buyer_of(purchase_id)
    order_ids = [order.id for order in found.orders]
    intents = payments.intents_for([purchase_id]).get(purchase_id, [])
    refunds = payments.refunds_of([one.id for one in intents])
    repayments = settlement.repayments_of(purchase_id)
    parts = settlement.parts_of(order_ids)
    agreed = [one.id for order in found.orders for one in order.refunds]
    returns = [one.id for order in found.orders for one in order.returns]
    about = dict.fromkeys(
        [purchase_id, *order_ids, *agreed, *(one.id for one in repayments), *(one.id for one in intents)]
    )
    everything = dict.fromkeys([*about, *returns, *(one.id for one in refunds)])
    briefs = people.briefs([buyer, *(one.payee for one in parts)])
    names = {order.shop_id: order.shop_name for order in found.orders}
    moved = [one for each in ledger.transfers_about_all(list(about)).values() for one in each]
    return Trace(
        purchase=found,
        buyer=briefs.get(buyer),
        intents=intents,
        refunds=refunds,
        money=settlement.order_money(order_ids),
        repayments=repayments,
        parts=parts,
        names=names | {one.id: one.name for one in briefs.values()},
        transfers=sorted(moved, key=lambda one: (one.at, one.id)),
        history=told(journal.history_of_all(everything)),
    )
