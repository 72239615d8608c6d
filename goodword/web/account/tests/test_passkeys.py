"""What a passkey must prove (S-46): an authenticator made of software, so that it can also lie."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from goodword.kit import clock
from goodword.people.models import Person
from goodword.settlement import actions
from goodword.web.account.tests.conftest import PASSWORD, Join, prove

pytestmark = pytest.mark.django_db
ORIGIN, RP = "http://localhost:8000", "localhost"
PRESENT, VERIFIED, MADE = 0x01, 0x04, 0x40


@dataclass
class Key:
    """A passkey in somebody's hand."""

    owner: Person
    id: bytes
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    counter: int = 0

    def make(self, challenge: str) -> dict[str, Any]:
        """A new credential, as a browser hands it over."""
        made = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.secret.public_key())
        )
        data = AuthenticatorData.create(_digest(RP.encode()), PRESENT | VERIFIED | MADE, 0, made)
        response = {
            "clientDataJSON": _text(_client("webauthn.create", challenge, ORIGIN)),
            "attestationObject": _text(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._told(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def sign(
        self, challenge: str, *, origin: str = ORIGIN, rp: str = RP, flags: int = PRESENT | VERIFIED, kind: str = "get"
    ) -> dict[str, Any]:
        """An answer to a challenge."""
        data = bytes(AuthenticatorData.create(_digest(rp.encode()), flags, self.counter))
        client = _client(f"webauthn.{kind}", challenge, origin)
        response = {
            "clientDataJSON": _text(client),
            "authenticatorData": _text(data),
            "signature": _text(self.secret.sign(data + _digest(client), ec.ECDSA(hashes.SHA256()))),
            "userHandle": _text(str(self.owner.id).encode()),
        }
        return self._told(response) | {"clientExtensionResults": {}}

    def _told(self, response: dict[str, str]) -> dict[str, Any]:
        return {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "response": response}


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _client(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()


def enrolled(person: Person, name: bytes = b"a key of sixteen") -> Key:
    """A person makes a passkey: signed in, and having just shown again that it is them."""
    browser, key = Client(), Key(person, name)
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/account/2fa/webauthn/add/").status_code == 302, "adding a key needs a fresh proof"
    prove(browser)
    options = browser.get("/account/2fa/webauthn/add/").context["js_data"]["creation_options"]
    told = json.dumps(key.make(options["publicKey"]["challenge"]))
    form = {"name": "Key", "passwordless": "on", "credential": told}
    assert browser.post("/account/2fa/webauthn/add/", form).status_code == 302
    return key


def challenge(browser: Client) -> str:
    """The challenge of a sign-in that begins."""
    answer = browser.get("/account/2fa/webauthn/login/", headers={"x-requested-with": "XMLHttpRequest"})
    return str(answer.json()["request_options"]["publicKey"]["challenge"])


def enters(browser: Client, answer: dict[str, Any]) -> bool:
    """Whether an answer signs in."""
    browser.post("/account/2fa/webauthn/login/", {"credential": json.dumps(answer)})
    return browser.get("/me/").status_code == 200


def test_s46_a_passkey_signs_in_once_for_each_challenge(join: Join) -> None:
    """The same answer again, in this browser or another, is worth nothing."""
    key = enrolled(join())
    browser, thief = Client(), Client()
    answer = key.sign(challenge(browser))
    assert not enters(thief, answer), "no ceremony has begun there"
    challenge(thief)
    assert not enters(thief, answer), "another session's challenge"
    assert enters(browser, answer)
    browser.post("/account/logout/")
    assert not enters(browser, answer)
    challenge(browser)
    assert not enters(browser, answer)
    assert enters(browser, key.sign(challenge(browser)))


@pytest.mark.parametrize(
    "lie",
    [
        {"rp": "evil.example"},
        {"kind": "create"},
        {"flags": 0},
        {"flags": PRESENT},
    ],
    ids=["another house", "another ceremony", "nobody there", "nobody verified"],
)
def test_s46_an_answer_for_something_else_is_refused(join: Join, lie: dict[str, Any]) -> None:
    key, browser = enrolled(join()), Client()
    assert not enters(browser, key.sign(challenge(browser), **lie))
    assert enters(browser, key.sign(challenge(browser)))


def test_s46_a_counter_that_steps_back_is_a_copy_and_signs_nobody_in(join: Join) -> None:
    """Red without `count_passkey`."""
    key = enrolled(join())
    for counter, admitted in ((0, True), (5, True), (5, False), (4, False), (0, False), (6, True)):
        key.counter, browser = counter, Client()
        assert (counter, enters(browser, key.sign(challenge(browser)))) == (counter, admitted)
        kept = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).data.get("counter", 0)
        assert kept == max(0 if not counter and admitted else 5, counter)


def test_s46_a_copied_key_is_told_what_to_do(join: Join) -> None:
    key, browser = enrolled(join()), Client()
    key.counter = 2
    assert enters(Client(), key.sign(challenge(browser))) is False
    assert enters(browser, key.sign(challenge(browser)))
    other = Client()
    answer = {"credential": json.dumps(key.sign(challenge(other)))}
    page = other.post("/account/2fa/webauthn/login/", answer, follow=True).content.decode()
    assert "This passkey may have been copied." in page


def test_s46_another_origin_is_refused_where_the_house_is_secure(join: Join, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red with MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN, which is for a house without https only."""
    key, browser = enrolled(join()), Client()
    monkeypatch.setattr("allauth.mfa.app_settings.WEBAUTHN_ALLOW_INSECURE_ORIGIN", False, raising=False)
    assert not enters(browser, key.sign(challenge(browser), origin="https://localhost.evil.example"))
    assert enters(browser, key.sign(challenge(browser), origin="https://localhost"))


def test_s46_anothers_passkey_opens_only_their_own_account(join: Join) -> None:
    mine, theirs = enrolled(join()), enrolled(join("other@example.com", name="Other"), b"another of sixte")
    browser = Client()
    forged = theirs.sign(challenge(browser))
    forged["response"]["userHandle"] = _text(str(mine.owner.id).encode())
    assert not enters(browser, forged)
    unknown = Key(mine.owner, b"never enrolled!!")
    assert not enters(browser, unknown.sign(challenge(browser)))
    copied = Key(mine.owner, mine.id)
    assert not enters(browser, copied.sign(challenge(browser)))
    assert enters(browser, theirs.sign(challenge(browser)))
    assert '<h1 id="who">Other</h1>' in browser.get("/me/").content.decode()


def test_s46_a_challenge_ends_after_five_minutes(join: Join) -> None:
    """Red without CEREMONY_LASTS in people.middleware."""
    key, browser = enrolled(join()), Client()
    began = challenge(browser)
    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=True):
        assert enters(browser, key.sign(began))
        browser.post("/account/logout/")
        began = challenge(browser)
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=True):
        assert not enters(browser, key.sign(began))
        assert enters(browser, key.sign(challenge(browser)))


def test_s46_a_wrong_answer_uses_the_challenge_up(join: Join) -> None:
    """Red without _look_at_ceremony."""
    key, browser = enrolled(join()), Client()
    began = challenge(browser)
    assert not enters(browser, key.sign(began, flags=0))
    assert not enters(browser, key.sign(began))


def test_s46_a_proof_grows_old(join: Join) -> None:
    """Five minutes after the last proof a key can no longer be added, and nothing was."""
    person, browser = join(), Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    prove(browser)
    assert browser.get("/account/2fa/webauthn/add/").status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=True):
        assert browser.get("/account/2fa/webauthn/add/").status_code == 302
        assert browser.post("/account/2fa/webauthn/add/", {"name": "Key", "credential": "{}"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_s46_who_has_left_has_no_key_any_more(join: Join) -> None:
    key, browser = enrolled(join()), Client()
    began = challenge(browser)
    actions.leave(key.owner.id, now=clock.now(), by=key.owner.id)
    assert not enters(browser, key.sign(began))
