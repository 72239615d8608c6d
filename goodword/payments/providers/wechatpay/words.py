"""WeChat Pay's objects, as far as we read them, in the words of our interface. Other fields are ignored."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from goodword.payments.providers.interface import Kind, Report, Status
from goodword.payments.rules import Mode

NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps no NUL in a text
# A declined attempt (PAYERROR) leaves the order open until we close it.
TRADES = {
    "SUCCESS": Status.DONE,
    "REFUND": Status.DONE,
    "NOTPAY": Status.PENDING,
    "USERPAYING": Status.PENDING,
    "PAYERROR": Status.PENDING,
    "CLOSED": Status.CANCELLED,
    "REVOKED": Status.CANCELLED,
}
# ABNORMAL waits for a person at WeChat Pay's merchant desk and may yet succeed: ended here, it could be paid twice.
REFUNDS = {
    "SUCCESS": Status.DONE,
    "CLOSED": Status.FAILED,
    "PROCESSING": Status.PENDING,
    "ABNORMAL": Status.PENDING,
}
NAMED = ConfigDict(strict=True, extra="ignore")


class Paid(BaseModel):
    """What an order is about, in fen."""

    model_config = NAMED

    total: int = Field(ge=0, lt=2**63)
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")


class GivenBack(Paid):
    """What a refund is about, in fen."""

    refund: int = Field(ge=0, lt=2**63)


class Trade(BaseModel):
    """An order: one intent of ours."""

    model_config = NAMED

    mchid: str = Field(max_length=32, pattern=NO_NUL)
    out_trade_no: str = Field(max_length=32, pattern=NO_NUL)
    trade_state: Literal["SUCCESS", "REFUND", "NOTPAY", "USERPAYING", "PAYERROR", "CLOSED", "REVOKED"]
    amount: Paid

    def report(self, mode: Mode) -> Report | None:
        """The same in our words; None when it is nothing of ours."""
        key, money = key_of(self.out_trade_no), self.amount
        if key is None:
            return None
        status, name = TRADES[self.trade_state], self.out_trade_no
        return Report(Kind.INTENT, key, status, name, money.total, money.currency, self.mchid, mode)


class Refund(BaseModel):
    """A refund. Answers say `status`, notices `refund_status`; only notices say the mchid."""

    model_config = NAMED

    out_refund_no: str = Field(max_length=64, pattern=NO_NUL)
    status: str = ""
    refund_status: str = ""
    mchid: str = Field(default="", max_length=32, pattern=NO_NUL)
    amount: GivenBack

    def report(self, mode: Mode, mchid: str) -> Report | None:
        """The same in our words; None when it is nothing of ours."""
        key, money, said = key_of(self.out_refund_no), self.amount, self.status or self.refund_status
        if key is None or said not in REFUNDS:
            return None
        payee, name = self.mchid or mchid, self.out_refund_no
        why = said if said in {"ABNORMAL", "CLOSED"} else ""
        return Report(Kind.REFUND, key, REFUNDS[said], name, money.refund, money.currency, payee, mode, why)


class Event(BaseModel):
    """A notice, apart from what it hides."""

    model_config = NAMED

    id: str = Field(min_length=1, max_length=100, pattern=NO_NUL)
    event_type: str = Field(max_length=100, pattern=NO_NUL)


def name_of(key: UUID) -> str:
    """Our id as an order's or refund's name: letters and digits, at most 32."""
    return key.hex


def key_of(name: str) -> UUID | None:
    """Our id in a name; None when the name is not one of ours."""
    try:
        key = UUID(hex=name)
    except ValueError:
        return None
    return key if key.hex == name else None
