"""What shop staff type in. Each form only reads; the actions decide. Numbers are ASCII digits alone (S-60)."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import TEXT_LONG, TEXT_SHORT
from goodword.kit.money import Money

COUNT = r"\A[0-9]{1,10}\Z"
AMOUNT = r"\A[0-9]{1,13}(\.[0-9]{1,3})?\Z"
RATE = r"\A[0-9]{1,2}(\.[0-9]{1,2})?\Z"
WRITE_A_COUNT = _("Write a whole number.")
WRITE_AN_AMOUNT = _("Write an amount such as 42.50, without other signs.")


def count(**options: Any) -> forms.RegexField:
    """A whole number of things."""
    return forms.RegexField(COUNT, error_messages={"invalid": WRITE_A_COUNT}, **options)


def amount(**options: Any) -> forms.RegexField:
    """An amount of the shop's currency, as a person writes it."""
    return forms.RegexField(AMOUNT, error_messages={"invalid": WRITE_AN_AMOUNT}, **options)


def minor(text: str, currency: str) -> int | None:
    """What was typed, in minor units; None when nothing was. Refuses too many decimals."""
    return Money.parse(text, currency).amount if text else None


class TermsForm(forms.Form):
    """What a shop may change about itself."""

    name = forms.CharField(max_length=TEXT_SHORT)
    about = forms.CharField(max_length=600, required=False)
    legal_name = forms.CharField(max_length=TEXT_SHORT)
    registration = forms.CharField(max_length=60)
    address = forms.CharField(max_length=TEXT_SHORT)
    website = forms.CharField(max_length=TEXT_SHORT, required=False)
    email = forms.EmailField(max_length=254)
    delivery_fee = amount()
    free_delivery_from = amount(required=False)
    return_days = count()


class OpenForm(TermsForm):
    """What a new shop says about itself."""

    slug = forms.SlugField(max_length=60)
    country = forms.RegexField(r"\A[A-Z]{2}\Z", error_messages={"invalid": _("Write two capital letters such as CN.")})
    currency = forms.CharField(max_length=3)


class ProductForm(forms.Form):
    """A product's words."""

    title = forms.CharField(max_length=TEXT_SHORT)
    description = forms.CharField(max_length=TEXT_LONG, required=False)
    brand = forms.CharField(max_length=100, required=False)
    topic = forms.CharField(max_length=80, required=False)


class VariantForm(forms.Form):
    """One variant of a new product; a row left empty is no variant."""

    sku = forms.CharField(max_length=100, required=False)
    title = forms.CharField(max_length=TEXT_SHORT, required=False)
    price = amount(required=False)
    compare_at = amount(required=False)
    stock = count(required=False)
    gtin = forms.CharField(max_length=14, required=False)


class PriceForm(forms.Form):
    """A price, and the earlier one the shop names."""

    price = amount()
    compare_at = amount(required=False)


class StockForm(forms.Form):
    """What was counted."""

    on_hand = count()


class RateForm(forms.Form):
    """What a word earns, in per cent, and from which day; without a day, from now."""

    rate = forms.RegexField(RATE, error_messages={"invalid": _("Write a rate such as 8 or 7.5.")})
    from_day = forms.DateField(required=False)

    def rate_bp(self) -> int:
        """The rate in basis points."""
        return int(Decimal(self.cleaned_data["rate"]) * 100)

    def from_at(self, now: datetime) -> datetime:
        """When it begins: the beginning of that day where the shop is, or now for today and no day."""
        day = self.cleaned_data["from_day"]
        if day is None or day == timezone.localdate(now):
            return now
        return timezone.make_aware(datetime.combine(day, time.min))


class DispatchForm(forms.Form):
    """Who carries the parcel, and its number there."""

    carrier = forms.CharField(max_length=60)
    number = forms.CharField(max_length=60, required=False)


class StaffForm(forms.Form):
    """Who works here, as what."""

    handle = forms.CharField(max_length=60)
    role = forms.CharField(max_length=10)


class ImportForm(forms.Form):
    """A catalogue file; a topic for what the file files nowhere."""

    file = forms.FileField(allow_empty_file=True)
    form = forms.CharField(max_length=40)
    topic = forms.CharField(max_length=80, required=False)
    dry_run = forms.BooleanField(required=False)
