"""The only writers of persons: one file a noun."""

from goodword.people.actions.credentials import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyHeld,
    BadEvidence,
    BadGrade,
    NotHeld,
    OwnApplication,
    ReasonMissing,
    ask_credential,
    grant_credential,
    refuse_credential,
    withdraw_credential,
)
from goodword.people.actions.persons import (
    EmailTaken,
    HandleBad,
    HandleTaken,
    NameMissing,
    change_language,
    change_profile,
    join,
    stamp_keys,
)
from goodword.people.actions.roles import RoleUnknown, grant_role, revoke_role
from goodword.people.actions.terms import accept_terms
from goodword.people.actions.tokens import (
    TokenLifetime,
    TokensFull,
    TokenUnknown,
    issue_token,
    revoke_token,
    use_token,
)

__all__ = [
    "AlreadyAsked",
    "AlreadyDecided",
    "AlreadyHeld",
    "BadEvidence",
    "BadGrade",
    "EmailTaken",
    "HandleBad",
    "HandleTaken",
    "NameMissing",
    "NotHeld",
    "OwnApplication",
    "ReasonMissing",
    "RoleUnknown",
    "TokenLifetime",
    "TokenUnknown",
    "TokensFull",
    "accept_terms",
    "ask_credential",
    "change_language",
    "change_profile",
    "grant_credential",
    "grant_role",
    "issue_token",
    "join",
    "refuse_credential",
    "revoke_role",
    "revoke_token",
    "stamp_keys",
    "use_token",
    "withdraw_credential",
]
