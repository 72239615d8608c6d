"""How Stripe writes money."""

import pytest

from goodword.kit.money import CURRENCIES, Money
from goodword.payments.providers.stripe.money import NotAtStripe, from_stripe, to_stripe


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Money(1234, "EUR"), (1234, "eur")),
        (Money(500, "JPY"), (500, "jpy")),
        (Money(5120, "KWD"), (5120, "kwd")),
        (Money(5, "ISK"), (500, "isk")),
        (Money(5, "UGX"), (500, "ugx")),
        (Money(1000, "MGA"), (10, "mga")),
        (Money(1234, "HUF"), (1234, "huf")),
        (Money(1234, "TWD"), (1234, "twd")),
    ],
)
def test_amounts_keep_their_worth_both_ways(ours: Money, theirs: tuple[int, str]) -> None:
    assert to_stripe(ours) == theirs
    assert from_stripe(*theirs) == ours


@pytest.mark.parametrize("money", [Money(5124, "KWD"), Money(1001, "MGA")])
def test_what_stripe_cannot_write_is_not_rounded(money: Money) -> None:
    with pytest.raises(NotAtStripe):
        to_stripe(money)


@pytest.mark.parametrize(("amount", "currency"), [(501, "isk"), (550, "ugx"), (1, "abc")])
def test_what_we_cannot_write_is_not_rounded(amount: int, currency: str) -> None:
    with pytest.raises(NotAtStripe):
        from_stripe(amount, currency)


def test_every_currency_comes_back_as_it_went() -> None:
    for currency in CURRENCIES:
        assert from_stripe(*to_stripe(Money(7000, currency))) == Money(7000, currency)
