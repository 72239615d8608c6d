"""What of people a person takes along."""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from goodword.kit.exports import Rows, exports, told
from goodword.people.models import Application, Credential, Person, RoleGrant, TermsAcceptance, Token


@exports("profile", _("Who you are here."))
def profile(person_id: UUID) -> Rows:
    """The person themselves."""
    return told(Person.objects.filter(id=person_id), "id", "email", "handle", "name", "bio", "language", "joined_at")


@exports("emails", _("Your e-mail addresses."))
def emails(person_id: UUID) -> Rows:
    """Addresses of sign-in."""
    return told(EmailAddress.objects.filter(user_id=person_id), "email", "verified", "primary")


@exports("keys", _("Your passkeys and second steps, without their secrets."))
def keys(person_id: UUID) -> Rows:
    """Keys of sign-in."""
    return told(Authenticator.objects.filter(user_id=person_id), "type", "created_at", "last_used_at")


@exports("sessions", _("Where you are signed in."))
def sessions(person_id: UUID) -> Rows:
    """Sessions and their devices."""
    return told(UserSession.objects.filter(user_id=person_id), "ip", "user_agent", "created_at", "last_seen_at")


@exports("tokens", _("Your tokens for programs; their secrets are kept nowhere."))
def tokens(person_id: UUID) -> Rows:
    """Tokens by their labels."""
    return told(Token.objects.filter(person_id=person_id), "label", "issued_at", "expires_at", "used_at", "revoked_at")


@exports("applications", _("What you wrote when you asked for a field, and what you were told."))
def applications(person_id: UUID) -> Rows:
    """Applications and decisions."""
    return told(
        Application.objects.filter(person_id=person_id),
        "topic",
        "evidence",
        "links",
        "asked_at",
        "decided_at",
        "grade",
        "reason",
    )


@exports("credentials", _("The fields you are or were certified in."))
def credentials(person_id: UUID) -> Rows:
    """Credentials, held and lost."""
    return told(
        Credential.objects.filter(person_id=person_id), "topic", "grade", "granted_at", "lost_at", "lost_reason"
    )


@exports("roles", _("What the operator let you do."))
def roles(person_id: UUID) -> Rows:
    """Roles."""
    return told(RoleGrant.objects.filter(person_id=person_id), "role", "granted_at", "ended_at")


@exports("terms", _("Which terms you agreed to, and when."))
def terms(person_id: UUID) -> Rows:
    """Consent."""
    return told(TermsAcceptance.objects.filter(person_id=person_id), "version", "accepted_at")
