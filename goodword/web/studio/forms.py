"""What an expert types in. Each form only reads; the actions decide."""

from typing import Any, Protocol

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from goodword.kit.limits import POST_PICTURES, TEXT_LONG, UPLOAD_BYTES
from goodword.kit.refusals import Refusal
from goodword.social.rules import EVIDENCE_MAX, SHELF_TITLE_MAX


class TooMuch(Refusal):
    """More pictures than a word shows, or one larger than we take; counted before anything is read (S-31)."""

    status = 413
    code = "web.too_much"
    sentence = _("Add up to %(most)s pictures of at most %(megabytes)s MB each.")


class WordForm(forms.Form):
    """A word as it is changed."""

    reason = forms.CharField(max_length=TEXT_LONG)
    reason_type = forms.CharField(max_length=20)
    evidence = forms.CharField(required=False, max_length=EVIDENCE_MAX)
    free_sample = forms.BooleanField(required=False)


class WhyForm(forms.Form):
    """Why something is taken back."""

    why = forms.CharField(max_length=600)


class ShelfForm(forms.Form):
    """A shelf's title."""

    title = forms.CharField(max_length=SHELF_TITLE_MAX)


class Uploads(Protocol):
    """The files of a request."""

    def getlist(self, key: str) -> Any:
        """All files of this name."""


def pictures(files: Uploads, kept: int) -> list[bytes]:
    """The pictures handed in beside `kept` earlier ones, each counted before it is read. Refuses TooMuch."""
    handed: list[UploadedFile[bytes]] = files.getlist("pictures")
    if kept + len(handed) > POST_PICTURES or any((one.size or 0) > UPLOAD_BYTES for one in handed):
        raise TooMuch(most=POST_PICTURES, megabytes=UPLOAD_BYTES // 1024**2)
    return [one.read() for one in handed]
