"""Finding certified persons by how their name begins."""

from django.db.models import Exists, OuterRef

from goodword.kit.limits import SUGGESTIONS, TEXT_SHORT
from goodword.people.models import Credential, Person
from goodword.people.queries import PersonBrief, briefs

SHORTEST = 2  # characters; one alone begins too many names


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
