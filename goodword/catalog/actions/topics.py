"""The only writers of topics."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.catalog.models import Topic
from goodword.catalog.queries import NoSuchTopic
from goodword.kit.refusals import Refusal

# (slug, above, English, Chinese): where a new Goodword begins. Operators add their own.
SEED = (
    ("food", None, "Food and drink", "饮食"),
    ("tea", "food", "Tea", "茶"),
    ("home", None, "Home", "家居"),
    ("lighting", "home", "Lamps and light", "灯具"),
    ("ceramics", "home", "Ceramics", "陶瓷"),
    ("kitchen", "home", "Kitchen", "厨房"),
    ("plants", "home", "Plants and garden", "园艺"),
    ("clothing", None, "Clothing", "服饰"),
    ("leather", "clothing", "Leather and bags", "皮具箱包"),
    ("jewellery", "clothing", "Jewellery", "首饰"),
    ("sports", None, "Sports", "运动"),
    ("running", "sports", "Running", "跑步"),
    ("cycling", "sports", "Cycling", "骑行"),
    ("books", None, "Books", "图书"),
    ("audio", None, "Sound and electronics", "影音电子"),
)


class TopicTaken(Refusal):
    """There is a topic of this name."""

    code = "catalog.topic_taken"
    sentence = _("There is already a topic %(slug)s. Choose another name.")


@transaction.atomic
def add_topic(
    slug: str,
    *,
    name_en: str,
    name_zh: str,
    parent: str | None = None,
    position: int = 0,
    now: datetime,
    by: UUID | None,
) -> None:
    """A field of interest begins to exist, below `parent` or at the top. Refuses a taken name and an unknown parent."""
    if parent and not Topic.objects.filter(slug=parent).exists():
        raise NoSuchTopic
    if Topic.objects.filter(slug=slug).exists():
        raise TopicTaken(slug=slug)
    Topic.objects.create(slug=slug, parent_id=parent, name_en=name_en, name_zh=name_zh, position=position)


@transaction.atomic
def plant_topics(*, now: datetime, by: UUID | None) -> None:
    """The topics of SEED exist; those that do already stay as they are."""
    Topic.objects.bulk_create(
        [
            Topic(slug=slug, parent_id=parent, name_en=name_en, name_zh=name_zh, position=position)
            for position, (slug, parent, name_en, name_zh) in enumerate(SEED)
        ],
        ignore_conflicts=True,
    )
