"""`goodword channel`, and what `goodword doctor` says of ways to pay."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goodword.ops import health
from goodword.payments.models import Channel

pytestmark = pytest.mark.django_db
CARD = ["card", "--name", "Card", "--provider", "stripe", "--merchant", "acct_1", "--mode", "test"]


def channel(*asked: str) -> list[str]:
    out = StringIO()
    call_command("channel", *asked, stdout=out, no_color=True)
    return out.getvalue().splitlines()


@pytest.fixture
def keys(settings: object) -> object:
    settings.STRIPE_KEY, settings.STRIPE_ACCOUNT, settings.STRIPE_SECRETS = "sk_test_1", "acct_1", ["whsec_1"]
    return settings


def test_a_channel_is_opened_closed_and_listed(keys: object) -> None:
    opened = channel("open", *CARD, "--currency", "EUR", "--currency", "CHF")
    assert opened == ["card: Card, stripe, test, CHF EUR, open"]
    closed = channel("close", "card", "--at", "2026-02-13", "--note", "The contract ends.")
    assert closed == ["card: Card, stripe, test, CHF EUR, closed since 2026-02-13 00:00 UTC"]
    assert channel() == closed
    assert Channel.objects.values_list("note", flat=True).get() == "The contract ends."


def test_s23_a_channel_of_the_other_mode_is_not_opened(keys: object) -> None:
    with pytest.raises(CommandError, match="its provider is for test money"):
        channel("open", *CARD[:-1], "live", "--currency", "EUR")
    assert Channel.objects.count() == 0


def test_a_channel_of_another_account_is_not_opened(keys: object) -> None:
    """Red without OtherMerchant: every payment would be taken for one to somebody else."""
    keys.STRIPE_ACCOUNT = "acct_2"
    with pytest.raises(CommandError, match="belong to acct_2"):
        channel("open", *CARD, "--currency", "EUR")
    assert Channel.objects.count() == 0


def test_a_channel_without_keys_is_not_opened_and_a_missing_one_not_closed() -> None:
    with pytest.raises(CommandError, match="GOODWORD_STRIPE_KEY"):
        channel("open", *CARD, "--currency", "EUR")
    with pytest.raises(CommandError, match="no such way to pay"):
        channel("close", "card")
    assert Channel.objects.count() == 0


def test_the_doctor_says_which_key_is_missing(keys: object) -> None:
    channel("open", *CARD, "--currency", "EUR")
    assert health.channels_have_keys() == []
    keys.STRIPE_SECRETS = []
    (found,) = health.channels_have_keys()
    assert (found.id, found.msg) == ("goodword.E014", "Card (stripe) cannot move money.")
    assert "GOODWORD_STRIPE_SECRET is missing" in found.hint
    assert channel()[1].strip() == found.hint
    channel("close", "card", "--at", "2026-02-13")
    assert [one.id for one in health.channels_have_keys()] == ["goodword.W014"]


def test_s23_the_doctor_sees_keys_of_the_other_mode(keys: object) -> None:
    channel("open", *CARD, "--currency", "EUR")
    keys.STRIPE_KEY, keys.PRODUCTION = "sk_live_1", True
    assert [one.hint for one in health.channels_have_keys()] == ["Its keys are for live money."]
    keys.STRIPE_ACCOUNT = "acct_2"
    assert [one.hint for one in health.channels_have_keys()] == ["Its keys belong to acct_2."]
