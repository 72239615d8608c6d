"""Accounts the ledger's tests move money between."""

from uuid import UUID

import pytest

from goodword.ledger.rules import AccountRef


@pytest.fixture
def world() -> AccountRef:
    """Where the tests' money comes from; may be overdrawn."""
    return AccountRef("channel", None, "EUR", overdraft=True)


@pytest.fixture
def ann() -> AccountRef:
    return AccountRef("wallet", UUID(int=1), "EUR")


@pytest.fixture
def ben() -> AccountRef:
    return AccountRef("wallet", UUID(int=2), "EUR")
