"""A stand-in for WeChat Pay: what it does when asked, apart from HTTP, in the documented shapes."""

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from goodword.payments.providers.wechatpay.keys import hide

Thing = dict[str, Any]
BEIJING = timezone(timedelta(hours=8))
ORDER = {
    *("appid", "mchid", "description", "out_trade_no", "time_expire", "attach", "notify_url", "amount", "scene_info"),
}
REFUND = {"out_refund_no", "out_trade_no", "transaction_id", "reason", "notify_url", "amount"}
PAGE = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb"


class WeChatPaySaysNo(Exception):
    """A status and an error's code."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        self.status, self.content = status, {"code": code, "message": message or code}
        super().__init__(code)


class Desk:
    """One merchant's orders and refunds, and the notices about them."""

    def __init__(self, clock: Callable[[], int], appid: str, mchid: str, apiv3: str) -> None:
        self.clock, self._appid, self._mchid, self._apiv3 = clock, appid, mchid, apiv3
        self.lock = threading.RLock()
        self.orders: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.notices: list[tuple[str, Thing]] = []  # about which of our names

    def create_order(self, asked: Thing) -> Thing:
        """An H5 order; the same terms again bring a new address, other terms an error."""
        _only(asked, ORDER)
        if (asked["appid"], asked["mchid"]) != (self._appid, self._mchid):
            raise WeChatPaySaysNo(400, "APPID_MCHID_NOT_MATCH")
        if asked["scene_info"]["h5_info"]["type"] != "Wap" or not asked["scene_info"]["payer_client_ip"]:
            raise WeChatPaySaysNo(400, "PARAM_ERROR", "scene_info")
        amount, name = asked["amount"], asked["out_trade_no"]
        if amount["currency"] != "CNY" or type(amount["total"]) is not int or amount["total"] < 1:
            raise WeChatPaySaysNo(400, "PARAM_ERROR", "amount")
        if not 6 <= len(name) <= 32 or not name.isalnum():
            raise WeChatPaySaysNo(400, "PARAM_ERROR", "out_trade_no")
        order = self.orders.setdefault(name, {"asked": asked, "state": "NOTPAY", "expires": asked["time_expire"]})
        if order["state"] == "CLOSED":
            raise WeChatPaySaysNo(400, "ORDER_CLOSED")
        if order["state"] != "NOTPAY":
            raise WeChatPaySaysNo(403, "OUT_TRADE_NO_USED")
        if {**order["asked"], "scene_info": None} != {**asked, "scene_info": None}:
            raise WeChatPaySaysNo(400, "INVALID_REQUEST", "other terms than before")
        return {"h5_url": f"{PAGE}?prepay_id=wx{secrets.token_hex(16)}&package={secrets.randbelow(10**10)}"}

    def order(self, name: str) -> Thing:
        """An order as it is told."""
        order = self._found(name)
        total = order["asked"]["amount"]["total"]
        told: Thing = {
            "amount": {"currency": "CNY", "payer_currency": "CNY", "payer_total": total, "total": total},
            "appid": self._appid,
            "mchid": self._mchid,
            "out_trade_no": name,
            "promotion_detail": [],
            "trade_state": order["state"],
            "trade_state_desc": order["state"],
        }
        if "transaction_id" in order:
            told |= {"payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}, "trade_type": "MWEB", "bank_type": "OTHERS"}
            told |= {"transaction_id": order["transaction_id"], "success_time": order["success_time"]}
        return told

    def close_order(self, name: str, asked: Thing) -> None:
        """Nobody can pay it any more."""
        _only(asked, {"mchid"})
        order = self._found(name)
        if order["state"] in {"SUCCESS", "REFUND"}:
            raise WeChatPaySaysNo(400, "ORDERPAID")
        order["state"] = "CLOSED"

    def attempt(self, name: str, *, succeeds: bool) -> None:
        """The payer tries to pay in WeChat. A failure is told to nobody."""
        order = self._found(name)
        over = datetime.fromisoformat(order["expires"]).timestamp() <= self.clock()
        if order["state"] != "NOTPAY" or over or not succeeds:
            return
        order |= {"state": "SUCCESS", "transaction_id": f"42000{secrets.randbelow(10**23):023}"}
        order["success_time"] = self._time()
        self._tell("TRANSACTION.SUCCESS", "transaction", name, self.order(name))

    def create_refund(self, asked: Thing) -> Thing:
        """Part of an order goes back; it is processed until it is settled."""
        _only(asked, REFUND)
        order, name, amount = self._found(asked["out_trade_no"]), asked["out_refund_no"], asked["amount"]
        if order["state"] not in {"SUCCESS", "REFUND"}:
            raise WeChatPaySaysNo(400, "INVALID_REQUEST", "not paid")
        known = self.refunds.get(name)
        if known is None:
            total = order["asked"]["amount"]["total"]
            ours = [one for one in self.refunds.values() if one["out_trade_no"] == asked["out_trade_no"]]
            given = sum(one["amount"]["refund"] for one in ours)
            if amount["total"] != total or not 0 < amount["refund"] <= total - given:
                raise WeChatPaySaysNo(400, "INVALID_REQUEST", "more than was paid")
            known = self.refunds[name] = self._refund(order, asked)
            order["state"] = "REFUND"
        if known["amount"]["refund"] != amount["refund"]:
            raise WeChatPaySaysNo(400, "PARAM_ERROR", "other terms than before")
        return known

    def refund(self, name: str) -> Thing:
        """A refund as it is told."""
        if name not in self.refunds:
            raise WeChatPaySaysNo(404, "RESOURCE_NOT_EXISTS")
        return self.refunds[name]

    def settle(self) -> None:
        """What is being processed ends well."""
        for name, refund in self.refunds.items():
            if refund["status"] == "PROCESSING":
                refund |= {"status": "SUCCESS", "success_time": self._time()}
                told = {one: refund[one] for one in ("out_trade_no", "transaction_id", "out_refund_no", "refund_id")}
                told |= {"mchid": self._mchid, "refund_status": "SUCCESS", "success_time": refund["success_time"]}
                told |= {"user_received_account": refund["user_received_account"]}
                wanted = ("total", "refund", "payer_total", "payer_refund")
                told["amount"] = {one: refund["amount"][one] for one in wanted}
                self._tell("REFUND.SUCCESS", "refund", name, told)

    def _refund(self, order: Thing, asked: Thing) -> Thing:
        amount = {"currency": "CNY", "total": asked["amount"]["total"], "refund": asked["amount"]["refund"]}
        paid = {"payer_total": amount["total"], "payer_refund": amount["refund"], "discount_refund": 0}
        return {
            "amount": {**amount, **paid, "settlement_total": amount["total"], "settlement_refund": amount["refund"]},
            "channel": "ORIGINAL",
            "create_time": self._time(),
            "out_refund_no": asked["out_refund_no"],
            "out_trade_no": asked["out_trade_no"],
            "refund_id": f"50000{secrets.randbelow(10**23):023}",
            "status": "PROCESSING",
            "transaction_id": order["transaction_id"],
            "user_received_account": "支付用户零钱",
        }

    def _found(self, name: str) -> Thing:
        if name not in self.orders:
            raise WeChatPaySaysNo(404, "ORDER_NOT_EXIST")
        return self.orders[name]

    def _time(self) -> str:
        return datetime.fromtimestamp(self.clock(), UTC).astimezone(BEIJING).isoformat(timespec="seconds")

    def _tell(self, event: str, kind: str, name: str, content: Thing) -> None:
        notice = {"id": f"EV-{secrets.randbelow(10**19):019}", "create_time": self._time(), "event_type": event}
        notice |= {"resource_type": "encrypt-resource", "summary": "成功"}
        self.notices.append((name, {**notice, "resource": hide(self._apiv3, kind, content)}))


def _only(asked: Thing, known: set[str]) -> None:
    if asked.keys() - known:
        raise WeChatPaySaysNo(400, "PARAM_ERROR", ", ".join(sorted(asked.keys() - known)))
