"""Who may recommend in which topic (rows 3 and 57)."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from goodword.journal.actions import record
from goodword.kit.ids import new_id
from goodword.kit.limits import TEXT_LONG
from goodword.kit.refusals import NotAllowed, Refusal
from goodword.people import queries
from goodword.people.events import CredentialAsked, CredentialGranted, CredentialLost, CredentialRefused
from goodword.people.models import Application, Credential
from goodword.people.rules import GRADES

LINKS = 10  # links to evidence in one application
LINK_LENGTH = 500
EVIDENCE_LEAST = 20  # characters; a sentence


class BadEvidence(Refusal):
    """An application without words, with too many, or with links that are none."""

    status = 422
    code = "people.bad_evidence"
    sentence = _(
        "Tell in at least a sentence what you know of this field, with up to ten links that begin with https://."
    )


class AlreadyAsked(Refusal):
    """The person's application for this topic is still open."""

    status = 409
    code = "people.already_asked"
    sentence = _("You have asked for this field already. You will be told here as soon as it is decided.")


class AlreadyHeld(Refusal):
    """The person is certified in this topic."""

    status = 409
    code = "people.already_held"
    sentence = _("This field is certified already.")


class AlreadyDecided(Refusal):
    """Somebody has decided this application."""

    status = 409
    code = "people.already_decided"
    sentence = _("This application has been decided already. Reload the list.")


class OwnApplication(NotAllowed):
    """Nobody decides about themselves."""

    status = 403
    code = "people.own_application"
    sentence = _("You cannot decide about yourself. Ask another operator.")


class ReasonMissing(Refusal):
    """A decision has a reason that the person concerned can read."""

    status = 422
    code = "people.reason_missing"
    sentence = _("Write down the reason; the person concerned will read it.")


class BadGrade(Refusal):
    """Grades are 1, 2 and 3."""

    status = 422
    code = "people.bad_grade"
    sentence = _("A grade is 1, 2 or 3.")


class NotHeld(Refusal):
    """The person is not certified in this topic."""

    status = 409
    code = "people.not_held"
    sentence = _("This person is not certified in this field.")


@transaction.atomic
def ask_credential(
    *, person_id: UUID, topic: str, evidence: str, links: Sequence[str], now: datetime, by: UUID | None
) -> UUID:
    """A person asks to be allowed to recommend in `topic`, with evidence in words and links.

    Answers the application's id.
    """
    evidence, kept = evidence.strip(), [link.strip() for link in links if link.strip()]
    fits = EVIDENCE_LEAST <= len(evidence) <= TEXT_LONG and len(kept) <= LINKS
    if not fits or not all(_is_link(link) for link in kept):
        raise BadEvidence
    if queries.is_certified(person_id, topic):
        raise AlreadyHeld
    application = Application(
        id=new_id(now), person_id=person_id, topic=topic, evidence=evidence, links=kept, asked_at=now
    )
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAsked from error
    record(CredentialAsked(person_id=person_id, application_id=application.id, topic=topic), by=by, now=now)
    return application.id


@transaction.atomic
def grant_credential(*, application_id: UUID, grade: int, reason: str, now: datetime, by: UUID | None) -> None:
    """The operator finds a person fit to recommend in the topic they asked for, with a grade from 1 to 3."""
    if grade not in GRADES:
        raise BadGrade
    application = _decide(application_id, reason, grade=grade, now=now, by=by)
    held = Credential.objects.filter(person_id=application.person_id, topic=application.topic, lost_at__isnull=True)
    if held.exists():
        raise AlreadyHeld
    Credential.objects.create(
        person_id=application.person_id, topic=application.topic, grade=grade, application=application, granted_at=now
    )
    record(
        CredentialGranted(
            person_id=application.person_id, application_id=application.id, topic=application.topic, grade=grade
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def refuse_credential(*, application_id: UUID, reason: str, now: datetime, by: UUID | None) -> None:
    """The operator refuses an application; the applicant reads `reason` and may ask again."""
    application = _decide(application_id, reason, grade=None, now=now, by=by)
    record(
        CredentialRefused(person_id=application.person_id, application_id=application.id, topic=application.topic),
        by=by,
        now=now,
    )


@transaction.atomic
def withdraw_credential(*, person_id: UUID, topic: str, reason: str, now: datetime, by: UUID | None) -> None:
    """A person loses a field, for a reason they can read."""
    if not reason.strip():
        raise ReasonMissing
    held = Credential.objects.filter(person_id=person_id, topic=topic, lost_at__isnull=True)
    if not held.update(lost_at=now, lost_by=by, lost_reason=reason.strip()[:TEXT_LONG]):
        raise NotHeld
    record(CredentialLost(person_id=person_id, topic=topic), by=by, now=now)


def _decide(application_id: UUID, reason: str, *, grade: int | None, now: datetime, by: UUID | None) -> Application:
    """Closes an application once: the first decision stands."""
    if not reason.strip():
        raise ReasonMissing
    application = queries.lock_application(application_id)
    if application.person_id == by:
        raise OwnApplication
    if application.decided_at is not None:
        raise AlreadyDecided
    application.decided_at, application.decided_by = now, by
    application.grade, application.reason = grade, reason.strip()[:TEXT_LONG]
    application.save(update_fields=["decided_at", "decided_by", "grade", "reason"])
    return application


def _is_link(link: str) -> bool:
    """A web address that a person can follow."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(link) <= LINK_LENGTH
