"""WeChat Pay for the conformance suite: a server on loopback that speaks its wire format, with keys of its own, so that
the package `wechatpayv3` is exercised over HTTP; no network is needed and no key."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from goodword.kit import clock
from goodword.payments.providers.harness import RawNotice
from goodword.payments.providers.interface import Kind
from goodword.payments.providers.wechatpay.adapter import WeChatPay
from goodword.payments.providers.wechatpay.client import Access
from goodword.payments.providers.wechatpay.desk import Desk
from goodword.payments.providers.wechatpay.keys import headers_for, hide, private_pem, public_pem, show
from goodword.payments.providers.wechatpay.server import Server
from goodword.payments.providers.wechatpay.words import name_of
from goodword.payments.rules import Mode

APPID, MCHID, SERIAL, PUBLIC_ID = "wx8888888888888888", "1900000109", "5157F09EFDC096DE15EBE81A47057A72", "PUB_KEY_ID_1"
APIV3 = "an-apiv3-key-has-32-characters-."
FEN = Decimal("0.01")


class WeChatPayHarness:
    """The server, its payers and its notices."""

    name = "wechatpay"
    currencies: tuple[str, ...] = ("CNY",)
    destination, closed_destination = "openid", "closed"

    def __enter__(self) -> Self:
        self.desk = Desk(lambda: int(time.time()), APPID, MCHID, APIV3)
        self.server = Server(self.desk, mchid=MCHID, serial=SERIAL, public_id=PUBLIC_ID)
        self._thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def access(self) -> Access:
        """Our account at this server."""
        return Access(
            appid=APPID,
            mchid=MCHID,
            serial=SERIAL,
            private_key=private_pem("merchant"),
            apiv3=APIV3,
            public_id=PUBLIC_ID,
            public_key=public_pem("wechatpay"),
            notify_url="https://shop.test/api/hooks/wechatpay",
            url=self.server.url,
            mode=Mode.TEST,
        )

    def adapter(self) -> WeChatPay:
        """The adapter with our account."""
        return WeChatPay(self.access())

    def pay(self, key: UUID, *, second_attempt: bool = False) -> None:
        """Pays in WeChat; attempts that fail before it are told to nobody."""
        self.desk.attempt(name_of(key), succeeds=not second_attempt)
        self.desk.attempt(name_of(key), succeeds=True)

    def refuse(self, key: UUID) -> None:
        """The payer turns back."""
        self.desk.attempt(name_of(key), succeeds=False)

    def settle(self) -> None:
        """Refunds arrive."""
        self.desk.settle()

    def made(self, kind: Kind) -> int:
        """Counts orders and refunds."""
        return len({Kind.INTENT: self.desk.orders, Kind.REFUND: self.desk.refunds, Kind.PAYOUT: {}}[kind])

    def face(self, kind: Kind, key: UUID) -> Decimal:
        """Fen are hundredths of a yuan."""
        name = name_of(key)
        if kind == Kind.REFUND:
            return Decimal(self.desk.refund(name)["amount"]["refund"]) * FEN
        return Decimal(self.desk.order(name)["amount"]["total"]) * FEN

    def sent(self, key: UUID) -> list[RawNotice]:
        """Its notices, signed now."""
        ours = [notice for name, notice in self.desk.notices if name == name_of(key)]
        return [self._signed(json.dumps(notice), clock.now(), "wechatpay") for notice in ours]

    def resigned(self, notice: RawNotice, at: datetime, *, by_stranger: bool = False) -> RawNotice:
        """Signs the same body anew."""
        return self._signed(notice.body.decode(), at, "stranger" if by_stranger else "wechatpay")

    def altered(self, notice: RawNotice, field: str, value: str | int) -> RawNotice | None:
        """Says another value under the same seal. No notice says whether money is real."""
        if field == "mode":
            return None
        told = json.loads(notice.body)
        hidden: dict[str, Any] = show(APIV3, told["resource"])
        if field == "merchant":
            hidden["mchid"] = value
        else:
            hidden["amount"]["total" if field == "amount" else "currency"] = value
        resource = hide(APIV3, told["resource"]["original_type"], hidden)
        return self._signed(json.dumps({**told, "resource": resource}), clock.now(), "wechatpay")

    def unrelated(self) -> RawNotice:
        """A notice of another service of WeChat Pay's."""
        told = {"id": "EV-1", "event_type": "PAYSCORE.USER_PAID", "resource_type": "encrypt-resource"}
        resource = hide(APIV3, "payscore", {"out_order_no": "1"})
        return self._signed(json.dumps({**told, "resource": resource}), clock.now(), "wechatpay")

    @contextmanager
    def down(self) -> Iterator[None]:
        """Answers 500."""
        yield from self._trouble("down")

    @contextmanager
    def answers_lost(self) -> Iterator[None]:
        """Does what it is asked and hangs up."""
        yield from self._trouble("lost")

    def _trouble(self, kind: str) -> Iterator[None]:
        self.server.trouble = kind
        try:
            yield
        finally:
            self.server.trouble = ""

    @staticmethod
    def _signed(body: str, at: datetime, owner: str) -> RawNotice:
        signed = headers_for(owner, PUBLIC_ID, body, int(at.timestamp()))
        headers = {"content-type": "application/json", **{name.lower(): value for name, value in signed.items()}}
        return RawNotice(headers, body.encode())
