"""What a shop's terms must look like. Pure."""

from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal

AGREEMENT_VERSION = "2026-06"  # the partner agreement that a shop accepts before it can be recommended
RATE_BP_MAX = 5_000  # basis points of the price: more than half of it is not a commission but a scheme
RETURN_DAYS_MIN = 7  # days; the shortest window the law of a home market allows (China's no-reason return)
RETURN_DAYS_MAX = 90  # days; money is held until the window ends, so it must end
ROLES = ("owner", "manager", "packer")  # may do everything; may sell; may see and send orders


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


def check_between(what: object, value: int, least: int, most: int) -> None:
    """Refuses a `value` outside `least`..`most`; `what` is its name for a person."""
    if not least <= value <= most:
        raise BadTerms(what=what, least=least, most=most)


def check_role(role: str) -> None:
    """Refuses a word that is not a role."""
    if role not in ROLES:
        raise UnknownRole(role=role[:40])
