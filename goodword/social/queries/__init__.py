"""Reads of posts, ties, comments and showcases."""

from goodword.social.queries.attribution import attribution, attributions, post_authors
from goodword.social.queries.comments import CommentUnknown, CommentView, comments
from goodword.social.queries.drafts import (
    DraftUnknown,
    DraftView,
    PictureView,
    draft,
    drafts_of,
    due_drafts,
    scheduled_of,
    shown_pictures,
)
from goodword.social.queries.lists import listed_posts, post_lists
from goodword.social.queries.posts import (
    EditView,
    PostBrief,
    PostUnknown,
    PostView,
    briefs,
    disclosures,
    edits,
    own_posts,
    post,
    posts_about,
    posts_by,
    visible_to,
)
from goodword.social.queries.saves import FolderUnknown, FolderView, KeptView, folders, kept_by, saved_by
from goodword.social.queries.showcase import Pick, ShelfUnknown, ShelfView, showcase
from goodword.social.queries.ties import TieView, follow_state, followers, follows_of

__all__ = [
    "CommentUnknown",
    "CommentView",
    "DraftUnknown",
    "DraftView",
    "EditView",
    "FolderUnknown",
    "FolderView",
    "KeptView",
    "Pick",
    "PictureView",
    "PostBrief",
    "PostUnknown",
    "PostView",
    "ShelfUnknown",
    "ShelfView",
    "TieView",
    "attribution",
    "attributions",
    "briefs",
    "comments",
    "disclosures",
    "draft",
    "drafts_of",
    "due_drafts",
    "edits",
    "folders",
    "follow_state",
    "followers",
    "follows_of",
    "kept_by",
    "listed_posts",
    "own_posts",
    "post",
    "post_authors",
    "post_lists",
    "posts_about",
    "posts_by",
    "saved_by",
    "scheduled_of",
    "showcase",
    "shown_pictures",
    "visible_to",
]
