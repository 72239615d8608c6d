"""Facts about persons."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class PersonJoined(Fact):
    """Somebody made an account. Who they are stands in their row, which can be erased, and not in here (I-35)."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    language: str


@dataclass(frozen=True, slots=True)
class ProfileChanged(Fact):
    """A person changed what others see of them."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID


@dataclass(frozen=True, slots=True)
class PersonErased(Fact):
    """A person left and is to be forgotten: every module removes what it keeps of them but the books (I-35)."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID


@dataclass(frozen=True, slots=True)
class KeysChanged(Fact):
    """A person's password, passkey or second step changed; their other sessions ended."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID


@dataclass(frozen=True, slots=True)
class RoleGranted(Fact):
    """The operator gave a person a role."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class RoleRevoked(Fact):
    """The operator took a role away."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class CredentialAsked(Fact):
    """A person applied to recommend in a topic."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    application_id: UUID
    topic: str


@dataclass(frozen=True, slots=True)
class CredentialGranted(Fact):
    """A person may recommend in a topic, with a grade from 1 to 3."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    application_id: UUID
    topic: str
    grade: int


@dataclass(frozen=True, slots=True)
class CredentialRefused(Fact):
    """An application was refused; the applicant can read why."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    application_id: UUID
    topic: str


@dataclass(frozen=True, slots=True)
class CredentialLost(Fact):
    """A person may no longer recommend in a topic; they can read why."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    topic: str


@dataclass(frozen=True, slots=True)
class TokenIssued(Fact):
    """A program was given a token to act for a person."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    token_id: UUID


@dataclass(frozen=True, slots=True)
class TokenRevoked(Fact):
    """A token stopped working before its time."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    token_id: UUID


@dataclass(frozen=True, slots=True)
class TermsAccepted(Fact):
    """A person agreed to a version of the terms."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    version: str
