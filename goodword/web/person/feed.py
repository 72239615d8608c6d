"""An expert's words as a feed that any reader of feeds can follow, without an account and without being counted."""

from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from goodword.people import queries as people
from goodword.social import queries as social
from goodword.web.shell.face import absolute, title_of
from goodword.web.shell.jinja import url
from goodword.web.shell.say import language


def words_of(handle: str, now: datetime) -> str:
    """The newest page of a person's words as Atom (RFC 4287). Refuses a handle nobody has."""
    who = people.by_handle(handle)
    about = {"name": who.name}
    feed = Atom1Feed(
        title=_("%(name)s on Goodword") % about,
        link=absolute(url("person", who.handle)),
        feed_url=absolute(url("words-feed", who.handle)),
        description=who.bio,
        subtitle=who.bio,
        language=language(),
        author_name=who.name,
    )
    for post in social.posts_by(who.id, None, None, now).rows:
        address = absolute(url("post", post.id))
        feed.add_item(
            title=title_of(post, post.products[0].title),
            link=address,
            unique_id=f"urn:uuid:{post.id}",
            description=post.reason,
            pubdate=post.published_at,
            updateddate=post.edited_at or post.published_at,
            categories=[post.topic],
        )
    return feed.writeString("utf-8")
