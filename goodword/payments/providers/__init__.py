"""The providers Goodword can pay through. To add one, copy the folder of the nearest and name it here."""

from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import NotFound
from goodword.payments.providers.interface import Provider
from goodword.payments.providers.sandbox.adapter import Sandbox

PROVIDERS: dict[str, type[Provider]] = {"sandbox": Sandbox}


class NoSuchProvider(NotFound):
    """No provider of this name is built in."""

    status = 404
    code = "payments.no_such_provider"
    sentence = _("There is no payment provider of this name.")


def provider(name: str) -> Provider:
    """The adapter of provider `name`, with this installation's keys. Refuses an unknown name, and whatever the
    adapter refuses, such as a sandbox where real money moves (S-23)."""
    if name not in PROVIDERS:
        raise NoSuchProvider
    return PROVIDERS[name]()
