"""A real Chromium, and visitors who hold it in their hands: phones 390 px wide, each with a fresh profile."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright

from tests.running import Running

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-sync"
    " --disable-component-update --no-first-run"
)
WIDTH, HEIGHT = 390, 844
PATIENCE = 20_000  # milliseconds: far above what any page takes, on a machine that may be busy
PHOTOGRAPHS = Path(__file__).resolve().parents[2] / "build" / "journeys"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. Its event loop lives in this thread, so nobody may ask the database through Django meanwhile."""
    if not CHROMIUM.exists():
        raise RuntimeError(f"{CHROMIUM} is missing. Run: apt-get install chromium (make test does it as root).")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


class Visitor:
    """Somebody at a phone. What goes wrong on their pages (scripts, policy, answers from 400 on) is in `wrong`."""

    def __init__(self, browser: Browser, base_url: str, *, scripts: bool = True) -> None:
        self.base_url = base_url
        self.context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=scripts, base_url=base_url, locale="en"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("response", self._answered)

    def _heard(self, kind: str, text: str) -> None:
        # what the server answered is kept by _answered, with its address
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.wrong.append(text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.request.method} {response.url}")

    def expects(self, *wrong: str) -> None:
        """Exactly this went wrong since last asked; addresses are told without the house's own."""
        assert [line.replace(self.base_url, "") for line in self.wrong] == list(wrong)
        self.wrong.clear()

    def close(self) -> None:
        """Puts the phone away."""
        self.context.close()

    def photograph(self, name: str) -> None:
        """Keeps what is on the screen in build/journeys/."""
        PHOTOGRAPHS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PHOTOGRAPHS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png", full_page=True)

    # -- looking

    @property
    def path(self) -> str:
        """Where one is, without the house's own address."""
        return self.page.url.removeprefix(self.base_url)

    def open(self, path: str) -> Self:
        """Types an address."""
        self.page.goto(path)
        return self

    def see(self, text: str) -> Locator:
        """The smallest thing on the page in which this is said, word for word."""
        found = self.page.get_by_text(re.compile(re.escape(text))).first
        expect(found).to_be_visible()
        return found

    def sums(self, within: str = ".sums") -> dict[str, str]:
        """A list of sums as it is read: label and amount."""
        rows = self.page.locator(within).first.locator("div").all()
        return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows}

    def until(self, looks_right: str, seconds: float = 30) -> None:
        """Looks again, as a person who waits does, until this selector finds something."""
        for _look in range(int(seconds * 2)):
            if self.page.locator(looks_right).count():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"{looks_right} did not appear on {self.path}")

    # -- doing

    def press(self, label: str, within: str = "main") -> None:
        """Presses a button by what it says."""
        self.page.locator(within).get_by_role("button", name=label, exact=True).first.click()

    def follow(self, label: str, within: str = "main") -> None:
        """Follows a link by what it says."""
        self.page.locator(within).get_by_role("link", name=label, exact=True).first.click()

    def fill(self, **fields: str) -> None:
        """Types into fields by their names."""
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def look_around_as(self, label: str) -> Self:
        """The demo's one tap."""
        self.open("/account/login/")
        self.press(f"As {label}")
        self.page.wait_for_url(f"{self.base_url}/")
        return self

    def sign_in(self, email: str, phrase: str) -> Self:
        """Signs in as everybody does."""
        self.open("/account/login/").say_who(email, phrase)
        self.page.wait_for_url(f"{self.base_url}/")
        return self

    def say_who(self, email: str, phrase: str) -> None:
        """Fills in the sign-in page one stands at."""
        self.fill(login=email, password=phrase)
        self.page.locator("main button[type=submit]:not([form])").last.click()


class Street:
    """Where visitors come from, all into one house; at the end nothing may have gone wrong for any of them."""

    def __init__(self, browser: Browser, house: Running) -> None:
        self.browser, self.house = browser, house
        self.visitors: list[Visitor] = []

    def visitor(self, *, scripts: bool = True) -> Visitor:
        """A new one, whom nobody here knows yet."""
        self.visitors.append(Visitor(self.browser, self.house.base_url, scripts=scripts))
        return self.visitors[-1]

    def wrong(self) -> Sequence[str]:
        """What went wrong on anybody's pages."""
        return [line for visitor in self.visitors for line in visitor.wrong]

    def photograph(self, name: str) -> None:
        """Keeps what everybody sees."""
        for number, visitor in enumerate(self.visitors, start=1):
            visitor.photograph(f"{name} {number}")

    def close(self) -> None:
        """Everybody goes home."""
        for visitor in self.visitors:
            visitor.close()
