"""The documents say what the code does."""

import importlib.util
import re
from types import ModuleType

from tests.tidy.tree import HOME, PACKAGE, python_files


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", HOME / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_setting_fact_and_refusal_is_documented() -> None:
    assert (HOME / "docs" / "reference.md").read_text() == generator().reference(), "run: python docs/generate.py"


def test_every_module_is_documented() -> None:
    assert (HOME / "docs" / "modules.md").read_text() == generator().modules(), "run: python docs/generate.py"


def test_every_refusal_has_a_code_of_its_own_and_a_status() -> None:
    kinds = generator().all_refusals()
    codes = [kind.code for kind in kinds]
    assert sorted(codes) == sorted(set(codes))
    assert [kind.__name__ for kind in kinds if not 400 <= kind.status < 500 and kind.status != 503] == []
    assert [kind.__name__ for kind in kinds if not str(kind.sentence)] == []
    wrong = [kind.code for kind in kinds if kind.code.split(".")[0] != kind.__module__.split(".")[1]]
    assert wrong == []


def test_every_environment_variable_that_is_read_is_a_setting() -> None:
    from goodword.config import env

    read = {
        name
        for path in python_files(PACKAGE)
        if "tests" not in path.parts
        for name in re.findall(r"[\"'](GOODWORD_\w+|DATABASE_URL)[\"']", path.read_text())
    }
    assert read == {setting.name for setting in env.SETTINGS}


def test_every_dependency_says_why_it_is_there() -> None:
    wanted = {
        re.split(r"[<>=\[]", line)[0].strip()
        for name in ("base.in", "stripe.in", "wechatpay.in", "test.in")
        for line in (HOME / "requirements" / name).read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    }
    told = set(re.findall(r"^\| `([\w-]+)`", (HOME / "docs/decisions/dependencies.md").read_text(), re.MULTILINE))
    assert told == wanted


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{document.relative_to(HOME)}: {target}"
        for document in [
            HOME / "README.md",
            *sorted((HOME / "docs").rglob("*.md")),
            *sorted((HOME / "bench").glob("*.md")),
        ]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []
