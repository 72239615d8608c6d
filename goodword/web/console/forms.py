"""What shop staff type in. Each form only reads; the actions decide. Numbers are ASCII digits alone (S-60)."""

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.catalog.rules import NewVariant, Options
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
    """One variant of a product; in the form of a new product a row left empty is no variant."""

    sku = forms.CharField(max_length=100, required=False)
    title = forms.CharField(max_length=TEXT_SHORT, required=False)
    price = amount(required=False)
    compare_at = amount(required=False)
    stock = count(required=False)
    gtin = forms.CharField(max_length=14, required=False)
    lead_time = count(required=False)

    def variant(self, currency: str) -> NewVariant:
        """What was typed. `Colour: blue, Size: M` names options; other words are the variant's title."""
        said = self.cleaned_data
        options = options_of(said["title"])
        return NewVariant(
            sku=said["sku"],
            title=" / ".join(value for _name, value in options) or said["title"],
            options=options,
            gtin=said["gtin"] or None,
            price=minor(said["price"], currency) or 0,
            compare_at=minor(said["compare_at"], currency),
            stock=int(said["stock"] or 0),
            lead_time_days=int(said["lead_time"] or 1),
        )


def options_of(text: str) -> Options:
    """The options that a text such as `Colour: blue, Size: M` names; none when it is just a title."""
    pairs = [part.partition(":") for part in re.split("[,，;；]", text.replace("：", ":"))]
    if not all(colon and name.strip() and value.strip() for name, colon, value in pairs):
        return ()
    return tuple((name.strip(), value.strip()) for name, _colon, value in pairs)


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


class ParcelsForm(forms.Form):
    """A file of parcels."""

    file = forms.FileField(allow_empty_file=True)


class StaffForm(forms.Form):
    """Who works here, as what."""

    handle = forms.CharField(max_length=60)
    role = forms.CharField(max_length=10)


class ImportForm(forms.Form):
    """A catalogue file, or the address of one; a topic for what the file files nowhere."""

    file = forms.FileField(allow_empty_file=True, required=False)
    address = forms.CharField(max_length=2000, required=False)
    form = forms.CharField(max_length=40)
    topic = forms.CharField(max_length=80, required=False)
    dry_run = forms.BooleanField(required=False)
