"""What of social a person takes along."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.social.models import (
    Comment,
    Draft,
    DraftProduct,
    Folder,
    Follow,
    Post,
    PostEdit,
    PostProduct,
    PostWithdrawal,
    Save,
    Shelf,
    ShelfItem,
)


@exports("words", _("Your words."))
def words(person_id: UUID) -> Rows:
    """Recommendations."""
    return told(
        Post.objects.filter(author_id=person_id),
        "id",
        "topic_id",
        "reason",
        "reason_type",
        "evidence",
        "free_sample",
        "live",
        "edited_at",
        "saves",
        "comments",
    )


@exports("word_products", _("What your words are about."))
def word_products(person_id: UUID) -> Rows:
    """Products of the recommendations."""
    carried = PostProduct.objects.filter(author_id=person_id)
    return told(carried, word="post_id", product="product__title", shop="shop__name")


@exports("word_edits", _("What your words said before you changed them."))
def word_edits(person_id: UUID) -> Rows:
    """Earlier versions."""
    return told(
        PostEdit.objects.filter(post__author_id=person_id), "reason", "reason_type", "evidence", "at", word="post_id"
    )


@exports("word_withdrawals", _("Words that were withdrawn, and why."))
def word_withdrawals(person_id: UUID) -> Rows:
    """Withdrawals."""
    return told(PostWithdrawal.objects.filter(post__author_id=person_id), "reason", "at", word="post_id")


@exports("comments", _("What you said below words."))
def comments(person_id: UUID) -> Rows:
    """Comments."""
    return told(Comment.objects.filter(author_id=person_id), "id", "text", "live", word="post_id", thread="thread")


@exports("follows", _("What you follow."))
def follows(person_id: UUID) -> Rows:
    """Ties."""
    return told(
        Follow.objects.filter(follower_id=person_id), "at", "topic_id", person="person__handle", shop="shop__slug"
    )


@exports("saves", _("What you saved for later. Amounts are in the smallest unit of the currency."))
def saves(person_id: UUID) -> Rows:
    """Saves, with the price at that moment."""
    kept = Save.objects.filter(person_id=person_id)
    return told(kept, "at", "price", word="post_id", folder="folder__name", currency="offer__currency")


@exports("shelves", _("The shelves of your showcase."))
def shelves(person_id: UUID) -> Rows:
    """Shelves."""
    return told(Shelf.objects.filter(person_id=person_id), "id", "title", "position")


@exports("shelf_items", _("What stands on your shelves."))
def shelf_items(person_id: UUID) -> Rows:
    """Items of shelves."""
    return told(
        ShelfItem.objects.filter(shelf__person_id=person_id), "position", shelf="shelf_id", product="product__title"
    )


@exports("drafts", _("Words you began and have not published."))
def drafts(person_id: UUID) -> Rows:
    """Drafts."""
    begun = Draft.objects.filter(author_id=person_id, post=None)
    words = ("topic", "reason", "reason_type", "evidence", "free_sample")
    return told(begun, "id", *words, "changed_at", "publish_at", "zone", "refused")


@exports("draft_products", _("What the words you began are about."))
def draft_products(person_id: UUID) -> Rows:
    """Products of the drafts."""
    carried = DraftProduct.objects.filter(draft__author_id=person_id, draft__post=None)
    return told(carried, draft="draft_id", product="product__title")


@exports("folders", _("The folders of what you saved."))
def folders(person_id: UUID) -> Rows:
    """Folders."""
    return told(Folder.objects.filter(person_id=person_id), "id", "name")
