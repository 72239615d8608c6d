"""What the page of a recommendation tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from goodword.catalog.queries import Picture, ProductCard, ProductPage
from goodword.interests import queries as interests
from goodword.interests.rules import Because
from goodword.social import queries as social
from goodword.social.rules import excerpt
from goodword.web.shell.asks import NothingChosen
from goodword.web.shell.buying import ForSale, for_sale
from goodword.web.shell.disclosures import claim_of, disclosure_of
from goodword.web.shell.face import Face, first, review_thing, title_of
from goodword.web.shell.jinja import url
from goodword.web.shell.say import number
from goodword.web.shell.topics import topic_names


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One product of a post, ready to be bought, and what the author earns by it."""

    post: social.PostView
    product: ProductPage
    return_days: int
    disclosure: str
    address: str


@dataclass(frozen=True, slots=True)
class PostPage:
    """A recommendation with everything around it. `certified` is the topic's name when the author is, else empty."""

    post: social.PostView
    reader: UUID | None
    address: str
    pictures: Sequence[Picture]
    product: ProductPage
    return_days: int
    others: Sequence[ProductCard]
    topic: str
    certified: str
    standing: str
    follows_author: bool
    disclosure: str
    claim: str
    because: Sequence[str]
    edits: Sequence[social.EditView]
    comments: Sequence[social.CommentView]
    next: str | None
    typed: str
    error: str
    title: str
    face: Face | None


def post(
    post_id: UUID,
    reader: UUID | None,
    now: datetime,
    *,
    product_id: UUID | None = None,
    cursor: str | None = None,
    typed: str = "",
    error: str = "",
) -> PostPage:
    """The page of one recommendation, with `product_id` (the first by default) in its sheet."""
    words = social.post(post_id, reader, now)
    chosen = _chosen(words, product_id)
    sale = for_sale(chosen.id, now)
    topics = topic_names()
    author = ("person", str(words.author.id))
    certified = topics[words.topic] if any(one.slug == words.topic for one in words.author.topics) else ""
    said = social.comments(post_id, reader, cursor)
    return PostPage(
        post=words,
        reader=reader,
        address=url("post", post_id),
        pictures=words.pictures or sale.product.pictures,
        product=sale.product,
        return_days=sale.return_days,
        others=[card for card in words.products if card.id != chosen.id],
        topic=topics[words.topic],
        certified=certified,
        standing=_standing(certified, social.followers([author])[author]),
        follows_author=author in social.follow_state(reader, [author]),
        disclosure=disclosure(words, chosen.id),
        claim=claim_of(words.reason_type),
        because=_because(words, reader),
        edits=social.edits(post_id, reader) if words.edited_at else (),
        comments=said.rows,
        next=said.next and url("post", post_id, cursor=said.next),
        typed=typed,
        error=error,
        title=title_of(words, sale.product.card.title),
        face=None if words.withdrawn_for else _face(words, sale),
    )


def _face(words: social.PostView, sale: ForSale) -> Face:
    """What others see of it; its product is the one in the sheet."""
    return Face(
        kind="article",
        title=title_of(words, sale.product.card.title),
        description=excerpt(words.reason),
        path=url("post", words.id),
        picture=first(words.pictures or sale.product.pictures),
        thing=review_thing(words, sale.product, sale.return_days),
    )


def sheet(post_id: UUID, product_id: UUID, reader: UUID | None, now: datetime) -> SheetPage:
    """One product of a recommendation, as it slides over the wall."""
    words = social.post(post_id, reader, now)
    sale = for_sale(_chosen(words, product_id).id, now)
    return SheetPage(words, sale.product, sale.return_days, disclosure(words, product_id), url("post", post_id))


def disclosure(words: social.PostView, product_id: UUID) -> str:
    """What the author gets if the reader buys this one."""
    rate = dict(words.disclosure.rates)[product_id]
    return disclosure_of(words.author.name, rate, free_sample=words.disclosure.free_sample)


def _because(words: social.PostView, reader: UUID | None) -> list[str]:
    """What is true of the post's place on the reader's wall, what counted first."""
    if words.withdrawn_for:
        return []
    told = interests.explain(reader, words.id, get_language() or "en")
    return [_reason(term.because) % {"name": term.because.name, "hours": term.because.hours} for term in told.terms]


def _reason(because: Because) -> str:
    return {
        "author": _("You follow %(name)s, so their words stand as if %(hours)s hours newer."),
        "topic": _("You follow the topic %(name)s, so its words stand as if %(hours)s hours newer."),
        "shop": _("You follow the shop %(name)s, so words about its goods stand as if %(hours)s hours newer."),
        "lane": _("You are looking at the topic %(name)s."),
        "none": _("It is new. Nothing you follow brought it here, and nobody paid for its place."),
    }[because.code]


def _chosen(words: social.PostView, product_id: UUID | None) -> ProductCard:
    for card in words.products:
        if product_id in (None, card.id):
            return card
    raise NothingChosen


def _standing(certified: str, followers: int) -> str:
    crowd = ngettext("%(num)s follower", "%(num)s followers", followers) % {"num": number(followers)}
    said = [_("Certified in %(topic)s") % {"topic": certified}] if certified else []
    return " · ".join([*said, crowd] if followers or not said else said)
