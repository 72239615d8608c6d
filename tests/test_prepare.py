"""Setting up says what is in the way and what to do about it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HOME = Path(__file__).resolve().parents[1]


@pytest.fixture
def prepare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prepare", HOME / "prepare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_is_refused(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "OLDEST", (4, 0))
    assert prepare.main(["run"]) == 1
    here = ".".join(map(str, sys.version_info[:2]))
    assert f"This is Python {here}; Goodword needs 4.0 or newer." in capsys.readouterr().out


def test_a_folder_without_write_permission_is_refused(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare.os, "access", lambda *_: False)
    assert prepare.main(["run"]) == 1
    assert "cannot be written to. Clone Goodword into a folder of your own" in capsys.readouterr().out


def test_missing_packages_are_named_where_apt_may_not_be_used(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "PACKAGES", {"postgresql": "/nowhere"})
    monkeypatch.setattr(prepare.shutil, "which", lambda _: None)
    assert prepare.main(["test", "--servers"]) == 1
    assert "Please install these packages, then try again: postgresql" in capsys.readouterr().out


def test_a_command_that_fails_shows_its_words(prepare: ModuleType) -> None:
    with pytest.raises(prepare.Obstacle, match=r"It failed\.\n\nbecause"):
        prepare.run(sys.executable, "-c", "print('because'); raise SystemExit(1)", why="It failed.")


def test_every_requirement_is_pinned_with_its_hash() -> None:
    for name, least in {"base": 30, "stripe": 1, "wechatpay": 1, "test": 60}.items():
        lines = (HOME / "requirements" / f"{name}.txt").read_text().splitlines()
        pinned = [line for line in lines if "==" in line]
        assert len(pinned) >= least
        assert [line for line in pinned if not line.endswith("\\")] == []
