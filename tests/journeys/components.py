"""Pictures of the components' page, and how two are compared.

`python -m tests.journeys.components` takes them anew, after a change of looks that is wanted: look at what changed,
then commit tests/journeys/pictures/.

Letters are drawn with the fonts of Debian's fonts-noto-cjk, which prepare.py installs, whatever else a machine has.
What is left to differ between machines is how the edges of letters are smoothed. So pictures are compared at a quarter
of their size, where an edge is a shade and a button is a block: a point differs when one of its colours does by more
than POINT of 255, and a picture differs when more than SHARE of its points do, or when its size does.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tests.journeys.chromium import PHOTOGRAPHS, Visitor, chromium
from tests.running import Running

PICTURES = Path(__file__).parent / "pictures"
MODES = tuple((width, scheme) for width in (390, 1280) for scheme in ("light", "dark"))
SMALLER, POINT, SHARE, TALLER = 4, 20, 0.004, 0.01
COLOURS = 64  # in a kept picture's palette
Mode = tuple[int, str]
ALIKE = """:root { --sans: "Noto Sans CJK SC"; --serif: "Noto Serif CJK SC"; --mono: "Noto Sans Mono CJK SC" }
.bar { display: none }"""  # the fonts, and nothing that lies over the sections


def take(
    browser: Browser, house: Running, *, style: str = "", modes: Sequence[Mode] = MODES
) -> Iterator[tuple[str, Image.Image]]:
    """Every section of the page by width and scheme, with its name; `style` is put on top, to try changes."""
    operator = Visitor(browser, house.base_url).look_around_as("the operator")
    known = operator.context.storage_state()
    operator.close()
    for width, scheme in modes:
        context = browser.new_context(
            base_url=house.base_url,
            storage_state=known,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            timezone_id="UTC",
            locale="en",
            bypass_csp=True,  # for the fonts alone
        )
        page = context.new_page()
        page.goto("/desk/components/")
        page.add_style_tag(content=ALIKE + style)
        page.evaluate("document.querySelectorAll('img').forEach((img) => { img.loading = 'eager' })")
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": whole})  # nothing scrolls while pictures are taken
        for section in page.locator("[id^=shown-]").all():
            name = (section.get_attribute("id") or "").removeprefix("shown-")
            shot = section.screenshot(animations="disabled", caret="hide")
            with Image.open(BytesIO(shot)) as seen:
                yield f"{name}-{width}-{scheme}", seen.convert("RGB")
        context.close()


def small(seen: Image.Image) -> Image.Image:
    """The picture as it is kept."""
    return seen.quantize(COLOURS, dither=Image.Dither.NONE)


def differs(seen: Image.Image, kept: Image.Image) -> str:
    """How a picture differs from the kept one, or "" when it does not more than machines do."""
    if seen.width != kept.width or abs(seen.height - kept.height) > TALLER * kept.height:
        return f"is {seen.width} x {seen.height}, was {kept.width} x {kept.height}"
    box = (0, 0, seen.width, min(seen.height, kept.height))
    both = [one.convert("RGB").crop(box).reduce(SMALLER) for one in (seen, kept)]
    worst = ImageChops.difference(both[0], both[1]).split()
    furthest = ImageChops.lighter(ImageChops.lighter(worst[0], worst[1]), worst[2])
    counted = furthest.histogram()
    share = sum(counted[POINT + 1 :]) / sum(counted)
    return f"{share:.2%} of its points differ" if share > SHARE else ""


def compare(browser: Browser, house: Running, *, style: str = "", modes: Sequence[Mode] = MODES) -> list[str]:
    """What differs from the kept pictures; what was seen instead is put into build/journeys/."""
    found = []
    for name, seen in take(browser, house, style=style, modes=modes):
        place = PICTURES / f"{name}.png"
        if not place.exists():
            found.append(f"{name} has no picture")
            continue
        with Image.open(place) as kept:
            wrong = differs(small(seen).convert("RGB"), kept.convert("RGB"))
        if wrong:
            PHOTOGRAPHS.mkdir(parents=True, exist_ok=True)
            seen.save(PHOTOGRAPHS / f"{name}.png")
            found.append(f"{name} {wrong}")
    return found


def main() -> None:
    """Takes all pictures anew."""
    os.environ["GOODWORD_MODE"] = "demo"
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Running(Path(folder) / "house", planted=True) as house,
        chromium() as browser,
    ):
        for name, seen in take(browser, house):
            small(seen).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
