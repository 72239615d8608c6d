"""The Jinja environment of every page."""

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Jinja with Goodword's functions and filters."""
    options.pop("autoescape", None)
    return Environment(autoescape=True, **options)
