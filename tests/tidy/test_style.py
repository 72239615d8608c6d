"""Sizes, names and habits. There is no list of exemptions, here or anywhere."""

import ast
import re
from pathlib import Path

from tests.tidy.tree import HOME, PACKAGE, files, python_files

FUNCTION, FILE, TEMPLATE, SETTINGS = 50, 300, 120, 250
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "manager", "service", "services"}
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|nosec|pylint:|ruff:|mypy:|fmt:)", re.IGNORECASE)
SKIPPED = re.compile(r"pytest\.(skip|mark\.skip|mark\.xfail|xfail)|unittest\.skip|\bTO" + r"DO\b|\bFIX" + r"ME\b")


def where(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(HOME)}:{line}" if line else str(path.relative_to(HOME))


def test_no_function_is_longer_than_it_can_be_read() -> None:
    long = [
        f"{where(path, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
        if node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert long == []


def test_no_file_is_longer_than_it_can_be_read() -> None:
    long = [f"{where(p)}: {n}" for p in python_files() if (n := len(p.read_text().splitlines())) > FILE]
    templates = files(".html", below=PACKAGE)
    long += [f"{where(p)}: {n}" for p in templates if (n := len(p.read_text().splitlines())) > TEMPLATE]
    settings = PACKAGE / "config" / "settings.py"
    assert len(settings.read_text().splitlines()) <= SETTINGS
    assert long == []


def test_no_drawer_names() -> None:
    wrong = [
        where(path)
        for path in python_files()
        if path.stem in DRAWERS or DRAWERS & set(path.relative_to(HOME).parent.parts)
    ]
    assert wrong == []


def test_no_check_is_silenced_and_no_test_is_skipped() -> None:
    wrong = [
        f"{where(path, number)} {line.strip()}"
        for path in python_files()
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if SILENCED.search(line) or SKIPPED.search(line)
    ]
    assert wrong == []


def test_actions_are_the_one_door_for_writing() -> None:
    """Rows are written in actions only, each module's by itself; and nothing overrides save or listens to signals."""
    writes = re.compile(
        r"(?<!router)\.(save|delete|bulk_create|bulk_update|get_or_create|update_or_create)\(|objects\.create\(|"
        r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b"
    )
    wrong = []
    for path in python_files(PACKAGE):
        module, *rest = path.relative_to(PACKAGE).parts
        if "tests" in rest or module in {"kit", "config"} or any(part.startswith("actions") for part in rest):
            continue
        if module == "payments" and "server" in path.stem:
            continue  # the sandbox provider is another program with a store of its own
        text = path.read_text()
        wrong += [f"{where(path, text[: m.start()].count(chr(10)) + 1)} {m.group()}" for m in writes.finditer(text)]
    assert wrong == []


def test_no_signals_no_save_overrides_no_admin() -> None:
    words = re.compile(r"django\.db\.models\.signals|django\.dispatch|def save\(self|def delete\(self|contrib\.admin")
    wrong = [where(p) for p in python_files(PACKAGE) if "tests" not in p.parts and words.search(p.read_text())]
    assert wrong == []


def test_every_public_function_says_what_it_means() -> None:
    silent = []
    for path in python_files(PACKAGE):
        if "tests" in path.parts or path.name in {"apps.py"}:
            continue
        tree = ast.parse(path.read_text())
        if not ast.get_docstring(tree) and path.read_text().strip():
            silent.append(where(path))
        silent += [
            f"{where(path, node.lineno)} {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            if not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    assert silent == []


def test_actions_are_told_the_time() -> None:
    told = re.compile(r"clock\.now\(|datetime\.now\(|timezone\.now\(|time\.time\(")
    inner = {"actions", "queries", "rules", "models", "events", "checks", "reactions"}
    wrong = [
        where(path)
        for path in python_files(PACKAGE)
        if "tests" not in path.parts and inner & {path.stem, path.parent.name} and told.search(path.read_text())
    ]
    assert wrong == []


def test_no_floats_on_the_path_of_money() -> None:
    """I-05: no float() and no float literal in the modules that carry money."""
    wrong = []
    for module in ("ledger", "settlement", "orders", "checkout", "payments", "partners"):
        for path in python_files(PACKAGE / module):
            if "tests" in path.parts or "providers" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
                call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
                if literal or call:
                    wrong.append(where(path, node.lineno))
    assert wrong == []


def test_the_vendor_of_the_database_is_named_in_few_places() -> None:
    named = re.compile(r"\.vendor\b|[\"'](postgresql|sqlite)[\"']")
    kit = {PACKAGE / "kit" / name for name in ("sql.py", "leases.py", "statements.py")}
    allowed = kit | {PACKAGE / "catalog" / "search.py"}
    wrong = [
        where(path)
        for path in python_files(PACKAGE)
        if path not in allowed and "tests" not in path.parts and named.search(path.read_text())
    ]
    assert wrong == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    words = re.compile(r"/wo" + r"rk/|/ho" + r"me/\w|pypi\." + r"org|files\.python" + r"hosted|registry\.npm" + r"js")
    endings = (".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".in", ".sh", ".json", ".po", ".yml")
    wrong = [where(path) for path in files(*endings) if words.search(path.read_text(errors="replace"))]
    assert wrong == []
