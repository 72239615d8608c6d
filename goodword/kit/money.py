"""Money: whole minor units of one ISO 4217 currency. There are no floats on any path of money (I-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal


# ISO 4217 list one, active funds excluded. Every code not named otherwise has two decimals.
def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO_DECIMALS = _codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
THREE_DECIMALS = _codes("BHD IQD JOD KWD LYD OMR TND")
TWO_DECIMALS = _codes(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY
    COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR
    MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG"""
)
CURRENCIES = ZERO_DECIMALS | TWO_DECIMALS | THREE_DECIMALS


class UnknownCurrency(Refusal):
    """The code is not an ISO 4217 currency in upper case."""

    status = 422
    code = "kit.unknown_currency"
    sentence = _("%(currency)s is not a currency code. Use three capital letters such as CNY or EUR.")


class BadAmount(Refusal):
    """The text is not an amount, or has more decimals than its currency."""

    status = 422
    code = "kit.bad_amount"
    sentence = _("%(text)s is not an amount in %(currency)s. Write it like 42.50, without other signs.")


class CurrenciesDiffer(Refusal):
    """Two amounts of different currencies cannot be added or compared (I-04)."""

    status = 422
    code = "kit.currencies_differ"
    sentence = _("%(one)s and %(other)s are different currencies and cannot be put together.")


def decimals(currency: str) -> int:
    """How many decimals `currency` has by ISO 4217: 0, 2 or 3. Refuses an unknown code."""
    if currency in TWO_DECIMALS:
        return 2
    if currency in ZERO_DECIMALS:
        return 0
    if currency in THREE_DECIMALS:
        return 3
    raise UnknownCurrency(currency=currency)


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` minor units of `currency`, such as Money(12800, "CNY") for ¥128."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise BadAmount(text=repr(self.amount), currency=self.currency)
        decimals(self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrenciesDiffer(one=self.currency, other=other.currency)
        return other.amount

    def plain(self) -> str:
        """The amount with a point and all its decimals, such as `128.00`; `parse` reads it back exactly."""
        places = decimals(self.currency)
        sign, digits = ("-" if self.amount < 0 else ""), str(abs(self.amount)).rjust(places + 1, "0")
        return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"

    def format(self, locale: str, *, whole: bool = False) -> str:
        """The amount for a reader of `locale` (`en`, `zh_Hans`) by CLDR, with the currency's ISO 4217 decimals.

        `whole` leaves out decimals that are all zero, as price tags do.
        """
        places = decimals(self.currency)
        if whole and self.amount % 10**places == 0:
            places = 0
        pattern = Locale.parse(locale).currency_formats["standard"].pattern.split(";")[0]
        pattern = pattern.replace(".00", f".{'0' * places}" if places else "")
        return format_currency(Decimal(self.plain()), self.currency, pattern, locale=locale, currency_digits=False)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Reads `42`, `42.5` or `42.50`. Refuses signs, exponents, other digits and too many decimals."""
        places = decimals(currency)
        whole, point, fraction = text.partition(".")
        fits = whole.isascii() and whole.isdigit() and len(whole) <= 15
        fits &= (fraction.isascii() and fraction.isdigit() and len(fraction.rstrip("0")) <= places) if point else True
        if not fits:
            raise BadAmount(text=text[:40], currency=currency)
        try:
            minor = Decimal(text).scaleb(places).to_integral_exact(ROUND_DOWN)
        except InvalidOperation as error:
            raise BadAmount(text=text[:40], currency=currency) from error
        return cls(int(minor), currency)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Splits `total` minor units by `weights` so that the parts add up exactly (I-07).

    Largest-remainder rule (Hamilton): each part gets its whole share, the units left over go to the largest
    remainders, ties to the first. A negative total splits as its mirror image. Refuses weights that are
    negative or all zero.
    """
    everything = sum(weights)
    if everything <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    sign, rest = (1, total) if total >= 0 else (-1, -total)
    shares = [rest * weight // everything for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(rest * weights[i] % everything), i))
    for i in by_remainder[: rest - sum(shares)]:
        shares[i] += 1
    return [sign * share for share in shares]
