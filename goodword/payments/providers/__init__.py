"""The providers Goodword can pay through. To add one, copy the folder of the nearest and name it here, or publish it
as a package of its own with entry points of the same names."""

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import NotFound, Refusal
from goodword.payments.providers.harness import Harness
from goodword.payments.providers.interface import Provider
from goodword.payments.rules import Mode

ADAPTERS = {  # entry point group goodword.payments.adapters
    "sandbox": "goodword.payments.providers.sandbox.adapter:Sandbox",
    "stripe": "goodword.payments.providers.stripe.adapter:Stripe",
    "wechatpay": "goodword.payments.providers.wechatpay.adapter:WeChatPay",
}
HARNESSES = {  # entry point group goodword.payments.harnesses
    "sandbox": "goodword.payments.providers.sandbox.harness:SandboxHarness",
    "stripe": "goodword.payments.providers.stripe.harness:StripeHarness",
    "wechatpay": "goodword.payments.providers.wechatpay.harness:WeChatPayHarness",
}
PROVIDERS: dict[str, Callable[[], Provider]] = {}  # those that were asked for, by name


class NoSuchProvider(NotFound):
    """No provider of this name is built in or installed."""

    status = 404
    code = "payments.no_such_provider"
    sentence = _("There is no payment provider of this name.")


class ProviderNotInstalled(Refusal):
    """The adapter is here, but not the provider's own package."""

    status = 409
    code = "payments.provider_not_installed"
    sentence = _("The package %(package)s is not installed. Install requirements/%(provider)s.txt.")


def provider(name: str) -> Provider:
    """The adapter of provider `name`, with this installation's keys. Refuses an unknown name, a provider whose package
    is not installed, and whatever the adapter refuses, such as a sandbox where real money moves (S-23)."""
    if name not in PROVIDERS:
        PROVIDERS[name] = _named(name, ADAPTERS, "goodword.payments.adapters")
    return PROVIDERS[name]()


def lacks(name: str, mode: Mode, merchant: str) -> str:
    """Why provider `name` cannot move money in `mode` for `merchant` here: a sentence, or ""."""
    try:
        has = provider(name).capabilities
    except Refusal as refusal:
        return str(refusal)
    if has.merchant not in {"", merchant}:
        return str(_("Its keys belong to %(account)s.") % {"account": has.merchant})
    return "" if has.mode == mode else str(_("Its keys are for %(mode)s money.") % {"mode": has.mode.value})


def harness(name: str) -> Harness:
    """The other side of provider `name` for the conformance suite; `name` may also be `package.module:Class`."""
    made: Harness = (_load(name) if ":" in name else _named(name, HARNESSES, "goodword.payments.harnesses"))()
    return made


def names() -> list[str]:
    """Every provider that can be named, built in or installed."""
    return sorted({*ADAPTERS, *entry_points(group="goodword.payments.adapters").names})


def _named(name: str, built_in: dict[str, str], group: str) -> Any:
    if name in built_in:
        try:
            return _load(built_in[name])
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith("goodword."):
                raise
            raise ProviderNotInstalled(package=error.name, provider=name) from error
    for point in entry_points(group=group, name=name):
        return point.load()
    raise NoSuchProvider


def _load(place: str) -> Any:
    module, _colon, name = place.partition(":")
    return getattr(import_module(module), name)
