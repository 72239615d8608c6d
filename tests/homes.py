"""Data folders with a database each, ready for processes: copies of one that was migrated once in a test run."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 110.0  # seconds a command may take
PLANT = """
import json
from goodword.ops.demo import plant
from django.conf import settings
plan = plant(say=lambda line: None)
kinds = ("people", "shops", "products")
names = {kind: {key: str(value) for key, value in getattr(plan, kind).items()} for kind in kinds}
names["words"] = {"/".join(key): str(value) for key, value in plan.words.items()}
(settings.DATA / "planted.json").write_text(json.dumps(names))
"""


@dataclass(frozen=True)
class Home:
    """A data folder and, on PostgreSQL, the database that belongs to it ("" on SQLite)."""

    folder: Path
    database: str

    def environment(self) -> dict[str, str]:
        """What a process must be told to use this home; nothing of the tests' own settings is left in it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOODWORD_", "DATABASE_"))}
        kept |= {"GOODWORD_DATA": str(self.folder), "GOODWORD_MODE": "demo", "GOODWORD_LOG_LEVEL": "WARNING"}
        if self.database:
            kept["DATABASE_URL"] = address_of(self.database)
        return kept

    def copy_to(self, folder: Path) -> "Home":
        """The same content again, in another folder and database."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Home(folder, _new_database(self.database) if self.database else "")


def address_of(database: str) -> str:
    """The URL of a database of the tests' cluster."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def _new_database(template: str) -> str:
    name = f"goodword_{uuid4().hex}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


@cache
def prepared(planted: bool) -> Home:
    """A migrated home, empty or with the demo's content, made once in a test run."""
    folder = Path(tempfile.mkdtemp(prefix="goodword-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if planted:
        home = prepared(planted=False).copy_to(folder)
        python(home.environment(), PLANT)
        return home
    home = Home(folder, _new_database("template0") if "DATABASE_URL" in os.environ else "")
    command(home.environment(), "migrate", "--no-input", "-v", "0")
    return home


def command(environment: dict[str, str], *words: str) -> str:
    """Runs a goodword command to its end; what it printed."""
    return _finish([sys.executable, "-m", "goodword", *words], environment)


def python(environment: dict[str, str], code: str, seconds: float = PATIENCE) -> str:
    """Runs code with Django set up, in a process of its own; what it printed."""
    return _finish([sys.executable, "-c", f"import django; django.setup()\n{code}"], environment, seconds)


def _finish(words: Sequence[str], environment: dict[str, str], seconds: float = PATIENCE) -> str:
    environment = {**environment, "DJANGO_SETTINGS_MODULE": "goodword.config.settings"}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=seconds
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)[:200]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def forget(home: Home) -> None:
    """Drops a home's database, whoever still uses it."""
    if home.database:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{home.database}" WITH (FORCE)')
