"""`python -m look`: pictures of every page into build/look/, and the figures of pages. 1 when a figure is missed."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from playwright.sync_api import Browser

from look import figures, lighthouse, pictures
from look.house import demo
from tests.journeys.chromium import chromium
from tests.running import Running

BUILD = Path(__file__).resolve().parents[1] / "build"
LISTED = 8  # of the heaviest pages
JUDGED = {"the wall": ("", "/"), "a post": ("", "post"), "the middle page": ("a shopper", "checkout")}


def main() -> int:
    """Everything, or the parts named by --only."""
    parts = {"pictures": take_pictures, "axe": barriers, "weight": weights, "translation": translation}
    parser = argparse.ArgumentParser(prog="look", description=__doc__)
    parser.add_argument("--only", choices=[*parts, "lighthouse"], action="append")
    wanted = parser.parse_args().only or [*parts, "lighthouse"]
    os.environ |= {"GOODWORD_MODE": "demo", "DJANGO_SETTINGS_MODULE": "goodword.config.settings"}
    django.setup()
    missed = 0
    say("Living through the demo's past, which takes a minute or two")
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder) / "house") as house:
        with chromium() as browser:
            found = pictures.find(browser, house)
            say(f"{sum(map(len, found.values()))} kinds of pages")
            for part in wanted:
                if part != "lighthouse":
                    missed += timed(part, parts[part], browser, house, found)
            cookies = {who: cookie_of(browser, house, who) for who, _page in JUDGED.values()}
        if "lighthouse" in wanted:
            missed += judged(house, found, cookies)
    return 1 if missed else 0


def timed(part: str, work: Callable[..., int], *told: object) -> int:
    """Does one part and says how long it took."""
    begun = time.monotonic()
    missed = work(*told)
    say(f"({part}: {time.monotonic() - begun:.0f} s)")
    return missed


def say(text: str) -> None:
    """One line for the person watching."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def take_pictures(browser: Browser, house: Running, found: pictures.Found) -> int:
    """Pictures of all pages, anew."""
    folder = BUILD / "look"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    say(f"{pictures.take(browser, house, found, folder)} pictures in {folder.relative_to(Path.cwd())}")
    return 0


def barriers(browser: Browser, house: Running, found: pictures.Found) -> int:
    """What axe-core objects to."""
    wrong = figures.barriers(browser, house, found)
    say(f"axe-core: {len(wrong)} violations (0 wanted)")
    for line in wrong:
        say(f"  {line}")
    return len(wrong)


def weights(browser: Browser, house: Running, found: pictures.Found) -> int:
    """What pages weigh at first sight."""
    measured = figures.weights(browser, house, found)
    say("| first view, compressed | script kB (60 at most) | everything kB (250 at most) |\n| --- | --- | --- |")
    for one in measured[:LISTED]:
        say(f"| {one.page} | {one.scripts / 1000:.1f} | {one.everything / 1000:.1f} |")
    return sum(one.scripts > figures.SCRIPT_MOST or one.everything > figures.VIEW_MOST for one in measured)


def translation(*_told: object) -> int:
    """What is said in one language only."""
    missing = figures.untranslated()
    say(f"translation: {len(missing)} sentences missing (0 wanted)")
    return len(missing)


def cookie_of(browser: Browser, house: Running, who: str) -> str:
    """The Cookie header of this person."""
    visitor = pictures.enter(browser, house, who)
    pairs = [f"{one['name']}={one['value']}" for one in visitor.context.cookies()]
    visitor.close()
    return "; ".join(pairs) if who else ""


def judged(house: Running, found: pictures.Found, cookies: dict[str, str]) -> int:
    """What Lighthouse thinks of the three pages that matter most, on a phone."""
    program = lighthouse.fetch(BUILD / "lighthouse")
    say(f"| Lighthouse {lighthouse.VERSION}, mobile | {' | '.join(lighthouse.PARTS)} |\n| --- |{' --- |' * 4}")
    missed = 0
    for title, (who, kind) in JUDGED.items():
        every = [address for addresses in found.values() for address in addresses]
        address = next(one for one in every if one == kind or pictures.name(one).split()[0] == kind)
        scored = lighthouse.scores(program, house.base_url + address, cookie=cookies[who])
        missed += sum(score < lighthouse.LEAST for score in scored.values())
        say(f"| {title} | {' | '.join(str(scored[part]) for part in lighthouse.PARTS)} |")
    return missed


if __name__ == "__main__":
    sys.exit(main())
