"""The names of topics, in the reader's language."""

from goodword.catalog import queries as catalog
from goodword.web.shell.asks import chinese


def topic_names() -> dict[str, str]:
    """Every topic's name by its slug, in order. One statement."""
    return {one.slug: one.name_zh if chinese() else one.name_en for one in catalog.topics()}
