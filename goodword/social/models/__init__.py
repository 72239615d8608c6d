"""The tables of social."""

from goodword.social.models.drafts import Draft, DraftPicture, DraftProduct
from goodword.social.models.words import (
    Audience,
    Comment,
    CommentRemoval,
    Folder,
    Follow,
    Post,
    PostEdit,
    PostMark,
    PostPicture,
    PostProduct,
    PostWithdrawal,
    Save,
    Shelf,
    ShelfItem,
)

__all__ = [
    "Audience",
    "Comment",
    "CommentRemoval",
    "Draft",
    "DraftPicture",
    "DraftProduct",
    "Folder",
    "Follow",
    "Post",
    "PostEdit",
    "PostMark",
    "PostPicture",
    "PostProduct",
    "PostWithdrawal",
    "Save",
    "Shelf",
    "ShelfItem",
]
