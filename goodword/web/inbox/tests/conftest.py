"""The stage of every room."""

from goodword.web.tests.stage import signed_in, stage

__all__ = ["signed_in", "stage"]
