"""S-52, S-45: what Django itself finds fault with in production, and how cookies are sent there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import django, json; django.setup()
from django.conf import settings as s
print(json.dumps({name: getattr(s, name) for name in (
    "DEBUG", "DEMO", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_AGE",
    "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN")}))
"""


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The environment of a server in production."""
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "goodword.config.settings",
        "GOODWORD_MODE": "production",
        "GOODWORD_DATA": str(tmp_path),
        "GOODWORD_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "GOODWORD_BASE_URL": "https://goodword.example",
    }


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=110
    )


def test_s52_check_deploy_finds_nothing(production: dict[str, str]) -> None:
    checked = run(production, "-m", "goodword", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout + checked.stderr


def test_s52_check_deploy_sees_a_weak_key(production: dict[str, str]) -> None:
    weak = {**production, "GOODWORD_SECRET_KEY": "short"}
    assert run(weak, "-m", "goodword", "check", "--deploy", "--fail-level", "WARNING").returncode == 1


def test_s45_cookies_in_production(production: dict[str, str]) -> None:
    """Host-only, sent over TLS alone, out of the reach of scripts and of other sites' forms."""
    told = run(production, "-c", ASK)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == {
        "DEBUG": False,
        "DEMO": False,
        "SESSION_COOKIE_NAME": "__Host-goodword",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": 30 * 86400,
        "SECURE_HSTS_SECONDS": 365 * 86400,
        "ALLOWED_HOSTS": ["goodword.example"],
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    }
