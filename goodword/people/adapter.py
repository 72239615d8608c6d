"""How sign-up makes a person."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """allauth's account adapter for Goodword."""
