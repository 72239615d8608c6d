"""The forms in which allauth takes a passkey's answer, with what it leaves out: the key's counter (S-46)."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from fido2.webauthn import AuthenticationResponse

from goodword.people import actions


class SecondStep(AuthenticateWebAuthnForm):
    """A passkey after the pass phrase."""

    def clean_credential(self) -> Authenticator:
        """The key that signed, counted."""
        return _counted(self.cleaned_data["credential"], super().clean_credential())


class SignIn(LoginWebAuthnForm):
    """A passkey alone."""

    def clean_credential(self) -> Authenticator:
        """The key that signed, counted."""
        return _counted(self.cleaned_data["credential"], super().clean_credential())


class Proof(ReauthenticateWebAuthnForm):
    """A passkey that shows again who is signed in."""

    def clean_credential(self) -> Authenticator:
        """The key that signed, counted."""
        return _counted(self.cleaned_data["credential"], super().clean_credential())


def _counted(answer: Mapping[str, Any], key: Authenticator) -> Authenticator:
    """The key, when its count went on since it was last used; its signature was found right before."""
    data = AuthenticationResponse.from_dict(answer).response.authenticator_data
    try:
        actions.count_passkey(key_id=key.pk, counter=data.counter)
    except actions.KeyCopied as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return key
