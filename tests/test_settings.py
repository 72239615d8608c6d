"""What the settings promise."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from goodword.config import env
from goodword.config.settings import SQLITE


def test_i38_writers_queue_and_wait_for_the_disk() -> None:
    options = SQLITE["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=TRUNCATE" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_a_setting_may_be_given_by_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As containers are handed their secrets; the line's end does not count, and the file goes before the variable."""
    (tmp_path / "key").write_text("sk_test_from_a_file\n")
    monkeypatch.setenv("GOODWORD_STRIPE_KEY", "sk_test_from_the_environment")
    assert env.STRIPE_KEY.text() == "sk_test_from_the_environment"
    monkeypatch.setenv("GOODWORD_STRIPE_KEY_FILE", str(tmp_path / "key"))
    assert env.STRIPE_KEY.text() == "sk_test_from_a_file"


def test_a_file_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOODWORD_STRIPE_KEY_FILE", "/nowhere/key")
    with pytest.raises(ImproperlyConfigured, match=r"GOODWORD_STRIPE_KEY_FILE.*/nowhere/key"):
        env.STRIPE_KEY.text()
