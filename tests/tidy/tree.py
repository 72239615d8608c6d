"""The files of the project, for the tests that read them."""

import subprocess
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "goodword"


@cache
def tracked() -> list[Path]:
    """Every file that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, check=True, text=True)
    return sorted(HOME / name for name in done.stdout.split("\0") if name and (HOME / name).is_file())


def files(*endings: str, below: Path = HOME) -> list[Path]:
    """The files below a folder with one of these endings."""
    return [path for path in tracked() if path.suffix in endings and path.is_relative_to(below)]


def python_files(below: Path = HOME) -> list[Path]:
    """The Python files below a folder, migrations left out: Django writes them."""
    return [path for path in files(".py", below=below) if "migrations" not in path.parts]
