"""What is typed of a word, and what the pages of drafts tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from goodword.catalog import queries as catalog
from goodword.catalog.cropping import Crop
from goodword.catalog.queries import Picture
from goodword.kit.ids import new_id
from goodword.kit.limits import POST_PICTURES, TEXT_LONG, TEXT_SHORT
from goodword.people import queries as people
from goodword.social import queries as social
from goodword.social.actions import NewPicture
from goodword.social.queries import DraftUnknown, DraftView
from goodword.social.rules import EVIDENCE_MAX, REASON_TYPES, Words, excerpt
from goodword.web.shell.asks import chinese, maybe_id
from goodword.web.shell.disclosures import claim_of, disclosure_of
from goodword.web.shell.say import day
from goodword.web.shell.topics import topic_names
from goodword.web.studio.choosing import Choice, address, chosen_ids, rates_of
from goodword.web.studio.zones import ZONES, known_zones

PICTURE = "picture"  # in the form, once for every picture that is kept already


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of a word: sent by the expert, or kept before."""

    draft_id: UUID
    words: Words
    products: Sequence[UUID]
    pictures: Sequence[NewPicture]
    at: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A picture in the form, as it was handed in, with how it is cut."""

    id: UUID
    picture: Picture
    crop: Crop
    alt: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The word as others will see it: on a wall, and on its page."""

    name: str
    handle: str
    certified: str
    excerpt: str
    words: Words
    claim: str
    disclosure: str
    look: Picture | None
    pictures: Sequence[Picture]
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form of a word; `topics` are those the expert is certified in. `set_for` is when it publishes itself.

    `own_zone`: nobody chose a time zone yet, so the browser's may be. `later`: a time stands there, or was typed.
    """

    typed: Typed
    chosen: Sequence[Choice]
    topics: Sequence[tuple[str, str]]
    boxes: Sequence[PictureBox]
    room: int
    preview: Preview
    set_for: str
    refused: str
    zones: Sequence[str]
    own_zone: bool
    later: bool
    most: int
    most_evidence: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in a list: how it begins, what it is about, and when it publishes itself."""

    draft: DraftView
    begins: str
    set_for: str
    address: str


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """The drafts that publish themselves, soonest first, and the others, last changed first."""

    scheduled: Sequence[DraftRow]
    rows: Sequence[DraftRow]
    next: str | None


def fresh(ids: Sequence[UUID], now: datetime) -> Typed:
    """An empty form about these products; its draft's id is made here, so that sending it twice keeps it once."""
    return Typed(new_id(now), Words("", "", "used", "", False), ids, ())


def kept(draft_id: UUID, person: UUID, asked: Sequence[UUID] = ()) -> tuple[Typed, DraftView]:
    """What is kept of a draft, about `asked` instead of its own products where any are asked."""
    found = social.draft(draft_id, person)
    pictures = [NewPicture(one.original_id, one.crop, one.shown.alt) for one in found.pictures]
    local = found.publish_at.astimezone(ZoneInfo(found.zone)) if found.publish_at else None
    at = f"{local:%Y-%m-%dT%H:%M}" if local else ""
    typed = Typed(found.id, found.words, list(asked) or [card.id for card in found.products], pictures, at, found.zone)
    return typed, found


def standing(draft_id: UUID, person: UUID) -> DraftView | None:
    """The draft as it is kept; None when nothing of it is."""
    try:
        return social.draft(draft_id, person)
    except DraftUnknown:
        return None


def sent(asked: QueryDict, now: datetime) -> Typed:
    """What the expert's form says, under the draft's id that it names; all of it is judged by the actions."""
    draft_id = maybe_id(asked, "draft") or new_id(now)
    kind = asked.get("reason_type", "")
    words = Words(
        topic=asked.get("topic", "")[:80],
        reason=_text(asked, "reason", TEXT_LONG),
        reason_type=kind if kind in REASON_TYPES else "used",
        evidence=_text(asked, "evidence", EVIDENCE_MAX),
        free_sample="free_sample" in asked,
    )
    named = (maybe_id({PICTURE: text}, PICTURE) for text in asked.getlist(PICTURE)[: POST_PICTURES + 1])
    pictures = [_picture(asked, one) for one in dict.fromkeys(named) if one and str(one) != asked.get("drop")]
    zone = asked.get("zone", "")[:64]
    return Typed(draft_id, words, chosen_ids(asked), pictures, asked.get("at", "")[:16], zone)


def moment_of(typed: Typed) -> datetime | None:
    """The moment that was named, in UTC; None when it is no time or no time zone."""
    if typed.zone not in known_zones():
        return None
    try:
        return datetime.strptime(typed.at, "%Y-%m-%dT%H:%M").replace(tzinfo=ZoneInfo(typed.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write(person: UUID, typed: Typed, now: datetime, found: DraftView | None = None) -> WritePage:
    """The form as it stands, and its preview. `found` is the draft as it is kept."""
    cards = catalog.products(typed.products)
    chosen = [cards[one] for one in typed.products if one in cards]
    rates = rates_of(chosen, now)
    choices = [Choice(card, rates[card.id], "") for card in chosen]
    held, names = people.credential_topics(person), topic_names()
    chosen_topic = typed.words.topic if typed.words.topic in held else next(iter(held), "")
    words = replace(typed.words, topic=chosen_topic)
    own = catalog.own_pictures(person, [one.original_id for one in typed.pictures])
    boxes = [
        PictureBox(p.original_id, own[p.original_id], p.crop, p.alt) for p in typed.pictures if p.original_id in own
    ]
    zone = typed.zone if typed.zone in known_zones() else ("Asia/Shanghai" if chinese() else "UTC")
    usual = _usual(zone, now)
    shown = {one.original_id: one.shown for one in found.pictures} if found else {}
    return WritePage(
        typed=replace(typed, words=words, at=typed.at or usual, zone=zone),
        chosen=choices,
        topics=[(slug, names.get(slug, slug)) for slug in held],
        boxes=boxes,
        room=POST_PICTURES - len(boxes),
        preview=_preview(person, words, choices, [shown.get(box.id, box.picture) for box in boxes], names),
        set_for=time_of(found) if found else "",
        refused=found.refused if found else "",
        zones=ZONES if zone in ZONES else [zone, *ZONES],
        own_zone=typed.zone not in known_zones(),
        later=typed.at not in ("", usual),
        most=TEXT_LONG,
        most_evidence=EVIDENCE_MAX,
    )


def _usual(zone: str, now: datetime) -> str:
    """The time that is offered when none was said: tomorrow at nine."""
    return f"{now.astimezone(ZoneInfo(zone)) + timedelta(days=1):%Y-%m-%dT09:00}"


def preview(person: UUID, typed: Typed, now: datetime) -> Preview:
    """The word as it stands in the form, as others will see it; pictures as they were kept last."""
    cards = catalog.products(typed.products)
    chosen = [cards[one] for one in typed.products if one in cards]
    rates = rates_of(chosen, now)
    own = catalog.own_pictures(person, [one.original_id for one in typed.pictures])
    shown = social.shown_pictures(typed.draft_id, person) if own else {}
    pictures = [shown.get(one.original_id, own[one.original_id]) for one in typed.pictures if one.original_id in own]
    return _preview(person, typed.words, [Choice(card, rates[card.id], "") for card in chosen], pictures, topic_names())


def drafts(person: UUID, cursor: str | None) -> DraftsPage:
    """The expert's drafts. At most nine statements."""
    page = social.drafts_of(person, cursor)
    return DraftsPage(
        scheduled=[] if cursor else [_row(one) for one in social.scheduled_of(person)],
        rows=[_row(one) for one in page.rows],
        next=page.next and address("studio-drafts", (), cursor=page.next),
    )


def time_of(draft: DraftView) -> str:
    """When a draft publishes itself, in the time zone in which that was said; empty when it does not."""
    if draft.publish_at is None:
        return ""
    local = draft.publish_at.astimezone(ZoneInfo(draft.zone))
    return f"{day(local.date())} {local:%H:%M} ({draft.zone.replace('_', ' ')})"


def _row(draft: DraftView) -> DraftRow:
    begins = excerpt(draft.words.reason)
    return DraftRow(draft, begins, time_of(draft), address("studio-write", (), draft=str(draft.id)))


def _preview(
    person: UUID, words: Words, choices: Sequence[Choice], pictures: Sequence[Picture], names: dict[str, str]
) -> Preview:
    brief = people.briefs([person])[person]
    first = choices[0] if choices else None
    topic = words.topic or next((one.slug for one in brief.topics), "")
    return Preview(
        name=brief.name,
        handle=brief.handle,
        certified=names.get(topic, "") if any(one.slug == topic for one in brief.topics) else "",
        excerpt=excerpt(words.reason),
        words=words,
        claim=claim_of(words.reason_type),
        disclosure=disclosure_of(brief.name, first.rate_bp if first else 0, free_sample=words.free_sample),
        look=next(iter(pictures), first.card.picture if first else None),
        pictures=pictures,
        choice=first,
    )


def _text(asked: QueryDict, name: str, most: int) -> str:
    """A text as it was typed; forms send line ends as two signs, which a reader's count knows as one."""
    return asked.get(name, "").replace("\r\n", "\n")[: most + 1]


def _picture(asked: QueryDict, original_id: UUID) -> NewPicture:
    def number(name: str, otherwise: int) -> int:
        text = asked.get(f"{name}-{original_id}", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else otherwise

    crop = Crop(asked.get(f"shape-{original_id}", "whole"), number("x", 50), number("y", 50), number("zoom", 100))
    return NewPicture(original_id, crop, asked.get(f"alt-{original_id}", "").strip()[:TEXT_SHORT])
