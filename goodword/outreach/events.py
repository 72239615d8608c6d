"""What outreach tells the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class NoticesChosen(Fact):
    """A person wants notices of these groups; of the others only what concerns money, rights and safety."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    wanted: tuple[str, ...]
