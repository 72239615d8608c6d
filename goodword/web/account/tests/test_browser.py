"""Passkeys in a real browser, under the content security policy (S-46, S-51)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as now_set
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from goodword.web.account.tests.conftest import PASSWORD, Join

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-sync"
    " --disable-component-update --no-first-run"
)
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PAGES = (
    "/account/login/ /account/signup/ /account/password/reset/ /account/password/reset/done/ /account/inactive/ "
    "/account/reauthenticate/ /me/ /me/profile/ /me/tokens/ /me/fields/ /account/email/ /account/password/change/ "
    "/account/2fa/ /account/2fa/webauthn/ /account/2fa/webauthn/add/ /account/2fa/totp/activate/ "
    "/account/sessions/ /me/settings/ /me/takeout/ /me/leaving/ /me/leaving/decision/ /account/left/ /account/logout/"
)


@contextmanager
def chromium() -> Iterator[tuple[Page, list[str]]]:
    """A phone-sized page with a finger on its sensor, and what went wrong on it."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.on(
            "console",
            lambda said: wrong.append(f"{said.location['url']}: {said.text}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
        yield page, wrong
        browser.close()


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/account/login/?next=/me/")
    page.fill("[name=login]", "lin@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]:not([form])")
    page.wait_for_url(f"{base}/me/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_s46_a_passkey_is_made_and_signs_in(join: Join, live_server: LiveServer) -> None:
    join()
    base = live_server.url.replace("127.0.0.1", "localhost")
    with chromium() as (page, wrong):
        sign_in(page, base)
        before = page.context.cookies()
        page.goto(f"{base}/account/2fa/webauthn/add/")
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/webauthn/add/")
        page.check("[name=passwordless]")
        page.click("#mfa_webauthn_add")
        page.wait_for_url("**/recovery-codes/")
        assert session(before) != session(page.context.cookies()), "S-45: a new key, a new session id"
        page.goto(f"{base}/me/")
        page.click("form[action='/account/logout/'] button")
        page.goto(f"{base}/account/login/?next=/me/")
        page.click("#passkey_login")
        page.wait_for_url(f"{base}/me/")
        assert page.locator("h1").inner_text() == "Lin Yue"
    assert wrong == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_s51_every_page_of_the_account_keeps_the_policy_and_fits_a_phone(join: Join, live_server: LiveServer) -> None:
    join()
    base = live_server.url.replace("127.0.0.1", "localhost")
    with chromium() as (page, wrong):
        for address in PAGES.split()[:5]:
            look(page, base + address)
        sign_in(page, base)
        page.goto(f"{base}/account/reauthenticate/")
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        for address in PAGES.split()[5:]:
            look(page, base + address)
    assert wrong == []


def look(page: Page, address: str) -> None:
    """Opens a page; nothing on it may stick out to the side."""
    answer = page.goto(address)
    assert answer.status == 200, address
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    assert page.locator("h1").count() == 1, address


def session(cookies: list[dict[str, object]]) -> object:
    return next(cookie["value"] for cookie in cookies if cookie["name"] == now_set.SESSION_COOKIE_NAME)
