"""Stripe's own package over HTTP: what is said on the wire, and with which keys."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from goodword.kit.ids import new_id
from goodword.kit.money import Money
from goodword.payments.providers.interface import Known, ProviderRefused, ProviderSilent, Status
from goodword.payments.providers.stripe.adapter import Stripe, StripeKeyOfOtherMode, StripeNotSet
from goodword.payments.providers.stripe.harness import StripeHarness
from goodword.payments.rules import Mode

MINUTES = timedelta(minutes=30)
BACK = "https://shop.test/back?purchase=1&from=stripe"


@pytest.fixture
def stripe(now: datetime) -> Iterator[StripeHarness]:
    with StripeHarness() as harness:
        harness.server.desk.clock = lambda: int(now.timestamp())
        yield harness


def test_an_intent_on_the_wire(stripe: StripeHarness, now: datetime) -> None:
    key = new_id(now)
    stripe.adapter().create_intent(key, Money(12800, "EUR"), return_url=BACK, expires_at=now + MINUTES)
    ((method, path, headers, form),) = stripe.server.requests
    assert (method, path, headers["idempotency-key"]) == ("POST", "/v1/checkout/sessions", f"goodword-intent-{key}")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["authorization"] == "Bearer sk_test_conformance"
    assert "x-stripe-client-telemetry" not in headers
    assert form == {
        "mode": "payment",
        "client_reference_id": str(key),
        "line_items": {
            "0": {
                "price_data": {"currency": "eur", "unit_amount": "12800", "product_data": {"name": "localhost"}},
                "quantity": "1",
            }
        },
        "success_url": BACK,
        "cancel_url": BACK,
        "expires_at": str(int((now + MINUTES + timedelta(minutes=30)).timestamp())),
        "adaptive_pricing": {"enabled": "false"},
        "metadata": {"goodword_key": str(key)},
        "payment_intent_data": {"metadata": {"goodword_key": str(key)}, "transfer_group": str(key)},
    }


def test_a_session_whose_name_was_never_heard_is_found_among_many(stripe: StripeHarness, now: datetime) -> None:
    """Red when only the first page of 100 is read."""
    adapter, keys = stripe.adapter(), [new_id(now) for _one in range(130)]
    for key in keys:
        adapter.create_intent(key, Money(100, "EUR"), return_url=BACK, expires_at=now + MINUTES)
    stripe.server.requests.clear()
    assert adapter.query_intent(Known(keys[0])).key == keys[0]
    assert len(stripe.server.requests) == 2


def test_another_account_sees_nothing_and_that_is_silence(stripe: StripeHarness, now: datetime) -> None:
    """A wrong key is our mistake: nothing is known of the money, so nothing may be ended."""
    wrong = Stripe(replace(stripe.access(), key="sk_test_other"))
    with pytest.raises(ProviderSilent):
        wrong.query_intent(Known(new_id(now)))


def test_an_amount_that_stripe_cannot_write_is_refused(stripe: StripeHarness, now: datetime) -> None:
    with pytest.raises(ProviderRefused, match="decimals"):
        stripe.adapter().create_intent(new_id(now), Money(5124, "KWD"), return_url=BACK, expires_at=now + MINUTES)
    assert stripe.server.requests == []


def test_a_delayed_payment_that_failed_is_said_to_have(stripe: StripeHarness, now: datetime) -> None:
    """A bank debit is refused days later: the Session stays complete, its PaymentIntent tells."""
    adapter, key = stripe.adapter(), new_id(now)
    adapter.create_intent(key, Money(100, "EUR"), return_url=BACK, expires_at=now + MINUTES)
    stripe.pay(key)
    session = stripe.server.desk.made("checkout.session")[0]
    session["payment_status"] = "unpaid"
    for status, said in (("processing", Status.PENDING), ("requires_payment_method", Status.FAILED)):
        stripe.server.desk.things[session["payment_intent"]]["status"] = status
        assert adapter.query_intent(Known(key, session["id"])).status == said


@pytest.fixture
def keys(settings: object) -> object:
    settings.STRIPE_KEY, settings.STRIPE_ACCOUNT = "sk_test_1", "acct_1"
    settings.STRIPE_SECRETS, settings.PRODUCTION, settings.SANDBOX_ALLOWED = ["whsec_1"], False, True
    return settings


def test_the_settings_make_an_adapter(keys: object) -> None:
    assert Stripe().capabilities.mode == Mode.TEST
    keys.PRODUCTION, keys.STRIPE_KEY = True, "rk_live_1"
    assert Stripe().capabilities.mode == Mode.LIVE


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("STRIPE_KEY", "", "GOODWORD_STRIPE_KEY"),
        ("STRIPE_KEY", "pk_test_1", "GOODWORD_STRIPE_KEY"),
        ("STRIPE_ACCOUNT", "", "GOODWORD_STRIPE_ACCOUNT"),
        ("STRIPE_SECRETS", [], "GOODWORD_STRIPE_SECRET"),
        ("STRIPE_SECRETS", ["whsec_1", "sk_test_1"], "GOODWORD_STRIPE_SECRET"),
    ],
)
def test_a_missing_setting_is_named(name: str, value: object, said: str, keys: object) -> None:
    setattr(keys, name, value)
    with pytest.raises(StripeNotSet, match=said):
        Stripe()


@pytest.mark.parametrize(("production", "sandbox", "key"), [(False, True, "sk_live_1"), (True, False, "sk_test_1")])
def test_s23_keys_of_the_other_mode_are_refused(production: bool, sandbox: bool, key: str, keys: object) -> None:
    """Red without the comparison: a demo would take real money, a shop would send goods for test cards."""
    keys.PRODUCTION, keys.SANDBOX_ALLOWED, keys.STRIPE_KEY = production, sandbox, key
    with pytest.raises(StripeKeyOfOtherMode):
        Stripe()
