"""What a shop's terms must look like. Pure."""

from urllib.parse import urlsplit

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from goodword.kit.addresses import AddressRefused, check_form, check_host, literal
from goodword.kit.refusals import Refusal

AGREEMENT_VERSION = "2026-06"  # the partner agreement that a shop accepts before it can be recommended
RATE_BP_MAX = 5_000  # basis points of the price: more than half of it is not a commission but a scheme
RETURN_DAYS_MIN = 7  # days; the shortest window the law of a home market allows (China's no-reason return)
RETURN_DAYS_MAX = 90  # days; money is held until the window ends, so it must end
WEBSITE_LENGTH = 300  # letters; a home page, not a campaign
LEFT = gettext_noop("Its owner has left.")  # why a shop is suspended that has lost its last owner (I-35)
ROLES = ("owner", "manager", "packer")  # may do everything; may sell; may see and send orders


def told_reason(reason: str) -> str:
    """Why a shop is suspended, for a reader: what an operator wrote as it is, and our own words in their language."""
    return gettext(reason) if reason == LEFT else reason


class BadTerms(Refusal):
    """A number in a shop's terms is outside what Goodword can keep."""

    status = 422
    code = "partners.bad_terms"
    sentence = _("%(what)s must be between %(least)s and %(most)s. Change it and try again.")


class UnknownRole(Refusal):
    """There is no such role in a shop."""

    status = 422
    code = "partners.unknown_role"
    sentence = _("%(role)s is not a role in a shop. Choose owner, manager or packer.")


class BadWebsite(Refusal):
    """The address is not one that a page of ours may lead people to (S-16)."""

    status = 422
    code = "partners.bad_website"
    sentence = _("This is not the address of a website. Write it as https://shop.example, with a host name.")


def check_between(what: object, value: int, least: int, most: int) -> None:
    """Refuses a `value` outside `least`..`most`; `what` is its name for a person."""
    if not least <= value <= most:
        raise BadTerms(what=what, least=least, most=most)


def check_role(role: str) -> None:
    """Refuses a word that is not a role."""
    if role not in ROLES:
        raise UnknownRole(role=role[:40])


def check_website(website: str) -> None:
    """Refuses an address that pages must not lead to; an empty one says that the shop has none."""
    if website:
        website_host(website)


def website_host(website: str) -> str:
    """The host that `website` leads to, read once and in one way (S-16).

    Refuses any other scheme than https, users, ports other than 443, numbers for names, and whatever two parsers
    could read differently: control letters, spaces, backslashes, letters that are not ASCII.
    """
    try:
        check_form(website)
        parts = urlsplit(website)
        host, port = parts.hostname or "", parts.port
        check_host(host, port)
    except (AddressRefused, ValueError) as error:
        raise BadWebsite from error
    if not website.startswith("https://") or port not in (None, 443) or literal(host) or len(website) > WEBSITE_LENGTH:
        raise BadWebsite
    return host
