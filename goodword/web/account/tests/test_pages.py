"""One's own account: profile, tokens, fields."""

from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from goodword.catalog import actions as catalog
from goodword.people import actions, queries
from goodword.people.models import Application, Person, Token
from goodword.web.account.tests.conftest import Join

pytestmark = pytest.mark.django_db
EVIDENCE = "Nine years of buying tea in Hangzhou, every spring."


@pytest.fixture
def lin(join: Join) -> Person:
    return join(password=None)


@pytest.fixture
def browser(lin: Person) -> Client:
    client = Client()
    client.force_login(lin)
    return client


@pytest.mark.parametrize("address", ["/me/", "/me/profile/", "/me/tokens/", "/me/fields/"])
def test_a_guest_is_asked_to_sign_in(guest: Client, address: str, db: None) -> None:
    assert guest.get(address)["Location"] == f"/account/login/?next={address}"


def test_a_profile_is_changed_or_the_reason_why_not_is_told(browser: Client, join: Join) -> None:
    join("marta@example.com", name="Marta", password=None)
    refused = browser.post("/me/profile/", {"name": "Lin", "handle": "marta", "bio": "Tea."})
    assert refused.status_code == 409
    assert "Somebody else is called “marta” already" in refused.content.decode()
    assert 'value="marta"' in refused.content.decode()
    assert Person.objects.get(email="lin@example.com").handle == "lin_yue"
    assert browser.post("/me/profile/", {"name": "Lin", "handle": "tea", "bio": "Tea."})["Location"] == "/me/"
    page = browser.get("/me/").content.decode()
    assert "@tea" in page
    assert "Your profile has been changed." in page


def test_what_a_person_writes_is_shown_as_written(browser: Client) -> None:
    """S-53: escaped everywhere."""
    browser.post("/me/profile/", {"name": "<script>alert(1)</script>", "handle": "tea", "bio": "<img src=x>"})
    for address in ("/me/", "/me/profile/", "/account/2fa/", "/account/email/"):
        page = browser.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x>" not in page


def test_a_tokens_secret_is_shown_once_and_works_until_revoked(browser: Client, moment: datetime) -> None:
    page = browser.post("/me/tokens/", {"label": "Till", "days": "30"}).content.decode()
    secret = page.split('<code id="secret">')[1].split("<")[0]
    assert queries.person_by_token(secret, moment).email == "lin@example.com"
    assert secret not in browser.get("/me/tokens/").content.decode()
    token = Token.objects.get()
    assert (token.expires_at - token.issued_at).days == 30
    assert browser.post(f"/me/tokens/{token.id}/revocation/").status_code == 302
    assert queries.person_by_token(secret, moment) is None


@pytest.mark.parametrize("days", ["", "0", "-1", "9999", "x", "٧"])
def test_a_token_of_another_length_is_refused(browser: Client, days: str) -> None:
    assert browser.post("/me/tokens/", {"label": "Till", "days": days}).status_code == 422
    assert not Token.objects.exists()


def test_s01_anothers_token_is_not_there(browser: Client, join: Join, moment: datetime) -> None:
    other = join("other@example.com", password=None)
    expires_at = moment.replace(year=moment.year + 1)
    actions.issue_token(person_id=other.id, label="Secret till", expires_at=expires_at, now=moment, by=other.id)
    assert "Secret till" not in browser.get("/me/tokens/").content.decode()
    assert browser.post(f"/me/tokens/{Token.objects.get().id}/revocation/").status_code == 404
    assert Token.objects.get().revoked_at is None


def test_an_applicant_asks_waits_and_reads_why_they_were_refused(browser: Client, join: Join, moment: datetime) -> None:
    catalog.add_topic(slug="tea", parent=None, name_en="Tea", name_zh="茶", position=1, now=moment, by=None)
    operator = join("op@example.com", password=None)
    assert browser.post("/me/fields/", {"topic": "tea", "evidence": "short"}).status_code == 422
    assert browser.post("/me/fields/", {"topic": "nothing", "evidence": EVIDENCE}).status_code == 404
    assert not Application.objects.exists()
    asked = {"topic": "tea", "evidence": EVIDENCE, "links": "https://a.example/\nhttps://b.example/"}
    assert browser.post("/me/fields/", asked).status_code == 302
    application = Application.objects.get()
    assert application.links == ["https://a.example/", "https://b.example/"]
    assert "being looked at" in browser.get("/me/fields/").content.decode()
    actions.refuse_credential(application_id=application.id, reason="Send a picture.", now=moment, by=operator.id)
    assert "Refused: Send a picture." in browser.get("/me/fields/").content.decode()
    browser.post("/me/fields/", asked)
    again = Application.objects.get(decided_at=None)
    actions.grant_credential(application_id=again.id, grade=2, reason="Seen.", now=moment, by=operator.id)
    assert "grade 2 of 3" in browser.get("/me/fields/").content.decode()
    assert "Certified in Tea" in browser.get("/me/").content.decode()
    actions.withdraw_credential(person_id=again.person_id, topic="tea", reason="Unseen.", now=moment, by=operator.id)
    assert "Lost: Unseen." in browser.get("/me/fields/").content.decode()


def test_the_only_address_is_not_offered_as_the_one_to_write_to(browser: Client, lin: Person) -> None:
    """Red in allauth's own page: "Make Primary" was its loudest button."""
    EmailAddress.objects.create(user=lin, email=lin.email, primary=True)
    page = browser.get("/account/email/").content.decode()
    assert 'name="action_send"' in page
    assert ("action_primary" in page, "action_remove" in page) == (False, False)
    EmailAddress.objects.create(user=lin, email="second@example.com")
    page = browser.get("/account/email/").content.decode()
    assert ("action_primary" in page, "action_remove" in page) == (True, True)


def test_a_forgotten_password_has_a_way_back_and_somebody_to_ask(guest: Client, db: None) -> None:
    """Red in allauth's own page: "contact us" led nowhere."""
    page = guest.get("/account/password/reset/").content.decode()
    assert 'href="/about/#operator"' in page
    assert page.count('href="/account/login/"') == 2  # in the bar, and below the form
    assert 'id="operator"' in guest.get("/about/").content.decode()


def test_who_is_sent_to_sign_in_is_told_why(guest: Client, db: None) -> None:
    """Red without the second heading."""
    assert ">Sign in to go on</h1>" in guest.get("/account/login/?next=/me/").content.decode()
    assert ">Sign in</h1>" in guest.get("/account/login/").content.decode()
