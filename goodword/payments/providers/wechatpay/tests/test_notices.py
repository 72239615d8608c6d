"""Recorded notices, sealed and signed as WeChat Pay does: what they say, and which are refused."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from goodword.payments.providers.harness import RawNotice
from goodword.payments.providers.interface import BadNotice, Kind, NoticeNotSigned, Report, SignedNotice, Status
from goodword.payments.providers.wechatpay.adapter import WeChatPay
from goodword.payments.providers.wechatpay.harness import APIV3, MCHID, PUBLIC_ID, WeChatPayHarness
from goodword.payments.providers.wechatpay.keys import headers_for, hide
from goodword.payments.rules import Mode

KEY, REFUND = UUID("01a200ac855f79fe885cc3617a8f47bd"), UUID("01a200ad111179fe885cc3617a8f47bd")
PAID = Report(Kind.INTENT, KEY, Status.DONE, KEY.hex, 12800, "CNY", MCHID, Mode.TEST)
GIVEN_BACK = Report(Kind.REFUND, REFUND, Status.DONE, REFUND.hex, 5000, "CNY", MCHID, Mode.TEST)


@pytest.fixture(scope="module")
def wechat() -> Iterator[WeChatPayHarness]:
    with WeChatPayHarness() as harness:
        yield harness


def recorded(name: str, **changed: Any) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "payloads" / f"{name}.json").read_text()) | changed


def notice(
    hidden: dict[str, Any],
    at: datetime,
    *,
    event: str = "TRANSACTION.SUCCESS",
    owner: str = "wechatpay",
    apiv3: str = APIV3,
    **changed: str,
) -> RawNotice:
    told = {"id": "EV-2018022511223320873", "create_time": "2026-06-01T20:00:01+08:00", "event_type": event}
    told |= {"resource_type": "encrypt-resource", "summary": "支付成功"}
    body = json.dumps({**told, "resource": hide(apiv3, "transaction", hidden)})
    headers = {name.lower(): value for name, value in headers_for(owner, PUBLIC_ID, body, int(at.timestamp())).items()}
    return RawNotice(headers | changed, body.encode())


def take(wechat: WeChatPayHarness, one: RawNotice, now: datetime) -> SignedNotice:
    return WeChatPay(wechat.access()).parse_notice(one.headers, one.body, now)


def test_a_payment_is_read(wechat: WeChatPayHarness, now: datetime) -> None:
    signed = take(wechat, notice(recorded("transaction.success"), now), now)
    assert (signed.notice_id, signed.report) == ("EV-2018022511223320873", PAID)


@pytest.mark.parametrize(
    ("event", "state", "report"),
    [
        ("REFUND.SUCCESS", "SUCCESS", GIVEN_BACK),
        ("REFUND.CLOSED", "CLOSED", replace(GIVEN_BACK, status=Status.FAILED, why="CLOSED")),
        ("REFUND.ABNORMAL", "ABNORMAL", replace(GIVEN_BACK, status=Status.PENDING, why="ABNORMAL")),
    ],
)
def test_refunds_are_read(event: str, state: str, report: Report, wechat: WeChatPayHarness, now: datetime) -> None:
    """An abnormal refund has not ended: a person may still send it, and it must not be paid twice."""
    hidden = recorded("refund.success", refund_status=state)
    assert take(wechat, notice(hidden, now, event=event), now).report == report


@pytest.mark.parametrize(
    "changed", [{"out_trade_no": "20260601-0001"}, {"out_trade_no": "{01a200ac855f79fe885cc3617a8f4}"}]
)
def test_an_order_made_elsewhere_says_nothing(changed: dict[str, str], wechat: WeChatPayHarness, now: datetime) -> None:
    assert take(wechat, notice(recorded("transaction.success", **changed), now), now).report is None


def test_who_paid_is_not_kept(wechat: WeChatPayHarness, now: datetime) -> None:
    """Red when the body is kept as it came: it can be opened with the APIv3 key for ever."""
    kept = take(wechat, notice(recorded("transaction.success"), now), now).kept
    assert json.loads(kept)["resource"]["amount"]["total"] == 12800
    assert "ciphertext" not in kept
    assert "oUpF8" not in kept


def test_s20_a_stranger_who_has_the_seal_but_not_the_signature_is_refused(
    wechat: WeChatPayHarness, now: datetime
) -> None:
    """Red without the package's verification."""
    with pytest.raises(NoticeNotSigned):
        take(wechat, notice(recorded("transaction.success"), now, owner="stranger"), now)


def test_s20_a_seal_that_is_not_ours_is_refused(wechat: WeChatPayHarness, now: datetime) -> None:
    """Signed by WeChat Pay for another merchant."""
    with pytest.raises(NoticeNotSigned):
        take(wechat, notice(recorded("transaction.success"), now, apiv3="x" * 32), now)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_s20_another_time_is_refused_even_if_signed(seconds: int, wechat: WeChatPayHarness, now: datetime) -> None:
    """Red without is_fresh: the package does not look at the time at all."""
    with pytest.raises(BadNotice):
        take(wechat, notice(recorded("transaction.success"), now + timedelta(seconds=seconds)), now)


@pytest.mark.parametrize("serial", ["PUB_KEY_ID_2", "5157F09EFDC096DE15EBE81A47057A72", "x", ""])
def test_s20_a_strange_serial_is_refused_without_asking_anybody(
    serial: str, wechat: WeChatPayHarness, now: datetime
) -> None:
    """Red without the look at the serial: every forged notice would make us call WeChat Pay for certificates."""
    wechat.server.requests.clear()
    told = {"wechatpay-serial": serial}
    with pytest.raises(NoticeNotSigned):
        take(wechat, notice(recorded("transaction.success"), now, **told), now)
    assert wechat.server.requests == []


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce", "signature-type"])
@pytest.mark.parametrize("value", ["", "x", "é", "1" * 2000, "a\nb", "WECHATPAY/SIGNTEST/x"])
def test_s20_a_broken_header_is_refused(name: str, value: str, wechat: WeChatPayHarness, now: datetime) -> None:
    """WeChat Pay itself tries us with signatures that begin with WECHATPAY/SIGNTEST/."""
    told = {f"wechatpay-{name}": value}
    with pytest.raises(NoticeNotSigned):
        take(wechat, notice(recorded("transaction.success"), now, **told), now)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"id": "1"}', b"[" * 5000])
def test_s20_a_signed_body_that_is_no_notice_is_refused(body: bytes, wechat: WeChatPayHarness, now: datetime) -> None:
    text = body.decode("latin-1")
    headers = headers_for("wechatpay", PUBLIC_ID, text, int(now.timestamp()))
    with pytest.raises(NoticeNotSigned):
        take(wechat, RawNotice({name.lower(): value for name, value in headers.items()}, body), now)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": {"total": "12800", "currency": "CNY"}},
        {"amount": {"total": 12800.0, "currency": "CNY"}},
        {"amount": {"total": True}},
        {"amount": {"total": -1}},
        {"amount": {"total": 1, "currency": "cny"}},
        {"amount": None},
        {"mchid": 1900000109},
        {"mchid": "\0"},
        {"trade_state": "GREAT"},
        {"out_trade_no": None},
    ],
)
def test_s20_values_of_another_type_are_refused(
    changed: dict[str, Any], wechat: WeChatPayHarness, now: datetime
) -> None:
    """Red without strict types."""
    with pytest.raises(BadNotice):
        take(wechat, notice(recorded("transaction.success", **changed), now), now)
