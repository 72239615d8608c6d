"""Sign-up, sign-in and what they tell (S-47, S-48)."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth import get_user_model, hashers
from django.core import mail
from django.test import Client
from django.urls import include, path, resolve
from pytest_django import Settings

from goodword.journal.models import Entry
from goodword.kit import clock
from goodword.people import actions
from goodword.people.models import Person
from goodword.web.account.tests.conftest import PASSWORD, Join
from goodword.web.account.urls import demo_patterns

pytestmark = pytest.mark.django_db
NEW = {"email": "New@Example.com", "name": "Marta Ruiz", "password1": PASSWORD}


def sign_in(client: Client, email: str = "lin@example.com", password: str = PASSWORD, **more: str) -> object:
    return client.post("/account/login/", {"login": email, "password": password, **more})


def test_sign_up_makes_a_person_through_the_front_door(guest: Client) -> None:
    page = guest.get("/account/signup/").content.decode()
    assert [name for name in ("email", "name", "password1") if f'name="{name}"' in page] == list(NEW)
    assert page.count("<input") - page.count('type="hidden"') == 3
    answer = guest.post("/account/signup/", NEW)
    person = Person.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (person.email, person.name, person.handle, person.id.version) == (
        "new@example.com",
        "Marta Ruiz",
        "marta_ruiz",
        7,
    )
    assert [entry.name for entry in Entry.objects.all()] == ["people.PersonJoined"]
    assert guest.get("/me/").status_code == 200


def test_s48_passwords_are_kept_as_argon2_and_never_cut(join: Join, guest: Client) -> None:
    assert join().password.startswith("argon2$argon2id$")
    long = "long and longer " * 20
    join("long@example.com", password=long + "1")
    assert sign_in(guest, "long@example.com", long + "2").status_code == 200
    assert sign_in(guest, "long@example.com", long).status_code == 200
    assert sign_in(guest, "long@example.com", long + "1").status_code == 302


@pytest.mark.parametrize("password", ["short1", "password1234567890"[:12], "qwertyuiop", "new@example.com"])
def test_s48_common_short_and_personal_passwords_are_refused(guest: Client, password: str) -> None:
    answer = guest.post("/account/signup/", {**NEW, "password1": password})
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.content.decode()
    assert not Person.objects.exists()


def test_s48_an_unknown_email_is_answered_like_a_wrong_password(
    join: Join, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same page, and one argon2 hash in either case, which is what takes the time."""
    join()
    hashed = []
    hasher = hashers.get_hasher().__class__
    encode, verify = hasher.encode, hasher.verify
    monkeypatch.setattr(hasher, "encode", lambda *a, **k: hashed.append("encode") or encode(*a, **k))
    monkeypatch.setattr(hasher, "verify", lambda *a, **k: hashed.append("verify") or verify(*a, **k))
    pages, work = [], []
    for email in ("lin@example.com", "nobody@example.com"):
        hashed.clear()
        answer = sign_in(guest, email, "not the password")
        assert answer.status_code == 200
        pages.append(answer.context["form"].errors.as_json())
        work.append(len(hashed))
    assert pages[0] == pages[1]
    assert work == [1, 1]


def test_s48_a_reset_answers_the_same_for_an_unknown_email(join: Join, guest: Client) -> None:
    join()
    answers = [guest.post("/account/password/reset/", {"email": e}) for e in ("lin@example.com", "nobody@example.com")]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/account/password/reset/done/")] * 2
    assert [message.to for message in mail.outbox] == [["lin@example.com"], ["nobody@example.com"]]


def test_s48_where_mail_is_sent_sign_up_does_not_tell_who_has_an_account(
    join: Join, guest: Client, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    join("new@example.com")
    taken = guest.post("/account/signup/", NEW)
    fresh = Client().post("/account/signup/", {**NEW, "email": "fresh@example.com"})
    assert (
        (taken.status_code, taken["Location"])
        == (fresh.status_code, fresh["Location"])
        == (302, "/account/confirm-email/")
    )
    assert Person.objects.count() == 2
    assert guest.get("/me/").status_code != 200


def test_s47_links_in_mails_begin_with_base_url_whatever_the_host(
    join: Join, guest: Client, settings: Settings
) -> None:
    """Red without Adapter.send_mail's rebasing."""
    settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], "https://goodword.example"
    join()
    guest.post("/account/password/reset/", {"email": "lin@example.com"}, headers={"host": "evil.example"})
    guest.post("/account/password/reset/", {"email": "nobody@example.com"}, headers={"host": "evil.example"})
    guest.post("/account/signup/", NEW, headers={"host": "evil.example"})
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        assert "https://goodword.example/account/" in message.body
        assert "evil" not in message.body + message.subject


def test_s47_a_reset_link_is_dead_once_used(join: Join, guest: Client) -> None:
    join()
    guest.post("/account/password/reset/", {"email": "lin@example.com"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    path_ = link.split("localhost:8000")[1]
    form = guest.get(path_, follow=True)
    new = "another long one, rather"
    assert guest.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}).status_code == 302
    assert 'name="password1"' not in Client().get(path_, follow=True).content.decode()
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=new).status_code == 302


def reset_link() -> str:
    """The path in the latest e-mail that sets a new password."""
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    return link.split("localhost:8000")[1]


def opens(path_: str) -> bool:
    """Whether a reset link leads to the form."""
    return 'name="password1"' in Client().get(path_, follow=True).content.decode()


