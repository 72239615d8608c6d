"""The package `wechatpayv3` over HTTP: what is said on the wire, and with which keys."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from goodword.kit import clock
from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.payments.providers.interface import Known, ProviderRefused, ProviderSilent, Status
from goodword.payments.providers.wechatpay.adapter import WeChatPay, WeChatPayIsLive, WeChatPayNotSet
from goodword.payments.providers.wechatpay.client import heard
from goodword.payments.providers.wechatpay.harness import APIV3, APPID, MCHID, WeChatPayHarness
from goodword.payments.providers.wechatpay.keys import private_pem, public_pem
from goodword.payments.rules import Mode

MINUTES = timedelta(minutes=30)
BACK = "https://shop.test/back?purchase=1"
ASKED = {"return_url": BACK, "payer_ip": "198.51.100.7"}


@pytest.fixture
def wechat() -> Iterator[WeChatPayHarness]:
    with WeChatPayHarness() as harness:
        yield harness


def test_an_order_on_the_wire(wechat: WeChatPayHarness) -> None:
    now = clock.now()
    key = new_id(now)
    said = wechat.adapter().create_intent(key, Money(12800, "CNY"), expires_at=now + MINUTES, **ASKED)
    ((method, path, asked),) = wechat.server.requests
    assert (method, path) == ("POST", "/v3/pay/transactions/h5")
    assert asked == {
        "appid": APPID,
        "mchid": MCHID,
        "description": "localhost",
        "out_trade_no": key.hex,
        "time_expire": (now + MINUTES).isoformat(timespec="seconds"),
        "notify_url": "https://shop.test/api/hooks/wechatpay",
        "amount": {"total": 12800, "currency": "CNY"},
        "scene_info": {"payer_client_ip": "198.51.100.7", "h5_info": {"type": "Wap"}},
    }
    assert said.pay_url.startswith("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx")
    assert said.pay_url.endswith("&redirect_url=https%3A%2F%2Fshop.test%2Fback%3Fpurchase%3D1")


def test_the_same_order_brings_a_new_address_from_wherever_the_payer_calls(wechat: WeChatPayHarness) -> None:
    """An address lives five minutes, and a phone changes its network."""
    now, adapter = clock.now(), wechat.adapter()
    key, terms = new_id(now), {"expires_at": now + MINUTES, "return_url": BACK}
    first, again = (
        adapter.create_intent(key, Money(1, "CNY"), payer_ip=ip, **terms) for ip in ("198.51.100.7", "203.0.113.9")
    )
    assert first.pay_url != again.pay_url
    assert len(wechat.desk.orders) == 1


@pytest.mark.parametrize(("money", "changed"), [(Money(1, "EUR"), {}), (Money(1, "CNY"), {"payer_ip": ""})])
def test_what_wechat_pay_cannot_do_is_refused_before_it_is_asked(
    money: Money, changed: dict[str, str], wechat: WeChatPayHarness
) -> None:
    now = clock.now()
    with pytest.raises(ProviderRefused):
        wechat.adapter().create_intent(new_id(now), money, expires_at=now + MINUTES, **{**ASKED, **changed})
    assert wechat.server.requests == []


def test_an_answer_that_wechat_pay_has_not_signed_is_silence(wechat: WeChatPayHarness) -> None:
    """Red without the package's verification of answers: whoever sits on the line could say that it is paid."""
    stranger = replace(wechat.access(), public_key=public_pem("stranger"))
    with pytest.raises(ProviderSilent, match="signature"):
        WeChatPay(stranger).create_intent(new_id(clock.now()), Money(1, "CNY"), expires_at=clock.now(), **ASKED)


def test_a_merchant_key_that_is_not_ours_is_silence(wechat: WeChatPayHarness) -> None:
    """Our mistake: nothing is known of the money, so nothing may be ended."""
    wrong = replace(wechat.access(), private_key=private_pem("stranger"))
    with pytest.raises(ProviderSilent, match="SIGN_ERROR"):
        WeChatPay(wrong).query_intent(Known(new_id(clock.now())))


@pytest.mark.parametrize(
    ("status", "text", "raised"),
    [
        (403, '{"code": "NOT_ENOUGH"}', ProviderSilent),
        (403, '{"code": "NO_AUTH"}', ProviderSilent),
        (429, '{"code": "FREQUENCY_LIMITED"}', ProviderSilent),
        (500, '{"code": "SYSTEM_ERROR"}', ProviderSilent),
        (404, "<html>", ProviderSilent),
        (400, '["code"]', ProviderSilent),
        (400, '{"code": "PARAM_ERROR"}', ProviderRefused),
        (403, '{"code": "USER_ACCOUNT_ABNORMAL"}', ProviderRefused),
    ],
)
def test_only_what_is_final_is_a_refusal(status: int, text: str, raised: type[Exception]) -> None:
    """A merchant without money for a refund today has some tomorrow."""
    with pytest.raises(raised):
        heard(lambda: (status, text))


def test_a_refund_of_a_closed_order_is_refused(wechat: WeChatPayHarness) -> None:
    now, adapter = clock.now(), wechat.adapter()
    key = new_id(now)
    adapter.create_intent(key, Money(100, "CNY"), expires_at=now + MINUTES, **ASKED)
    assert adapter.cancel_intent(Known(key)).status == Status.CANCELLED
    with pytest.raises(ProviderRefused):
        adapter.refund(new_id(now), Known(key), Money(100, "CNY"))


@pytest.fixture
def keys(settings: object) -> object:
    settings.PRODUCTION = True
    settings.WECHATPAY = {
        "APPID": APPID,
        "MCHID": MCHID,
        "SERIAL": "5157F09E",
        "KEY": private_pem("merchant"),
        "APIV3": APIV3,
        "PUBLIC_ID": "PUB_KEY_ID_1",
        "PUBLIC_KEY": public_pem("wechatpay"),
    }
    return settings


def test_the_settings_make_an_adapter(keys: object) -> None:
    has = WeChatPay().capabilities
    assert (has.mode, has.merchant, has.payouts) == (Mode.LIVE, MCHID, False)


@pytest.mark.parametrize("name", ["APPID", "MCHID", "SERIAL", "KEY", "APIV3", "PUBLIC_ID", "PUBLIC_KEY"])
def test_a_missing_setting_is_named(name: str, keys: object) -> None:
    keys.WECHATPAY = {**keys.WECHATPAY, name: ""}
    with pytest.raises(WeChatPayNotSet, match=f"GOODWORD_WECHATPAY_{name} "):
        WeChatPay()


def test_s23_it_is_refused_where_no_real_money_may_move(keys: object) -> None:
    """Red without the look at the mode: a demo would take real money."""
    keys.PRODUCTION = False
    with pytest.raises(WeChatPayIsLive):
        WeChatPay()
