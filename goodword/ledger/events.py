"""What the ledger tells the house. Transfers are told by those who make them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class BooksVerified(Fact):
    """Every invariant was asked of the whole database; `breaches` of them did not hold."""

    subject: ClassVar[str] = "run_id"
    run_id: UUID
    checks: int
    breaches: int