def test_s47_a_reset_link_is_bound_to_its_person_and_to_what_they_had(join: Join, guest: Client) -> None:
    """Another's link, or one from before a new password or e-mail, opens nothing."""
    person, other = join(), join("other@example.com")
    links = []
    for email in ("lin@example.com", "other@example.com"):
        guest.post("/account/password/reset/", {"email": email})
        links.append(reset_link())
    mine, theirs = links
    assert (opens(mine), opens(theirs)) == (True, True)
    who, secret = mine.strip("/").split("/")[-1].split("-", 1)
    other_who, other_secret = theirs.strip("/").split("/")[-1].split("-", 1)
    swapped = mine.replace(f"{who}-{secret}", f"{other_who}-{secret}")
    assert swapped != mine
    assert not opens(swapped)
    assert not opens(mine.replace(secret, other_secret))
    Person.objects.filter(id=person.id).update(email="moved@example.com")
    assert not opens(mine)
    actions.set_password(person_id=other.id, password="quite another one", now=clock.now(), by=other.id)
    assert not opens(theirs)


def test_s47_a_link_opens_only_what_it_was_made_for(join: Join, guest: Client) -> None:
    """A link that confirms an e-mail sets no password, and the other way round."""
    person = join()
    guest.post("/account/password/reset/", {"email": "lin@example.com"})
    secret = reset_link().strip("/").split("/")[-1]
    address = EmailAddress.objects.create(user=person, email="new@example.com")
    confirming = EmailConfirmationHMAC(address).key
    assert not opens(f"/account/password/reset/key/{confirming}/")
    guest.post(f"/account/confirm-email/{secret}/")
    address.refresh_from_db()
    assert not address.verified
    guest.post(f"/account/confirm-email/{confirming}/")
    address.refresh_from_db()
    assert address.verified


def test_s48_sign_up_takes_the_same_work_for_a_known_email(
    join: Join, guest: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One argon2 hash in either case. Red without Adapter.send_account_already_exists_mail."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    join("new@example.com")
    work: list[str] = []
    hasher = hashers.get_hasher().__class__
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *a, **k: work.append("encode") or encode(*a, **k))
    done = []
    for email in ("new@example.com", "fresh@example.com"):
        work.clear()
        assert Client().post("/account/signup/", {**NEW, "email": email}).status_code == 302
        done.append(len(work))
    assert done == [1, 1]


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_going_back_never_leaves_the_house(join: Join, guest: Client, place: str) -> None:
    join()
    assert guest.post("/language/", {"language": "en", "next": place})["Location"] == "/"
    assert sign_in(guest, next=place)["Location"] == "/"


def test_language_is_kept_in_the_cookie_and_with_the_person(join: Join, guest: Client) -> None:
    person = join()
    assert guest.get("/language/").status_code == 405
    answer = guest.post("/language/", {"language": "zh-hans", "next": "/account/login/?x=1"})
    assert answer["Location"] == "/account/login/?x=1"
    assert answer.cookies["language"].value == "zh-hans"
    page = guest.get("/account/login/").content.decode()
    assert '<html lang="zh-Hans">' in page
    guest.force_login(person)
    guest.post("/language/", {"language": "zh-hans"})
    assert Person.objects.get().language == "zh-hans"
    assert "language" not in guest.post("/language/", {"language": "xx"}).cookies


def test_outside_the_demo_nobody_can_look_around(join: Join, guest: Client) -> None:
    join("operator@demo.goodword")
    assert guest.post("/account/look-around/operator/").status_code == 404
    assert "look-around" not in guest.get("/account/login/").content.decode()


def test_outside_the_demo_even_the_view_refuses(join: Join, guest: Client, settings: Settings) -> None:
    """Red without the view's own look at settings.DEMO."""
    settings.ROOT_URLCONF = demo_urls(settings)
    join("operator@demo.goodword")
    assert guest.post("/account/look-around/operator/").status_code == 404
    assert guest.get("/me/").status_code == 302


def test_in_the_demo_one_tap_signs_in(join: Join, guest: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF, settings.DEMO = demo_urls(settings), True
    join("expert@demo.goodword", name="Lin Yue", password=None)
    page = guest.get("/account/login/").content.decode()
    assert page.count('action="/account/look-around/') == 4
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/look-around/expert/").status_code == 403
    assert guest.get("/account/look-around/expert/").status_code == 405
    assert guest.post("/account/look-around/expert/", {"next": "/me/"})["Location"] == "/me/"
    assert "Lin Yue" in guest.get("/me/").content.decode()
    assert guest.post("/account/look-around/lin/").status_code == 404


@pytest.mark.parametrize(("mode", "there"), [("demo", "True"), ("dev", "False"), ("production", "False")])
def test_only_demo_mode_has_the_address(mode: str, there: str, tmp_path: Path) -> None:
    ask = (
        "import django; django.setup(); from django.urls import is_valid_path;"
        "print(bool(is_valid_path('/account/look-around/operator/', 'goodword.web.account.urls')))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "goodword.config.settings",
        "GOODWORD_MODE": mode,
        "GOODWORD_DATA": str(tmp_path),
        "GOODWORD_SECRET_KEY": "k" * 60,
    }
    answer = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == there


def demo_urls(settings: Settings) -> object:
    """The addresses as they are in demo mode."""
    module = ModuleType("demo_urls")
    module.urlpatterns = [*demo_patterns, path("", include(settings.ROOT_URLCONF))]
    module.handler404 = "goodword.web.shell.refusals.not_found"
    return module


def test_the_person_of_sign_in_is_ours() -> None:
    assert get_user_model() is Person
    assert resolve("/account/login/").url_name == "account_login"
