"""Where goods are sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.checkout import queries
from goodword.checkout.models import Address
from goodword.checkout.rules import ADDRESSES, AddressDraft, clean_address
from goodword.kit.ids import new_id
from goodword.kit.refusals import Refusal


class BadAddress(Refusal):
    """A field is missing or too long, or the country is not a code of two letters."""

    status = 422
    code = "checkout.bad_address"
    sentence = _("Something is missing or too long in the address: %(fields)s. The country is two letters, such as CN.")


class TooManyAddresses(Refusal):
    """The person has as many addresses as one may save."""

    status = 409
    code = "checkout.too_many_addresses"
    sentence = _("You have saved %(most)s addresses. Remove one that you no longer use.")


@transaction.atomic
def save_address(person_id: UUID, address: AddressDraft, *, now: datetime) -> UUID:
    """A person wants goods sent there; says the address's id. The same address again is the same one.

    Refuses BadAddress and TooManyAddresses.
    """
    fields, wrong = clean_address(address)
    if wrong:
        raise BadAddress(fields=", ".join(wrong))
    known = queries.addresses_by_fields(person_id)
    if tuple(fields.values()) in known:
        return known[tuple(fields.values())]
    if len(known) >= ADDRESSES:
        raise TooManyAddresses(most=ADDRESSES)
    return Address.objects.create(id=new_id(now), person_id=person_id, fields=fields, at=now).id


@transaction.atomic
def forget_address(person_id: UUID, address_id: UUID) -> None:
    """A person no longer uses an address; what was bought keeps its own copy. Refuses anybody else's."""
    if not queries.visible_addresses(person_id).filter(id=address_id).delete()[0]:
        raise queries.NoSuchAddress
