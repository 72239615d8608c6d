"""Takes the pictures of the documents from the demo itself: `python -m docs.look` (needs Chromium, as the journeys do).

docs/look.png: a wall, a word with its product sheet, and a purchase, as on three phones side by side. docs/work.png:
studio, console and desk on a desk. The demo runs in a temporary folder on a free port.
"""

import os
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.journeys import steps
from tests.journeys.chromium import HEIGHT, Visitor, chromium
from tests.running import Running

HERE = Path(__file__).resolve().parent
DESK = {"width": 1180, "height": 640}
COLOURS = 256  # in a picture's palette; drawings and letters need no more
BOARD = """<style>
body {{ margin: 0; padding: 40px; width: max-content; background: #efe7da; display: {display}; gap: 32px }}
img {{ display: block; border-radius: {round}px; box-shadow: 0 12px 40px rgb(60 40 20 / .14) }}
</style>"""


def main() -> None:
    """Both pictures, anew."""
    os.environ["GOODWORD_MODE"] = "demo"  # the sandbox provider runs nowhere else
    with tempfile.TemporaryDirectory() as folder, Running(Path(folder) / "house", planted=True) as house:
        house.buy_some()
        with chromium() as browser:
            keep(browser, HERE / "look.png", phones(browser, house), display="flex", corners=36)
            keep(browser, HERE / "work.png", desks(browser, house), display="grid", corners=14)


def phones(browser: Browser, house: Running) -> list[bytes]:
    """What somebody who buys sees, screen by screen."""
    fang = Visitor(browser, house.base_url).look_around_as("a shopper")
    wall = seen(fang)
    steps.open_word(fang, "Third spring in a row")
    word = seen(fang)
    steps.buy_now(fang)
    steps.held(fang, steps.pay(fang, "¥134.00"))
    purchase = seen(fang)
    fang.close()
    return [wall, word, purchase]


def desks(browser: Browser, house: Running) -> list[bytes]:
    """What those at work see first."""
    pictures = []
    for who, room in (("an expert", "/studio/"), ("a shop", "/console/"), ("the operator", "/desk/")):
        visitor = Visitor(browser, house.base_url).look_around_as(who)
        visitor.page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
        pictures.append(seen(visitor.open(room)))
        visitor.close()
    return pictures


def seen(visitor: Visitor) -> bytes:
    """The screen as it is now, once its pictures are there."""
    visitor.page.wait_for_load_state("networkidle")
    return visitor.page.screenshot(animations="disabled")


def keep(browser: Browser, place: Path, pictures: Sequence[bytes], *, display: str, corners: int) -> None:
    """Puts pictures on one board and writes it as a small PNG."""
    page = browser.new_page(viewport={"width": 3 * HEIGHT, "height": HEIGHT})
    images = "".join(f'<img src="data:image/png;base64,{b64encode(picture).decode()}">' for picture in pictures)
    page.set_content(BOARD.format(display=display, round=corners) + images)
    board = page.locator("body").screenshot()
    page.close()
    with Image.open(BytesIO(board)) as whole:
        whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)


if __name__ == "__main__":
    main()
