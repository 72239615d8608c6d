"""What people type in about their account. Each form only reads; the actions decide."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignUpName(forms.Form):
    """What sign-up asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What others see. It need not be your full name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["email", "name", "password1"]

    def signup(self, request: HttpRequest, user: object) -> None:
        """allauth calls this when the person has joined; nothing is left to do."""
