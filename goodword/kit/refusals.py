"""Refusals: what the rules of Goodword forbid, said so that a person can act on it."""

from typing import ClassVar


class Refusal(Exception):
    """A request that the rules do not allow. Not an error: it is never logged as one.

    A subclass stands above the action that refuses and names its HTTP `status`, a stable `code`
    (`module.what_is_wrong`) and a `sentence` fit for a person: a lazily translated text with
    %(name)s places that are filled from the keyword arguments. Web and API each translate
    refusals in one place. When a refusal is raised, nothing has been changed.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = ""
    sentence: ClassVar[object] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        """The sentence in the reader's language."""
        text = str(self.sentence)
        return text % self.facts if self.facts else text


class NotFound(Refusal):
    """What was asked for does not exist, or the asker may not know that it does (S-74)."""


class NotAllowed(Refusal):
    """The asker is known but has no right to do this."""
