"""How a provider is found by its name."""

import sys
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from goodword.payments import providers
from goodword.payments.providers.sandbox.adapter import Sandbox


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of somebody else's that brings the adapter "theirs"."""
    place = "goodword.payments.providers.sandbox.adapter:Sandbox"
    theirs = EntryPoints([EntryPoint("theirs", place, "goodword.payments.adapters")])
    monkeypatch.setattr(providers, "entry_points", lambda **sought: theirs.select(**sought))
    monkeypatch.setattr(providers, "PROVIDERS", {})


@pytest.mark.usefixtures("installed")
def test_an_installed_package_brings_its_adapter() -> None:
    assert "theirs" in providers.names()
    assert type(providers.provider("theirs")) is Sandbox


@pytest.mark.usefixtures("installed")
def test_what_is_built_in_cannot_be_replaced_by_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever installs a package does not hand it the money of another channel by its name."""
    evil = EntryPoints([EntryPoint("sandbox", "nothing.at:All", "goodword.payments.adapters")])
    monkeypatch.setattr(providers, "entry_points", lambda **sought: evil.select(**sought))
    assert type(providers.provider("sandbox")) is Sandbox


def test_a_provider_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "PROVIDERS", {})
    monkeypatch.setitem(providers.ADAPTERS, "absent", "package_nobody_has.adapter:Absent")
    with pytest.raises(providers.ProviderNotInstalled) as refused:
        providers.provider("absent")
    assert refused.value.facts == {"package": "package_nobody_has", "provider": "absent"}
    assert "package_nobody_has" not in sys.modules


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(providers.NoSuchProvider):
        providers.provider("nobody")
