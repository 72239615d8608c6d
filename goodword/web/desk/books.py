"""The desk itself, the books, and what happened to any one thing."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goodword.journal import queries as journal
from goodword.kit import clock, verification
from goodword.kit.limits import COUNTED, PAGE_SIZE
from goodword.kit.paging import decode_cursor, encode_cursor
from goodword.ledger import actions as ledger_actions
from goodword.ledger import queries as ledger
from goodword.ledger.rules import AccountRef
from goodword.orders import queries as orders
from goodword.partners import queries as partners
from goodword.payments import queries as payments
from goodword.people import queries as people
from goodword.settlement import queries as settlement
from goodword.web.desk.doors import operator
from goodword.web.desk.facts import fact_name
from goodword.web.desk.told import names_of
from goodword.web.desk.told import told as told_of
from goodword.web.shell.asks import NothingChosen, maybe_id
from goodword.web.shell.jinja import url

KIND = re.compile(r"[a-z_.]{0,40}\Z")
CURRENCY = re.compile(r"[A-Z]{3}\Z")
SHARD = re.compile(r"[0-9]{1,2}\Z")


@require_safe
@operator
def desk(request: HttpRequest, person: UUID) -> HttpResponse:
    """What waits for an operator, and whether the house is well."""
    letters = list(journal.dead_letters()[: PAGE_SIZE + 1])
    frozen = settlement.frozen_count(clock.now())
    told = {
        "applications": people.open_application_count(),
        "shops": partners.waiting(),
        "letters": f"{PAGE_SIZE}+" if len(letters) > PAGE_SIZE else str(len(letters)),
        "beat": journal.last_beat(),
        "frozen": f"{COUNTED - 1}+" if frozen >= COUNTED else str(frozen),
        "totals": ledger.totals(),
    }
    return render(request, "desk/desk.html", told)


@require_safe
@operator
def thing(request: HttpRequest, person: UUID) -> HttpResponse:
    """Whatever has this id: what happened to it, its transfers, its payments, where an order's money is."""
    sought = request.GET.get("id", "").strip()[:60]
    found = maybe_id({"id": sought}, "id")
    told: dict[str, object] = {"sought": sought, "found": found}
    if found:
        parts = orders.order_ids_of([found])
        ids = [found, *parts]
        moved = [one for each in ledger.transfers_about_all(ids).values() for one in each]
        told |= {
            "history": told_of(journal.history_of(found)),
            "transfers": moved,
            "names": names_of(ref.owner for one in moved for ref in (one.debit, one.credit)),
            "intents": payments.intents_for([found]).get(found, []),
            "orders": (rows := _orders(ids)),
            "purchases": list(dict.fromkeys(one.purchase_id for one, _money in rows)),
        }
    return render(request, "desk/thing.html", told)


def _orders(ids: list[UUID]) -> list[tuple[orders.OrderFacts, settlement.OrderMoney | None]]:
    money = settlement.order_money(ids)
    return [(one, money.get(one.order_id)) for one in orders.order_facts(ids).values()]


@require_safe
@operator
def accounts(request: HttpRequest, person: UUID) -> HttpResponse:
    """Every account of one kind, or of all, and what they hold together."""
    kind = request.GET.get("kind", "")
    kind = kind if KIND.match(kind) else ""
    page = ledger.list_accounts(kind, request.GET.get("cursor"))
    told = {
        "kind": kind,
        "totals": ledger.totals(),
        "rows": [(one, _address(one.ref)) for one in page.rows],
        "names": names_of(one.ref.owner for one in page.rows),
        "next": page.next and url("desk-accounts", kind=kind, cursor=page.next),
    }
    return render(request, "desk/accounts.html", told)


@require_safe
@operator
def book(request: HttpRequest, person: UUID) -> HttpResponse:
    """One account's book, the newest line first."""
    ref = _ref(request)
    page = ledger.entries_of(ref, request.GET.get("cursor"))
    told = {
        "ref": ref,
        "balance": ledger.balance(ref),
        "rows": page.rows,
        "names": names_of([ref.owner, *(one.other.owner for one in page.rows)]),
        "next": page.next and f"{_address(ref)}&cursor={page.next}",
    }
    return render(request, "desk/book.html", told)


def _address(ref: AccountRef) -> str:
    owner = str(ref.owner) if ref.owner else None
    return url("desk-book", kind=ref.kind, owner=owner, currency=ref.currency, shard=ref.shard)


def _ref(request: HttpRequest) -> AccountRef:
    """The account an address names. Refuses what cannot be one."""
    kind, currency = request.GET.get("kind", ""), request.GET.get("currency", "")
    shard, owner = request.GET.get("shard", "0"), request.GET.get("owner", "")
    whose = maybe_id(request.GET, "owner")
    fits = kind and KIND.match(kind) and CURRENCY.match(currency) and SHARD.match(shard)
    if not fits or (owner and not whose):
        raise NothingChosen
    return AccountRef(kind, whose, currency, int(shard))


@require_safe
@operator
def letters(request: HttpRequest, person: UUID) -> HttpResponse:
    """What a subscriber could not take, and why, the newest first."""
    rows, cursor = journal.dead_letters(), request.GET.get("cursor")
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, int)[0])
    found = list(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    told = {
        "rows": found[:PAGE_SIZE],
        "fact_name": fact_name,
        "next": url("desk-letters", cursor=encode_cursor(found[PAGE_SIZE - 1].id)) if more else None,
    }
    return render(request, "desk/letters.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def books(request: HttpRequest, person: UUID) -> HttpResponse:
    """What verifications of the books found, the latest first; POST asks a worker for another."""
    if request.method == "POST":
        ledger_actions.ask_verification(now=clock.now(), by=person)
        return redirect("desk-books")
    page = ledger.verification_runs(request.GET.get("cursor"))
    names = people.briefs(run.by for run in page.rows if run.by)
    told = {
        "checks": sorted(verification.registry.values(), key=lambda one: one.invariant),
        "rows": [(run, names.get(run.by) if run.by else None) for run in page.rows],
        "open": next((run for run in page.rows if run.ended_at is None), None),
        "next": page.next and url("desk-books", cursor=page.next),
    }
    return render(request, "desk/books.html", told)
