"""What the page of one of the expert's own words tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.kit.limits import TEXT_LONG
from goodword.social import queries as social
from goodword.social.queries import EditView, PostView, ShelfView
from goodword.social.rules import EVIDENCE_MAX
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.topics import topic_names


@dataclass(frozen=True, slots=True)
class WordPage:
    """One of the expert's own words, what it said before, and the shelves its products may stand on."""

    post: PostView
    edits: Sequence[EditView]
    shelves: Sequence[ShelfView]
    topic: str
    most: int
    most_evidence: int


def word(person: UUID, post_id: UUID, now: datetime) -> WordPage:
    """One of the expert's own words. Anybody else's is not here (S-74)."""
    post = social.post(post_id, person, now)
    if not post.own:
        raise NothingChosen
    return WordPage(
        post=post,
        edits=social.edits(post_id, person),
        shelves=social.showcase(person, person, now),
        topic=topic_names().get(post.topic, post.topic),
        most=TEXT_LONG,
        most_evidence=EVIDENCE_MAX,
    )


def reason_types() -> list[tuple[str, str]]:
    """Where a reason comes from, in words."""
    return [
        ("used", _("I use it myself")),
        ("tested", _("I have tested it")),
        ("expert", _("It is my field of work")),
    ]
