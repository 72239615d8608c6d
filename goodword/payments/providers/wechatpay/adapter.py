"""Goodword's side of WeChat Pay."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from goodword.kit.money import Money
from goodword.kit.refusals import Refusal
from goodword.payments.providers.interface import (
    Capabilities,
    Kind,
    Known,
    ProviderRefused,
    ProviderSilent,
    Report,
    SignedNotice,
    Status,
    notice_path,
)
from goodword.payments.providers.wechatpay import notices
from goodword.payments.providers.wechatpay.client import Access, client, heard
from goodword.payments.providers.wechatpay.words import Refund as RefundWord
from goodword.payments.providers.wechatpay.words import Trade, name_of

NAME = "wechatpay"
UNKNOWN = {"ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"}
APIV3_LENGTH = 32


class WeChatPayNotSet(Refusal):
    """A key is missing, or is not one."""

    status = 409
    code = "payments.wechatpay_not_set"
    sentence = _("WeChat Pay is not set up here: %(setting)s is missing or is not of the right kind.")


class WeChatPayIsLive(Refusal):
    """WeChat Pay moves real money only, and this is no place for it (S-23)."""

    status = 409
    code = "payments.wechatpay_is_live"
    sentence = _("WeChat Pay has no test keys and works in production mode only.")


def own_access() -> Access:
    """As the settings have it. Refuses WeChatPayIsLive (S-23) and WeChatPayNotSet."""
    if not settings.PRODUCTION:
        raise WeChatPayIsLive
    has = settings.WECHATPAY
    right = {
        **{name: bool(value) for name, value in has.items()},
        "KEY": "PRIVATE KEY-----" in has["KEY"],
        "APIV3": len(has["APIV3"]) == APIV3_LENGTH,
        "PUBLIC_ID": has["PUBLIC_ID"].startswith("PUB_KEY_ID_"),
        "PUBLIC_KEY": "PUBLIC KEY-----" in has["PUBLIC_KEY"],
    }
    for name, fits in right.items():
        if not fits:
            raise WeChatPayNotSet(setting=f"GOODWORD_WECHATPAY_{name}")
    return Access(
        appid=has["APPID"],
        mchid=has["MCHID"],
        serial=has["SERIAL"],
        private_key=has["KEY"],
        apiv3=has["APIV3"],
        public_id=has["PUBLIC_ID"],
        public_key=has["PUBLIC_KEY"],
        notify_url=settings.BASE_URL + notice_path(NAME),
    )


class WeChatPay:
    """Speaks to WeChat Pay with the account of `access`, the settings' own unless told."""

    def __init__(self, access: Access | None = None) -> None:
        self._access = access or own_access()
        self._api = client(self._access)

    @property
    def capabilities(self) -> Capabilities:
        """Everything but payouts. An address to pay at lives five minutes; the same order brings a new one."""
        access = self._access
        return Capabilities(access.mode, refunds=True, payouts=False, merchant=access.mchid, pay_url_lasts=False)

    def create_intent(
        self, key: UUID, amount: Money, *, return_url: str, expires_at: datetime, payer_ip: str = ""
    ) -> Report:
        """Makes an H5 order; pay_url opens WeChat and leads back to `return_url`."""
        if amount.currency != "CNY":
            raise ProviderRefused("WeChat Pay takes CNY only")
        if not payer_ip:
            raise ProviderRefused("WeChat Pay must be told where the payer calls from")
        text = heard(
            lambda: self._api.pay(
                description=urlsplit(settings.BASE_URL).hostname or "Goodword",
                out_trade_no=name_of(key),
                amount={"total": amount.amount, "currency": amount.currency},
                time_expire=expires_at.isoformat(timespec="seconds"),
                scene_info={"payer_client_ip": payer_ip, "h5_info": {"type": "Wap"}},
            )
        )
        access, name = self._access, name_of(key)
        try:
            url = str(json.loads(text)["h5_url"])
        except (ValueError, KeyError, TypeError) as error:
            raise ProviderSilent("an order without its address") from error
        pay_url = f"{url}&redirect_url={quote(return_url, safe='')}"
        terms = (amount.amount, amount.currency, access.mchid, access.mode)
        return Report(Kind.INTENT, key, Status.PENDING, name, *terms, pay_url=pay_url)

    def query_intent(self, intent: Known) -> Report:
        """How far an order is. Where to pay is said only when it is made (again)."""
        try:
            text = heard(lambda: self._api.query(out_trade_no=name_of(intent.key)))
        except ProviderRefused as refused:
            return self._unknown(Kind.INTENT, intent.key, refused)
        return self._trade(text, intent.key)

    def cancel_intent(self, intent: Known) -> Report:
        """Closes an unpaid order; one that was paid is reported paid."""
        said = self.query_intent(intent)
        if said.status != Status.PENDING:
            return said
        with suppress(ProviderRefused):  # it was paid meanwhile
            heard(lambda: self._api.close(out_trade_no=name_of(intent.key)))
        return self.query_intent(intent)

    def refund(self, key: UUID, intent: Known, amount: Money) -> Report:
        """Gives back part of a paid order."""
        paid = self.query_intent(intent)
        if paid.status != Status.DONE or paid.currency != amount.currency:
            raise ProviderRefused("not paid in this currency")
        text = heard(
            lambda: self._api.refund(
                out_refund_no=name_of(key),
                out_trade_no=name_of(intent.key),
                amount={"refund": amount.amount, "total": paid.amount, "currency": amount.currency},
                notify_url=self._access.notify_url,
            )
        )
        return self._refund(text, key)

    def query_refund(self, refund: Known, intent: Known) -> Report:
        """How far a refund is."""
        try:
            text = heard(lambda: self._api.query_refund(out_refund_no=name_of(refund.key)))
        except ProviderRefused as refused:
            return self._unknown(Kind.REFUND, refund.key, refused)
        return self._refund(text, refund.key)

    def payout(self, key: UUID, destination: str, amount: Money) -> Report:
        """Refused: this contract has no payouts."""
        raise ProviderRefused("no payouts by WeChat Pay")

    def query_payout(self, payout: Known) -> Report:
        """There are none."""
        return Report(Kind.PAYOUT, payout.key, Status.UNKNOWN, "", 0, "", "", self._access.mode)

    def parse_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedNotice:
        """Signature first, then age, then content: nothing unsigned is ever decrypted."""
        return notices.parse(self._access, headers, body, now)

    def _trade(self, text: str, key: UUID) -> Report:
        try:
            said = Trade.model_validate_json(text).report(self._access.mode)
        except ValidationError as error:
            raise ProviderSilent(str(error)[:200]) from error
        return self._about(said, key)

    def _refund(self, text: str, key: UUID) -> Report:
        try:
            said = RefundWord.model_validate_json(text).report(self._access.mode, self._access.mchid)
        except ValidationError as error:
            raise ProviderSilent(str(error)[:200]) from error
        return self._about(said, key)

    @staticmethod
    def _about(said: Report | None, key: UUID) -> Report:
        if said is None or said.key != key:
            raise ProviderSilent("an answer about something else")
        return said

    def _unknown(self, kind: Kind, key: UUID, refused: ProviderRefused) -> Report:
        if str(refused) not in UNKNOWN:
            raise refused
        return Report(kind, key, Status.UNKNOWN, "", 0, "", "", self._access.mode)
