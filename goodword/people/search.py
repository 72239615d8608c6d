"""Looking for experts: everybody by how their name begins, operators by more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from goodword.kit.limits import SEARCH_WINDOW, SUGGESTIONS, TEXT_SHORT
from goodword.kit.paging import Page, decode_cursor, encode_cursor, sift
from goodword.people.models import Credential, Person
from goodword.people.queries import PersonBrief, briefs

SHORTEST = 2  # characters; one alone begins too many names


@dataclass(frozen=True, slots=True)
class SoughtExperts:
    """Which credentials are looked for; what is empty is not asked. `words`: part of a name or a handle."""

    words: str = ""
    topic: str = ""
    grade: int | None = None

    def fits(self, row: tuple[int, UUID, str, int, str, str]) -> bool:
        """Whether a credential (id, person, topic, grade, name, handle) is one of them."""
        _id, _person, topic, grade, name, handle = row
        words = self.words.strip().lower().removeprefix("@")
        return (
            (not self.topic or topic == self.topic)
            and (self.grade is None or grade == self.grade)
            and (words in name.lower() or words in handle.lower())
        )


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One credential that is held, in the desk's list."""

    person_id: UUID
    topic: str
    grade: int
    name: str
    handle: str
    granted_at: datetime


def search_experts(sought: SoughtExperts, cursor: str | None = None) -> Page[ExpertRow]:
    """Credentials that are held, the latest first, at a fixed cost (see kit.paging.sift). For operators only."""
    rows = Credential.objects.filter(lost_at__isnull=True).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_cursor(cursor, int)[0])
    seen = rows.values_list("id", "person_id", "topic", "grade", "person__name", "person__handle")[:SEARCH_WINDOW]
    found, last = sift(list(seen), sought.fits)
    granted = dict(Credential.objects.filter(id__in=[row[0] for row in found]).values_list("id", "granted_at"))
    return Page(
        [ExpertRow(*row[1:], granted_at=granted[row[0]]) for row in found], encode_cursor(last[0]) if last else None
    )


def experts_named(text: str, limit: int = SUGGESTIONS) -> list[PersonBrief]:
    """Certified persons whose name begins with `text`, whatever its case. Others are not found: they are not public.

    Three statements, by the index of names.
    """
    said = " ".join(text.replace("\0", " ").split())[:TEXT_SHORT]
    if len(said) < SHORTEST:
        return []
    held = Credential.objects.filter(person=OuterRef("id"), lost_at__isnull=True)
    rows = Person.objects.filter(Exists(held), name__istartswith=said, is_active=True)
    ids = list(rows.values_list("id", flat=True)[:limit])
    found = briefs(ids)
    return sorted((found[one] for one in ids), key=lambda brief: brief.name)
