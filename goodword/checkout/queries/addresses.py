"""Reads of addresses. Every one begins with whose they are."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from goodword.checkout.models import Address
from goodword.checkout.rules import ADDRESS_LIMITS
from goodword.kit import refusals


class NoSuchAddress(refusals.NotFound):
    """There is no such address, or it is somebody else's (S-74)."""

    status = 404
    code = "checkout.no_such_address"
    sentence = _("There is no such address. Choose one of yours or add a new one.")


@dataclass(frozen=True, slots=True)
class AddressView:
    """One of a person's addresses."""

    id: UUID
    name: str
    street: str
    extra: str
    postcode: str
    city: str
    region: str
    country: str
    phone: str


def visible_addresses(person_id: UUID) -> QuerySet[Address]:
    """A person's own addresses."""
    return Address.objects.filter(person_id=person_id)


def addresses_of(person_id: UUID) -> list[AddressView]:
    """A person's addresses, newest first."""
    rows = visible_addresses(person_id).order_by("-id").values_list("id", "fields")
    return [AddressView(id=address_id, **fields) for address_id, fields in rows]


def address_fields(person_id: UUID, address_id: UUID) -> dict[str, str]:
    """One of the person's addresses as plain values. Refuses anybody else's."""
    row = visible_addresses(person_id).filter(id=address_id).first()
    if row is None:
        raise NoSuchAddress
    return dict(row.fields)


def addresses_by_fields(person_id: UUID) -> dict[tuple[str, ...], UUID]:
    """A person's addresses by what stands in them."""
    rows = visible_addresses(person_id).values_list("fields", "id")
    return {tuple(fields[name] for name in ADDRESS_LIMITS): address_id for fields, address_id in rows}
