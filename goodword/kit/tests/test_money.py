"""Money adds up to the last unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.kit.money import CURRENCIES, BadAmount, CurrenciesDiffer, Money, UnknownCurrency, allocate, decimals

amounts = st.integers(min_value=0, max_value=10**12)


@given(amounts, st.sampled_from(sorted(CURRENCIES)))
def test_i05_what_is_written_is_read_back_exactly(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.parse(money.plain(), currency) == money


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("50", "CNY", 5000),
        ("42.99", "USD", 4299),
        ("42.9", "EUR", 4290),
        ("7", "JPY", 7),
        ("1.234", "KWD", 1234),
        ("7.000", "JPY", 7),
        ("42.500", "EUR", 4250),
    ],
)
def test_i05_prices_as_shops_write_them(text: str, currency: str, amount: int) -> None:
    assert Money.parse(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "-1",
        "+1",
        "1e3",
        "NaN",
        "Infinity",
        "1,5",
        "0x1F",
        "１２",
        "1.",
        ".5",
        "1.2.3",
        "1.999",
        "٣",
        "1" * 16,
        "true",
        "1_000",
        "\n1",
    ],
)
def test_s60_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        Money.parse(text, "CNY")


@pytest.mark.parametrize("currency", ["", "cny", "XXX", "EURO", "ABC", "C NY"])
def test_s61_what_is_not_a_currency_is_refused(currency: str) -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, currency)


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_i05_only_whole_numbers_are_amounts(amount: int) -> None:
    with pytest.raises(BadAmount):
        Money(amount, "CNY")


def test_i04_currencies_do_not_mix() -> None:
    with pytest.raises(CurrenciesDiffer):
        Money(1, "CNY") + Money(1, "EUR")
    with pytest.raises(CurrenciesDiffer):
        _ = Money(1, "CNY") < Money(1, "EUR")


def test_s61_a_yen_has_no_decimals() -> None:
    assert (decimals("JPY"), decimals("CNY"), decimals("KWD")) == (0, 2, 3)
    with pytest.raises(BadAmount):
        Money.parse("1.5", "JPY")


@pytest.mark.parametrize(
    ("money", "locale", "whole", "shown"),
    [
        (Money(12800, "CNY"), "zh_Hans", True, "¥128"),
        (Money(12850, "CNY"), "zh_Hans", True, "¥128.50"),
        (Money(12800, "CNY"), "zh_Hans", False, "¥128.00"),
        (Money(12800, "CNY"), "en", True, "CN¥128"),
        (Money(500, "JPY"), "en", False, "¥500"),
        (Money(1234, "KWD"), "en", False, "KWD1.234"),
    ],
)
def test_money_is_shown_as_its_reader_writes_it(money: Money, locale: str, whole: bool, shown: str) -> None:
    assert money.format(locale, whole=whole) == shown


@given(st.integers(min_value=-(10**12), max_value=10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_i07_a_split_adds_up_and_no_part_is_a_unit_off(total: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        weights[0] = 1
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


def test_i07_units_left_over_go_to_the_largest_remainder_then_to_the_first() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(10, [6, 3, 1]) == [6, 3, 1]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]
