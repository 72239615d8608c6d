"""How sign-in uses persons: allauth asks here whenever it makes, admits or writes to one."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import get_language

from goodword.kit import clock
from goodword.people import actions, queries
from goodword.people.middleware import SIGNED_IN_AT
from goodword.people.models import Person

LINKS = ("activate_url", "password_reset_url", "signup_url")  # what e-mails point to
KEYS_CHANGED = frozenset(
    {
        "account/email/email_changed",
        "mfa/email/recovery_codes_generated",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
    }
)


class Adapter(DefaultAccountAdapter):
    """allauth's account adapter for Goodword."""

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True) -> Person:
        """Sign-up: a person joins, through the same door as everybody."""
        person_id = actions.join(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data.get("password1") or None,
            language=get_language() or settings.LANGUAGE_CODE,
            now=clock.now(),
        )
        return queries.person(person_id)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keeps a new password; what was signed in with the old one is signed out."""
        actions.set_password(person_id=user.pk, password=password, now=clock.now(), by=user.pk)
        user.refresh_from_db()

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signs in under a new session id; notes when, for the absolute limit (S-45)."""
        super().login(request, user)
        request.session[SIGNED_IN_AT] = clock.now().timestamp()

    def logout(self, request: HttpRequest) -> None:
        """Signs out here; where it was is forgotten."""
        actions.leave_session(request.session.session_key or "")
        super().logout(request)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells a person that a key of theirs changed; ends their other sessions and renews this one's id (S-45)."""
        if template_prefix in KEYS_CHANGED:
            self._renew(user)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends an e-mail whose links begin with BASE_URL, whatever Host the request named (S-47)."""
        fixed = {key: rebased(context[key]) for key in LINKS if key in context}
        site = {"name": "Goodword", "domain": urlsplit(settings.BASE_URL).netloc}
        super().send_mail(template_prefix, email, {**context, **fixed, "current_site": site})

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody signs up with an e-mail that has an account: told by e-mail only, after the same work (S-48).

        A new account costs one argon2 hash, so this does too; else the time would tell who is here.
        """
        make_password(secrets.token_urlsafe(16))
        super().send_account_already_exists_mail(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the visitor; X-Forwarded-For is believed only from the proxies we were told of (S-70)."""
        address = request.META.get("REMOTE_ADDR") or "127.0.0.1"
        for forwarded in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            if address not in settings.PROXIES or not forwarded.strip():
                break
            address = forwarded.strip()
        return str(address)

    def _renew(self, user: AbstractBaseUser) -> None:
        actions.stamp_keys(person_id=user.pk, now=clock.now(), by=user.pk)
        user.refresh_from_db(fields=["stamp"])
        if isinstance(user, Person) and self.request.user.pk == user.pk:
            update_session_auth_hash(self.request, user)
            UserSession.objects.create_from_request(self.request)


class KeyAdapter(DefaultMFAAdapter):
    """allauth's adapter for passkeys and second steps."""

    def _get_site_name(self) -> str:
        return "Goodword"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host of BASE_URL, never to the Host a request names (S-46)."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Goodword"}

    def encrypt(self, text: str) -> str:
        """Secrets of authenticator apps are kept encrypted, under a key that is not in the database (S-73)."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again, also when it was encrypted under a former key."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def rebased(url: str) -> str:
    """The same path at BASE_URL."""
    base, parts = urlsplit(settings.BASE_URL), urlsplit(url)
    return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"goodword.people.keys:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
