"""Passkeys, beside what allauth does with them."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodword.kit.refusals import Refusal

COUNTED = "counter"  # in what allauth keeps of a key: how often it had signed when it was last used


class KeyCopied(Refusal):
    """A passkey signed with a counter that went back: somebody else may hold a copy of it (S-46)."""

    status = 403
    code = "people.key_copied"
    sentence = _("This passkey may have been copied. Sign in in another way, remove it and make a new one.")


@transaction.atomic
def count_passkey(*, key_id: int, counter: int) -> None:
    """A passkey has signed, for the `counter`-th time by its own count; keys that do not count always say 0.

    Refuses a count that is not above the last (Web Authentication Level 2, section 7.2, step 21).
    """
    key = Authenticator.objects.select_for_update().get(pk=key_id)
    last = key.data.get(COUNTED, key.wrap().authenticator_data.counter)
    if not last and not counter:
        return
    if counter <= last:
        raise KeyCopied
    key.data[COUNTED] = counter
    key.save(update_fields=["data"])
