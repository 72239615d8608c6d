"""Somebody who has a keyboard and nothing else: what Tab cannot reach, they cannot use."""

from playwright.sync_api import Locator

from tests.journeys.chromium import Visitor

MOST = 160  # presses of Tab; a page on which it takes more is no page for a keyboard
HERE = "element => element === document.activeElement || element.contains(document.activeElement)"


class Keys:
    """A visitor's keyboard."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    def to(self, thing: Locator, *, back: bool = False) -> Locator:
        """Presses Tab until the focus is on `thing`. Fails when it never comes there."""
        thing = thing.first
        thing.wait_for(state="attached")
        for _press in range(MOST):
            if thing.evaluate(HERE):
                return thing
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{MOST} presses of Tab do not lead to {thing}")

    def press(self, label: str, key: str = "Enter", *, within: str = "main") -> None:
        """Goes to a button by what it says, and presses it."""
        self.to(self.page.locator(within).get_by_role("button", name=label, exact=True))
        self.page.keyboard.press(key)

    def follow(self, label: str, *, within: str = "main") -> None:
        """Goes to a link by what it says, and follows it."""
        self.to(self.page.locator(within).get_by_role("link", name=label, exact=True))
        self.page.keyboard.press("Enter")

    def fill(self, label: str, text: str, *, within: str = "main") -> None:
        """Goes to a field by its label, and writes `text` in place of what stands there."""
        self.to(self.page.locator(within).get_by_label(label))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        """Goes to the radios called `name` and presses arrows until `value` is chosen."""
        group = self.page.locator(f"main input[type=radio][name={name}]")
        for _press in range(MOST):
            if group.and_(self.page.locator(":focus")).count():
                break
            self.page.keyboard.press("Tab")
        wanted = self.page.locator(f"main input[type=radio][name={name}][value='{value}']")
        for _press in range(group.count() + 1):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"arrows do not lead to {name} {value}")
