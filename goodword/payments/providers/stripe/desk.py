"""A stand-in for Stripe: what it does when asked, apart from HTTP. It keeps to the documented shapes of objects, errors
and events, and refuses parameters it does not know, so that a mistake of ours is seen here and not with money."""

import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from goodword.payments.providers.stripe.money import ZERO_DECIMALS, stripe_decimals

Form = dict[str, Any]
SESSION = {
    *("mode", "client_reference_id", "line_items", "success_url", "cancel_url", "expires_at", "adaptive_pricing"),
    *("metadata", "payment_intent_data", "locale", "customer_email"),
}
REFUND = {"payment_intent", "amount", "metadata", "reason"}
TRANSFER = {"destination", "amount", "currency", "transfer_group", "metadata", "description"}
SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60  # seconds a Session may live


class StripeSaysNo(Exception):
    """An error object and its status."""

    def __init__(self, status: int, message: str, *, code: str = "", param: str = "", kind: str = "") -> None:
        named = {"code": code, "param": param, "message": message, "type": kind or "invalid_request_error"}
        self.status, self.content = status, {"error": {name: value for name, value in named.items() if value}}
        super().__init__(message)


class Desk:
    """One account's Sessions, PaymentIntents, refunds and transfers, and the events about them."""

    def __init__(self, clock: Callable[[], int], connected: tuple[str, ...]) -> None:
        self.clock, self._connected = clock, connected
        self.lock = threading.RLock()
        self.things: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.base = ""

    def made(self, kind: str) -> list[dict[str, Any]]:
        """Every object of a kind, oldest first."""
        return [thing for thing in self.things.values() if thing["object"] == kind]

    def find(self, kind: str, name: str, param: str = "") -> dict[str, Any]:
        """An object by its id; an error like Stripe's where there is none."""
        thing = self.things.get(name)
        if thing is None or thing["object"] != kind:
            raise StripeSaysNo(404, f"No such {kind}: '{name}'", code="resource_missing", param=param or "id")
        return thing

    def create_session(self, form: Form) -> dict[str, Any]:
        """A Checkout Session in payment mode."""
        _only(form, SESSION)
        item, quantity = form["line_items"]["0"]["price_data"], int(form["line_items"]["0"]["quantity"])
        amount = _amount(item["unit_amount"], item["currency"]) * quantity
        now, expires_at = self.clock(), int(form.get("expires_at", self.clock() + LONGEST))
        if not SHORTEST <= expires_at - now <= LONGEST:
            raise StripeSaysNo(400, "expires_at must be 30 minutes to 24 hours away.", param="expires_at")
        name = f"cs_test_{secrets.token_hex(24)}"
        return self._keep(
            {
                "id": name,
                "object": "checkout.session",
                "adaptive_pricing": {"enabled": form.get("adaptive_pricing", {}).get("enabled") == "true"},
                "amount_subtotal": amount,
                "amount_total": amount,
                "cancel_url": form.get("cancel_url"),
                "client_reference_id": form.get("client_reference_id"),
                "created": now,
                "currency": item["currency"],
                "customer": None,
                "customer_details": None,
                "expires_at": expires_at,
                "livemode": False,
                "metadata": form.get("metadata", {}),
                "mode": form["mode"],
                "payment_intent": None,
                "payment_status": "unpaid",
                "status": "open",
                "success_url": form["success_url"],
                "url": f"https://checkout.stripe.com/c/pay/{name}#{secrets.token_urlsafe(600)}",  # as long as theirs
                "_payment": form.get("payment_intent_data", {}),
            }
        )

    def expire_session(self, name: str) -> dict[str, Any]:
        """Nobody can pay it any more."""
        session = self.find("checkout.session", name, "session")
        if session["status"] != "open":
            raise StripeSaysNo(400, 'Only Checkout Sessions with a status in ["open"] can be expired.')
        session.update(status="expired", url=None)
        self._tell("checkout.session.expired", session)
        return session

    def attempt(self, session: dict[str, Any], *, succeeds: bool) -> None:
        """The payer tries to pay on the Session's page."""
        if session["status"] != "open" or self.clock() >= session["expires_at"]:
            return
        payment = self._payment_of(session)
        if not succeeds:
            error = {"code": "card_declined", "decline_code": "generic_decline", "type": "card_error"}
            payment.update(status="requires_payment_method", last_payment_error=error)
            self._tell("payment_intent.payment_failed", payment)
            return
        payment.update(status="succeeded", amount_received=payment["amount"], last_payment_error=None)
        payer = {"email": "payer@example.com", "name": "Jenny Rosen", "address": {"country": "DE"}}
        session.update(status="complete", payment_status="paid", url=None, customer_details=payer)
        self._tell("payment_intent.succeeded", payment)
        self._tell("checkout.session.completed", session)

    def create_refund(self, form: Form) -> dict[str, Any]:
        """Part of a PaymentIntent goes back; it is pending until it is settled."""
        _only(form, REFUND)
        payment = self.find("payment_intent", form["payment_intent"], "payment_intent")
        if payment["status"] != "succeeded":
            raise StripeSaysNo(400, "This PaymentIntent does not have a successful charge to refund.")
        amount = _amount(form["amount"], payment["currency"])
        given = sum(one["amount"] for one in self._refunds_of(payment["id"]) if one["status"] != "failed")
        if given == payment["amount_received"]:
            raise StripeSaysNo(400, "Charge has already been refunded.", code="charge_already_refunded")
        if given + amount > payment["amount_received"]:
            raise StripeSaysNo(400, "Refund amount is greater than unrefunded amount on charge", param="amount")
        refund = self._keep(
            {
                "id": f"re_{secrets.token_hex(12)}",
                "object": "refund",
                "amount": amount,
                "charge": payment["latest_charge"],
                "created": self.clock(),
                "currency": payment["currency"],
                "metadata": form.get("metadata", {}),
                "payment_intent": payment["id"],
                "reason": None,
                "status": "pending",
            }
        )
        self._tell("refund.created", refund)
        return refund

    def settle(self) -> None:
        """What is pending at the banks ends well."""
        for refund in self.made("refund"):
            if refund["status"] == "pending":
                refund["status"] = "succeeded"
                self._tell("refund.updated", refund)

    def create_transfer(self, form: Form) -> dict[str, Any]:
        """Money goes to a connected account at once."""
        _only(form, TRANSFER)
        if form["destination"] not in self._connected:
            message = f"No such destination: '{form['destination']}'"
            raise StripeSaysNo(400, message, code="resource_missing", param="destination")
        amount = _amount(form["amount"], form["currency"])
        transfer = self._keep(
            {
                "id": f"tr_{secrets.token_hex(12)}",
                "object": "transfer",
                "amount": amount,
                "amount_reversed": 0,
                "created": self.clock(),
                "currency": form["currency"],
                "destination": form["destination"],
                "livemode": False,
                "metadata": form.get("metadata", {}),
                "reversed": False,
                "transfer_group": form.get("transfer_group"),
            }
        )
        self._tell("transfer.created", transfer)
        return transfer

    def listed(self, kind: str, form: Form) -> list[dict[str, Any]]:
        """Newest first, as every list of Stripe's."""
        times = form.get("created", {})
        return [
            thing
            for thing in reversed(self.made(kind))
            if int(times.get("gte", 0)) <= thing["created"] <= int(times.get("lte", 2**40))
            and all(thing[name] == form[name] for name in ("payment_intent", "transfer_group") if name in form)
        ]

    def _payment_of(self, session: dict[str, Any]) -> dict[str, Any]:
        if session["payment_intent"]:
            return self.things[session["payment_intent"]]
        payment = self._keep(
            {
                "id": f"pi_{secrets.token_hex(12)}",
                "object": "payment_intent",
                "amount": session["amount_total"],
                "amount_received": 0,
                "created": self.clock(),
                "currency": session["currency"],
                "last_payment_error": None,
                "latest_charge": f"ch_{secrets.token_hex(12)}",
                "livemode": False,
                "metadata": session["_payment"].get("metadata", {}),
                "status": "processing",
                "transfer_group": session["_payment"].get("transfer_group"),
            }
        )
        session["payment_intent"] = payment["id"]
        return payment

    def _refunds_of(self, payment: str) -> list[dict[str, Any]]:
        return [refund for refund in self.made("refund") if refund["payment_intent"] == payment]

    def _keep(self, thing: dict[str, Any]) -> dict[str, Any]:
        self.things[thing["id"]] = thing
        return thing

    def _tell(self, kind: str, about: Mapping[str, Any]) -> None:
        self.events.append(
            {
                "id": f"evt_{secrets.token_hex(12)}",
                "object": "event",
                "api_version": "2026-10-28.endive",
                "created": self.clock(),
                "data": {"object": {name: value for name, value in about.items() if name[0] != "_"}},
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            }
        )


def _only(form: Form, known: set[str]) -> None:
    for name in form.keys() - known:
        raise StripeSaysNo(400, f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def _amount(text: str, currency: str) -> int:
    """An amount that Stripe takes in this currency."""
    amount, code = int(text), currency.upper()
    if not currency.islower():
        raise StripeSaysNo(400, f"Invalid currency: {currency}", param="currency")
    if amount < 1:
        raise StripeSaysNo(400, "This value must be greater than or equal to 1.", code="parameter_invalid_integer")
    whole = {"ISK", "UGX"} - ZERO_DECIMALS
    if (stripe_decimals(code) == 3 and amount % 10) or (code in whole and amount % 100):
        raise StripeSaysNo(400, f"Invalid amount for {currency}", param="amount")
    return amount
