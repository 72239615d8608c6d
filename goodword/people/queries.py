"""Reads about persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import LISTED, PAGE_SIZE
from goodword.kit.paging import Page, decode_cursor, decode_id, encode_cursor
from goodword.kit.refusals import NotFound
from goodword.kit.statements import read, uuid_of
from goodword.people.models import Application, Counted, Credential, Person, RoleGrant, Token
from goodword.people.rules import TOKEN_USE_NOTED, token_digest

LEFT = _("Somebody who left")  # stands where an erased person's name stood


class PersonUnknown(NotFound):
    """There is no such person."""

    status = 404
    code = "people.person_unknown"
    sentence = _("There is nobody here by that name. Check the address or search for them.")


class ApplicationUnknown(NotFound):
    """There is no such application, or it is another person's."""

    status = 404
    code = "people.application_unknown"
    sentence = _("There is no such application. Go back to the list and choose another.")


@dataclass(frozen=True, slots=True)
class TopicGrade:
    """A field somebody is certified in: the topic's slug and a grade from 1 to 3."""

    slug: str
    grade: int


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """What others see of a person beside their words."""

    id: UUID
    handle: str
    name: str
    topics: tuple[TopicGrade, ...]


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application: state is "open", "granted" or "refused"; `reason` is what the applicant is told."""

    id: UUID
    person_id: UUID
    handle: str
    name: str
    topic: str
    evidence: str
    links: tuple[str, ...]
    asked_at: datetime
    decided_at: datetime | None
    grade: int | None
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class CredentialView:
    """A credential of one person, held or lost; `lost_reason` is what they are told."""

    topic: str
    grade: int
    granted_at: datetime
    lost_at: datetime | None
    lost_reason: str


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as its owner sees it; the secret is not kept."""

    id: UUID
    label: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token that works, and whose it is. `stale`: its use is to be written down again."""

    id: UUID
    person_id: UUID
    stale: bool


def person(person_id: UUID) -> Person:
    """The person with this id. Refuses an id nobody has and one of a closed account."""
    found = Person.objects.filter(id=person_id, is_active=True).first()
    if found is None:
        raise PersonUnknown
    return found


def lock_persons(person_ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Locks those of these that exist until the transaction ends, in order; whether each is still here (I-35)."""
    rows = Person.objects.select_for_update(no_key=True).filter(id__in=set(person_ids)).order_by("id")
    return {person_id: erased_at is None for person_id, erased_at in rows.values_list("id", "erased_at")}


def by_handle(handle: str) -> Person:
    """The person with this handle, whatever its case. Refuses a handle nobody has."""
    found = Person.objects.filter(handle=handle.lower(), is_active=True).first()
    if found is None:
        raise PersonUnknown
    return found


def by_email(email: str) -> Person | None:
    """The person with this e-mail, whatever its case, or None. For operators and sign-in, never for visitors."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).first()


def is_anybody_there() -> bool:
    """Whether anybody ever joined."""
    return Person.objects.exists()


def briefs(ids: Iterable[UUID]) -> dict[UUID, PersonBrief]:
    """What others see of these persons, by id, with their best topics first; two statements whatever the count."""
    wanted = set(ids)
    if not wanted:
        return {}
    topics: dict[UUID, list[TopicGrade]] = {}
    held = Credential.objects.filter(person_id__in=wanted, lost_at__isnull=True).order_by("-grade", "topic")
    for person_id, topic, grade in held.values_list("person_id", "topic", "grade"):
        topics.setdefault(person_id, []).append(TopicGrade(topic, grade))
    rows = Person.objects.filter(id__in=wanted).values_list("id", "handle", "name")
    return {
        person_id: PersonBrief(person_id, handle, name or str(LEFT), tuple(topics.get(person_id, ())))
        for person_id, handle, name in rows
    }


def lock_for_leaving(person_id: UUID) -> Person:
    """The person, locked so that nothing new can point at them. Refuses an id nobody has and a closed account."""
    found = Person.objects.select_for_update().filter(id=person_id, is_active=True).first()
    if found is None:
        raise PersonUnknown
    return found


def has_role(person_id: UUID, role: str) -> bool:
    """Whether the person holds `role` now."""
    return RoleGrant.objects.filter(person_id=person_id, role=role, ended_at__isnull=True).exists()


def roles_of(person_id: UUID) -> set[str]:
    """The roles the person holds now."""
    return set(RoleGrant.objects.filter(person_id=person_id, ended_at__isnull=True).values_list("role", flat=True))


def holders(role: str) -> list[UUID]:
    """The persons who hold `role` now."""
    held = RoleGrant.objects.filter(role=role, ended_at__isnull=True).order_by("person_id")
    return list(held.values_list("person_id", flat=True))


def credential_topics(person_id: UUID) -> dict[str, int]:
    """The topics the person is certified in now, each with its grade."""
    held = Credential.objects.filter(person_id=person_id, lost_at__isnull=True).order_by("topic")
    return dict(held.values_list("topic", "grade"))


def is_certified(person_id: UUID, topic: str) -> bool:
    """Whether the person may recommend in `topic` now."""
    return Credential.objects.filter(person_id=person_id, topic=topic, lost_at__isnull=True).exists()


def credentials_of(person_id: UUID) -> list[CredentialView]:
    """The person's credentials, held and lost, newest first."""
    rows = Credential.objects.filter(person_id=person_id).order_by("-granted_at", "-id")
    return [CredentialView(r.topic, r.grade, r.granted_at, r.lost_at, r.lost_reason) for r in rows]


