"""Lighthouse, Google's own measure of pages, in its mobile mode. It comes from npm and stays below build/."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.journeys.chromium import CHROMIUM

VERSION = "12.8.2"  # the last that runs on Debian's Node.js
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run"
PARTS = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
TRIES = 3  # it fails now and then to record what Chromium did, and says so


class Absent(Exception):
    """Lighthouse cannot be had; the text says how it could."""


def fetch(folder: Path) -> Path:
    """The program, installed into `folder` if it is not there yet. Refuses where there is no npm."""
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise Absent("npm is missing. Run: apt-get install nodejs npm (make look does it as root).")
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Absent(f"npm could not install lighthouse:\n{done.stderr[-1000:]}")
    return program


def scores(program: Path, address: str, *, cookie: str, lang: str = "en") -> dict[str, int]:
    """The four scores of a page, 0 to 100, with this Cookie header.

    Of a page behind a sign-in it is not asked whether search engines may find it: they may not.
    """
    headers = {"Accept-Language": lang} | ({"Cookie": cookie} if cookie else {})
    command = [
        "node",
        str(program),
        address,
        "--quiet",
        "--output=json",
        "--output-path=stdout",
        f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(PARTS)}",
        f"--extra-headers={json.dumps(headers)}",
        "--disable-storage-reset",
    ]
    command += ["--skip-audits=is-crawlable"] if cookie else []
    environment = os.environ | {"CHROME_PATH": str(CHROMIUM)}
    for _try in range(TRIES):
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=180)
        if not done.returncode:
            break
    else:
        raise Absent(f"Lighthouse failed on {address}:\n{done.stderr[-1000:]}")
    told = json.loads(done.stdout)["categories"]
    return {part: round(100 * (told[part]["score"] or 0)) for part in PARTS}
