"""Recorded webhooks: what they say, and which are refused."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from goodword.payments.providers.interface import BadNotice, Kind, NoticeNotSigned, Report, Status
from goodword.payments.providers.stripe.adapter import Stripe
from goodword.payments.providers.stripe.notices import EVENTS
from goodword.payments.providers.stripe.server import sign
from goodword.payments.providers.stripe.tests.making import ACCESS, SECRET, event, take
from goodword.payments.rules import Mode

PAID = Report(
    Kind.INTENT,
    UUID("01a200ac-855f-79fe-885c-c3617a8f47bd"),
    Status.DONE,
    "cs_test_a1b2c3d4e5f6g7h8i9j0",
    12800,
    "EUR",
    "acct_goodword",
    Mode.TEST,
)
GIVEN_BACK = replace(
    PAID,
    kind=Kind.REFUND,
    key=UUID("01a200ad-1111-79fe-885c-c3617a8f47bd"),
    reference="re_3TnQoyLkdIwHu7ix0Z9Y8X7W",
    amount=5000,
)
SENT = replace(
    PAID,
    kind=Kind.PAYOUT,
    key=UUID("01a200ae-2222-79fe-885c-c3617a8f47bd"),
    reference="tr_1TnQq0LkdIwHu7ixK1L2J3H4",
    currency="JPY",
)


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("checkout.session.completed", PAID),
        ("checkout.session.completed.processing", replace(PAID, status=Status.PENDING)),
        ("checkout.session.async_payment_failed", replace(PAID, status=Status.FAILED)),
        ("checkout.session.expired", replace(PAID, status=Status.CANCELLED)),
        ("refund.updated", GIVEN_BACK),
        ("refund.failed", replace(GIVEN_BACK, status=Status.FAILED, why="expired_or_canceled_card")),
        ("transfer.created", SENT),
        ("transfer.reversed", replace(SENT, status=Status.FAILED)),
        ("payment_intent.succeeded", None),
    ],
)
def test_recorded_events_are_read(name: str, report: Report | None, now: datetime) -> None:
    told = event(name)
    signed = take(told, now)
    assert (signed.notice_id, signed.report) == (told["id"], report)


def test_what_an_event_says_about_the_payer_is_not_kept(now: datetime) -> None:
    """Red when the body is kept as it came: books keep no names, e-mails and addresses they do not need."""
    told = event("checkout.session.completed")
    kept = take(told, now).kept
    assert "jenny" not in kept.lower()
    assert "10115" not in kept
    thing = json.loads(kept)["data"]["object"]
    assert (thing["id"], thing["amount_total"], thing["currency"]) == (PAID.reference, 12800, "eur")


@pytest.mark.parametrize("changed", [{"metadata": {}}, {"metadata": {"goodword_key": "another"}}])
def test_a_payment_made_at_stripes_own_desk_says_nothing(changed: dict[str, object], now: datetime) -> None:
    assert take(event("checkout.session.completed", **changed), now).report is None


def test_s21_an_event_of_a_connected_account_pays_that_account(now: datetime) -> None:
    """Red without reading `account`: somebody else's payment would be taken for ours."""
    told = event("checkout.session.completed") | {"account": "acct_shop"}
    assert take(told, now).report == replace(PAID, merchant="acct_shop")


def test_s23_a_live_event_says_so(now: datetime) -> None:
    """Red when the mode is taken from our own key."""
    told = event("checkout.session.completed") | {"livemode": True}
    assert take(told, now).report == replace(PAID, mode=Mode.LIVE)


def test_s20_two_secrets_count_while_one_is_being_replaced(now: datetime) -> None:
    access = replace(ACCESS, secrets=["whsec_new", SECRET])
    assert take(event("checkout.session.completed"), now, access=access).report == PAID


@pytest.mark.parametrize("secret", ["whsec_stranger", ""])
def test_s20_a_forged_signature_is_refused(secret: str, now: datetime) -> None:
    """Red without verify_header."""
    with pytest.raises(NoticeNotSigned):
        take(event("checkout.session.completed"), now, secret=secret)


@pytest.mark.parametrize("seconds", [-301, 301, -90000])
def test_s20_another_time_is_refused_even_if_signed(seconds: int, now: datetime) -> None:
    """Red without is_fresh: the SDK asks its own clock, and lets every future through."""
    with pytest.raises(BadNotice):
        take(event("checkout.session.completed"), now, sent_at=now + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-299, 299])
def test_s20_a_time_within_the_tolerance_is_taken(seconds: int, now: datetime) -> None:
    assert take(event("checkout.session.completed"), now, sent_at=now + timedelta(seconds=seconds)).report == PAID


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        "t=soon,v1=aa",
        "v1=aa",
        "t=1",
        "t=1,v0=aa",
        "t=1,v1=é",
        "t=99999999999999999999,v1=aa",
        "t=" + "9" * 5000 + ",v1=a",
        "=,=",
        "t",
    ],
)
def test_s20_a_broken_header_is_refused(header: str, now: datetime) -> None:
    """Red without the look at its letters: the SDK compares other than ASCII with an error."""
    with pytest.raises(NoticeNotSigned):
        Stripe(ACCESS).parse_notice({"stripe-signature": header}, b"{}", now)


@pytest.mark.parametrize("timestamp", [10**12, 10**20])
def test_s20_a_signed_time_that_is_none_is_refused(timestamp: int, now: datetime) -> None:
    header = sign(SECRET, b"{}", timestamp)
    with pytest.raises(BadNotice):
        Stripe(ACCESS).parse_notice({"stripe-signature": header}, b"{}", now)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"id": "evt_1"}', b"[" * 5000])
def test_s20_a_signed_body_that_is_no_event_is_refused(body: bytes, now: datetime) -> None:
    header = sign(SECRET, body, int(now.timestamp()))
    with pytest.raises(BadNotice):
        Stripe(ACCESS).parse_notice({"stripe-signature": header}, body, now)


def test_s20_bytes_that_are_no_text_are_refused(now: datetime) -> None:
    """Red without the UnicodeDecodeError: the SDK decodes before it verifies."""
    header = sign(SECRET, b"\xff\xfe", int(now.timestamp()))
    with pytest.raises(NoticeNotSigned):
        Stripe(ACCESS).parse_notice({"stripe-signature": header}, b"\xff\xfe", now)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_total": "12800"},
        {"amount_total": 12800.0},
        {"amount_total": True},
        {"amount_total": None},
        {"amount_total": -1},
        {"amount_total": 2**63},
        {"currency": "EUR"},
        {"currency": "abc"},
        {"currency": None},
        {"livemode": "false"},
        {"status": "great"},
        {"payment_status": None},
        {"id": "cs_\0"},
        {"object": "charge"},
        {"currency": "isk", "amount_total": 12850},
    ],
)
def test_s20_values_of_another_type_are_refused(changed: dict[str, object], now: datetime) -> None:
    """Red without strict types, or with rounding: 128.50 crowns are no amount in Iceland."""
    with pytest.raises(BadNotice):
        take(event("checkout.session.completed", **changed), now)


def test_the_documents_name_every_event_to_subscribe_to() -> None:
    from tests.tidy.tree import HOME

    operate = (HOME / "docs" / "operate.md").read_text()
    assert [name for name in EVENTS if f"`{name}`" not in operate] == []
