"""What happened to words and ties."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from goodword.journal.facts import Fact


@dataclass(frozen=True, slots=True)
class PostPublished(Fact):
    """An expert recommended products, in their order."""

    subject: ClassVar[str] = "post_id"
    post_id: UUID
    author_id: UUID
    topic: str
    product_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PostEdited(Fact):
    """The author changed the words of a post; what stood before is kept."""

    subject: ClassVar[str] = "post_id"
    post_id: UUID
    author_id: UUID


@dataclass(frozen=True, slots=True)
class PostWithdrawn(Fact):
    """A post was taken back by its author or by an operator; its withdrawal says why."""

    subject: ClassVar[str] = "post_id"
    post_id: UUID
    author_id: UUID


@dataclass(frozen=True, slots=True)
class PostScheduled(Fact):
    """An author set a draft to publish itself; `at` is when, in ISO 8601."""

    subject: ClassVar[str] = "draft_id"
    draft_id: UUID
    author_id: UUID
    at: str


@dataclass(frozen=True, slots=True)
class ScheduleEnded(Fact):
    """A draft no longer publishes itself: cancelled by its author (`reason` is empty), or refused when it was due."""

    subject: ClassVar[str] = "draft_id"
    draft_id: UUID
    author_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Followed(Fact):
    """A person began to follow a person, a shop or a topic; `target` is an id or a topic's slug."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Unfollowed(Fact):
    """A person stopped following."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class PostSaved(Fact):
    """A reader kept a post for later."""

    subject: ClassVar[str] = "post_id"
    post_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class PostUnsaved(Fact):
    """A reader no longer keeps a post."""

    subject: ClassVar[str] = "post_id"
    post_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class FoldersArranged(Fact):
    """A person changed the folders of what they keep, or what lies in which. Names of folders are theirs alone."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Commented(Fact):
    """Somebody said something below a post; `thread` is the comment answered, or the comment itself."""

    subject: ClassVar[str] = "comment_id"
    comment_id: UUID
    post_id: UUID
    author_id: UUID
    thread: UUID


@dataclass(frozen=True, slots=True)
class CommentRemoved(Fact):
    """A comment was removed by its author, the post's author or an operator; its removal says why."""

    subject: ClassVar[str] = "comment_id"
    comment_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True)
class ShowcaseArranged(Fact):
    """A person changed the shelves of their showcase."""

    subject: ClassVar[str] = "person_id"
    person_id: UUID
