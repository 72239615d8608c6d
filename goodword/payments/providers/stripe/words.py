"""Stripe's objects, as far as we read them, in the words of our interface. Fields we do not know are ignored."""

from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.providers.stripe.money import from_stripe
from goodword.payments.rules import PAY_URL_MAX, Mode

KEY = "goodword_key"  # the name of our id in Stripe's metadata
NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps no NUL in a text


class Thing(BaseModel):
    """What all have in common."""

    model_config = ConfigDict(strict=True, extra="ignore")

    id: str = Field(max_length=100, pattern=NO_NUL)
    currency: str = Field(pattern=r"^[a-z]{3}$")
    metadata: dict[str, str] = {}

    def units(self) -> int:
        """How much it is, as Stripe writes it."""
        raise NotImplementedError

    @model_validator(mode="after")
    def is_money(self) -> Self:
        """Its amount is one of ours too."""
        from_stripe(self.units(), self.currency)
        return self

    def key(self) -> UUID | None:
        """Our id, or None when it is nothing of ours."""
        try:
            return UUID(self.metadata.get(KEY, ""))
        except ValueError:
            return None


class PaymentIntent(BaseModel):
    """The payment below a Session."""

    model_config = ConfigDict(strict=True, extra="ignore")

    id: str
    status: str


class Session(Thing):
    """A Checkout Session: one intent of ours."""

    object: Literal["checkout.session"]
    amount_total: int = Field(ge=0, lt=2**63)
    livemode: bool
    status: Literal["open", "complete", "expired"]
    payment_status: Literal["paid", "unpaid", "no_payment_required"]
    payment_intent: str | PaymentIntent | None = None
    url: str | None = Field(default=None, max_length=PAY_URL_MAX, pattern=NO_NUL)

    def units(self) -> int:
        """The total, which is what is paid."""
        return self.amount_total

    def state(self) -> Status:
        """How far it is. Only what was paid is done; a declined attempt leaves it open for the next."""
        if self.status == "expired":
            return Status.CANCELLED
        if self.status == "open":
            return Status.PENDING
        if self.payment_status == "paid":
            return Status.DONE
        payment = self.payment_intent
        ended = isinstance(payment, PaymentIntent) and payment.status in {"requires_payment_method", "canceled"}
        return Status.FAILED if ended else Status.PENDING

    def paid_by(self) -> str:
        """The PaymentIntent's id; "" as long as nobody has begun to pay."""
        payment = self.payment_intent
        return payment.id if isinstance(payment, PaymentIntent) else payment or ""


class Refund(Thing):
    """A refund of part of a PaymentIntent."""

    object: Literal["refund"]
    amount: int = Field(ge=0, lt=2**63)
    status: str
    failure_reason: str | None = Field(default=None, max_length=200, pattern=NO_NUL)

    def units(self) -> int:
        """What goes back."""
        return self.amount

    def state(self) -> Status:
        """How far it is."""
        ends = {"succeeded": Status.DONE, "failed": Status.FAILED, "canceled": Status.CANCELLED}
        return ends.get(self.status, Status.PENDING)


class Transfer(Thing):
    """Money that went to a connected account at once; it is there unless it was taken back whole."""

    object: Literal["transfer"]
    amount: int = Field(ge=0, lt=2**63)
    livemode: bool
    reversed: bool

    def units(self) -> int:
        """What went out."""
        return self.amount

    def state(self) -> Status:
        """How far it is."""
        return Status.FAILED if self.reversed else Status.DONE


class EventData(BaseModel):
    """What an event is about, as it was then."""

    model_config = ConfigDict(strict=True, extra="ignore")

    object: dict[str, Any]


class Event(BaseModel):
    """A notice of Stripe."""

    model_config = ConfigDict(strict=True, extra="ignore")

    id: str = Field(min_length=1, max_length=100, pattern=NO_NUL)
    type: str = Field(max_length=100)
    account: str = Field(default="", max_length=100, pattern=NO_NUL)  # a connected account; "" for our own
    livemode: bool
    data: EventData


def mode_of(livemode: bool) -> Mode:
    """Whether it is about real money."""
    return Mode.LIVE if livemode else Mode.TEST


def report(kind: Kind, key: UUID, thing: Session | Refund | Transfer, merchant: str, mode: Mode) -> Report:
    """What Stripe says about something of ours."""
    money = from_stripe(thing.units(), thing.currency)
    why = (thing.failure_reason or "") if isinstance(thing, Refund) else ""
    pay_url = (thing.url or "") if isinstance(thing, Session) else ""
    return Report(kind, key, thing.state(), thing.id, money.amount, money.currency, merchant, mode, why, pay_url)
