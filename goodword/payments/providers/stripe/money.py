"""How Stripe writes money: whole numbers, but not always of ISO 4217's minor units (docs.stripe.com/currencies)."""

from goodword.kit.money import CURRENCIES, Money, decimals

ZERO_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])  # the last digit must be 0
# ISK and UGX have no decimals, and Stripe wants two all the same, both 0: they are in neither list.


class NotAtStripe(ValueError):
    """Stripe cannot write this amount."""


def to_stripe(money: Money) -> tuple[int, str]:
    """The amount and the currency as Stripe takes them. Raises NotAtStripe rather than round."""
    ours, theirs = decimals(money.currency), stripe_decimals(money.currency)
    amount = money.amount * 10 ** max(theirs - ours, 0)
    whole, rest = divmod(amount, 10 ** max(ours - theirs, 0))
    if rest or (theirs == 3 and whole % 10):
        raise NotAtStripe(f"{money.amount} {money.currency} has more decimals than Stripe takes")
    return whole, money.currency.lower()


def from_stripe(amount: int, currency: str) -> Money:
    """What Stripe's amount is in ISO's minor units. Raises NotAtStripe rather than round."""
    code = currency.upper()
    if code not in CURRENCIES:
        raise NotAtStripe(f"{currency} is no currency")
    ours, theirs = decimals(code), stripe_decimals(code)
    whole, rest = divmod(amount * 10 ** max(ours - theirs, 0), 10 ** max(theirs - ours, 0))
    if rest:
        raise NotAtStripe(f"{amount} {currency} at Stripe is no whole amount")
    return Money(whole, code)


def stripe_decimals(currency: str) -> int:
    """How many decimals Stripe writes."""
    if currency in ZERO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2
