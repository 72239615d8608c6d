"""Makes this checkout ready to run, with nothing but Python's standard library.

    python3 prepare.py run               what the service needs
    python3 prepare.py test              and what the tests need
    python3 prepare.py test --servers    and PostgreSQL, Chromium and fonts, by apt when this user may
    python3 prepare.py test --servers --look    and Node.js with npm, for Lighthouse

It does only what is missing, says what it does, and on any obstacle says what to do about it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
PACKAGES = {
    "postgresql": "/usr/lib/postgresql",
    "chromium": "/usr/bin/chromium",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto",
}
LOOK = {"nodejs": "/usr/bin/node", "npm": "/usr/bin/npm"}


class Obstacle(Exception):
    """Something only the person at the keyboard can change; the text says how."""


def main(arguments: Sequence[str]) -> int:
    """Prepares what `arguments` name; 0 when ready, 1 after saying what is in the way."""
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    wanted = "test" if "test" in arguments else "base"
    try:
        check_python()
        check_writable()
        if "--servers" in arguments:
            install_servers(PACKAGES | LOOK if "--look" in arguments else PACKAGES)
        if not is_ready(wanted):
            make_environment()
            install_requirements(wanted)
            mark_ready(wanted)
        compile_translations()
    except Obstacle as obstacle:
        say(f"\n{obstacle}")
        return 1
    return 0


def say(text: str) -> None:
    """One line for the person watching."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(*command: str, why: str) -> None:
    """Runs a command and shows its output only when it fails."""
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Obstacle(f"{why}\n\n{(done.stdout + done.stderr)[-3000:]}")


def check_python() -> None:
    """Refuses a Python that is too old."""
    if sys.version_info < OLDEST:
        have, need = (".".join(map(str, v[:2])) for v in (sys.version_info, OLDEST))
        raise Obstacle(
            f"This is Python {have}; Goodword needs {need} or newer. Install it and run: make PYTHON=python{need} demo"
        )


def check_writable() -> None:
    """Refuses a folder in which nothing can be written."""
    if not os.access(HOME, os.W_OK):
        raise Obstacle(f"{HOME} cannot be written to. Clone Goodword into a folder of your own, or change its owner.")


def fingerprint(wanted: str) -> str:
    """What the environment must have been made from."""
    pinned = (HOME / "requirements" / f"{wanted}.txt").read_bytes()
    return hashlib.sha256(pinned + sys.version.encode()).hexdigest()


def is_ready(wanted: str) -> bool:
    """Whether the environment was made from these very requirements; one for tests also runs the service."""
    marks = [VENV / f"ready-{name}" for name in {wanted, "test"}]
    return PYTHON.exists() and any(
        mark.exists() and mark.read_text() == fingerprint(mark.name.removeprefix("ready-")) for mark in marks
    )


def mark_ready(wanted: str) -> None:
    """Remembers what the environment was made from."""
    (VENV / f"ready-{wanted}").write_text(fingerprint(wanted))


def make_environment() -> None:
    """Makes the virtual environment; where Debian left out venv, installs it."""
    if PYTHON.exists():
        return
    say("Making a virtual environment in .venv")
    try:
        import ensurepip
    except ImportError:
        apt_install(["python3-venv"])
    else:
        del ensurepip
    run(sys.executable, "-m", "venv", str(VENV), why="The virtual environment could not be made.")


def install_requirements(wanted: str) -> None:
    """Installs the pinned requirements, each checked against its hash, then Goodword itself."""
    pinned = HOME / "requirements" / f"{wanted}.txt"
    count = sum(1 for line in pinned.read_text().splitlines() if "==" in line)
    say(f"Installing {count} pinned packages, a minute or two the first time")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    run(
        *pip,
        "--require-hashes",
        "-r",
        str(pinned),
        why="The packages could not be installed. Is there a network?",
    )
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".", why="Goodword itself could not be installed.")


def compile_translations() -> None:
    """Compiles the translations that are newer than their compiled form."""
    for source in HOME.glob("goodword/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            run(
                str(VENV / "bin" / "pybabel"),
                "-q",
                "compile",
                "-i",
                str(source),
                "-o",
                str(target),
                "-l",
                source.parts[-3],
                why="The translations could not be compiled.",
            )


def install_servers(packages: dict[str, str]) -> None:
    """Installs what tests start for themselves, PostgreSQL, Chromium and Chinese fonts, where it is missing."""
    missing = [name for name, place in packages.items() if not Path(place).exists()]
    if missing:
        apt_install(missing)


def apt_install(packages: Sequence[str]) -> None:
    """Installs Debian packages as root or through sudo; otherwise says which ones are needed."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (prefix and not shutil.which("sudo")):
        raise Obstacle(f"Please install these packages, then try again: {' '.join(packages)}")
    say(f"Installing by apt: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    run(*apt, "update", why="apt could not read its package lists.")
    run(
        *apt,
        "install",
        "--no-install-recommends",
        *packages,
        why=f"apt could not install {' '.join(packages)}.",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