def experts_in(topic: str, cursor: str | None = None) -> Page[PersonBrief]:
    """Who is certified in `topic`, highest grade first (row 3: experts are found by field)."""
    rows = Credential.objects.filter(topic=topic, lost_at__isnull=True, person__is_active=True)
    if cursor:
        grade, last = decode_cursor(cursor, int, int)
        rows = rows.filter(Q(grade__lt=grade) | Q(grade=grade, id__gt=last))
    found = list(rows.order_by("-grade", "id").values_list("grade", "id", "person_id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    seen = briefs(person_id for _grade, _id, person_id in shown)
    more = len(found) > PAGE_SIZE
    return Page([seen[row[2]] for row in shown], encode_cursor(shown[-1][0], shown[-1][1]) if more else None)


def listed() -> list[str]:
    """The handles of those who may recommend, at most twice LISTED, for a list of them."""
    held = Credential.objects.filter(lost_at__isnull=True).values("person")
    rows = Person.objects.filter(id__in=held, is_active=True).order_by("id")
    return list(rows.values_list("handle", flat=True)[: 2 * LISTED])


def open_applications(cursor: str | None = None) -> Page[ApplicationView]:
    """Applications that wait for a decision, oldest first. For the operator's desk only."""
    rows = Application.objects.filter(decided_at__isnull=True).select_related("person").order_by("id")
    if cursor:
        rows = rows.filter(id__gt=decode_id(cursor))
    found = list(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    shown = [_view(row) for row in found[:PAGE_SIZE]]
    return Page(shown, encode_cursor(shown[-1].id) if more else None)


def open_application_count() -> int:
    """How many applications wait; shown to applicants, so that they know the length of the queue (row 57)."""
    return Application.objects.filter(decided_at__isnull=True).count()


def applications_of(person_id: UUID) -> list[ApplicationView]:
    """The person's own applications with what was decided and why, newest first (row 58)."""
    rows = Application.objects.filter(person_id=person_id).select_related("person").order_by("-id")
    return [_view(row) for row in rows]


def application(application_id: UUID) -> ApplicationView:
    """One application, for the operator's desk. Refuses an unknown id."""
    row = Application.objects.filter(id=application_id).select_related("person").first()
    if row is None:
        raise ApplicationUnknown
    return _view(row)


def lock_application(application_id: UUID) -> Application:
    """The application, locked until the transaction ends. Refuses an unknown id."""
    row = Application.objects.select_for_update().filter(id=application_id).first()
    if row is None:
        raise ApplicationUnknown
    return row


def tokens_of(person_id: UUID) -> list[TokenView]:
    """The person's tokens that have not been revoked, newest first; expired ones stay to be seen."""
    rows = Token.objects.filter(person_id=person_id, revoked_at__isnull=True).order_by("-id")
    return [TokenView(r.id, r.label, r.issued_at, r.expires_at, r.used_at) for r in rows]


SHOWN = """SELECT t.id, t.person_id, t.used_at IS NULL OR t.used_at <= %s
           FROM people_token t JOIN people_person p ON p.id = t.person_id
           WHERE t.digest = %s AND t.revoked_at IS NULL AND t.expires_at > %s AND p.is_active"""


def live_token(secret: str, now: datetime) -> LiveToken | None:
    """The unexpired, unrevoked token with this secret, unless its person's account is closed. One statement."""
    for token_id, person_id, stale in read(SHOWN, [now - TOKEN_USE_NOTED, token_digest(secret), now]):
        return LiveToken(uuid_of(token_id), uuid_of(person_id), bool(stale))
    return None


def person_by_token(secret: str, now: datetime) -> Person | None:
    """Whose token this is, or None. Reads only: a surface calls `actions.use_token`, which also notes the use."""
    token = live_token(secret, now)
    return Person.objects.filter(id=token.person_id).first() if token else None


def counted(key: str, now: datetime) -> str | None:
    """What is kept under `key` for the limits of sign-in, or None when there is nothing or its time is over."""
    return Counted.objects.filter(key=key, expires_at__gt=now).values_list("value", flat=True).first()


def terms_accepted(person_id: UUID, version: str) -> bool:
    """Whether the person agreed to this version of the terms."""
    return Person.objects.filter(id=person_id, terms__version=version).exists()


def _view(row: Application) -> ApplicationView:
    state = "open" if row.decided_at is None else "granted" if row.grade else "refused"
    return ApplicationView(
        id=row.id,
        person_id=row.person_id,
        handle=row.person.handle,
        name=row.person.name or str(LEFT),
        topic=row.topic,
        evidence=row.evidence,
        links=tuple(row.links),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        grade=row.grade,
        reason=row.reason,
        state=state,
    )
