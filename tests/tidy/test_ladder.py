"""The ladder of modules, where import-linter cannot see it: relations between tables, and names given as text."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps

from tests.tidy.tree import HOME, PACKAGE, python_files


def layers() -> list[list[str]]:
    """The ladder as pyproject.toml states it for import-linter, top first."""
    contracts = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return [[name.strip(" ()") for name in line.split("|")] for line in contracts[0]["layers"]]


def height() -> dict[str, int]:
    """How high each module stands; 0 is the top."""
    return {name: depth for depth, names in enumerate(layers()) for name in names}


def test_relations_between_tables_point_downwards() -> None:
    heights = height()
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in heights
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label in heights
        and field.related_model._meta.app_label != model._meta.app_label
        and heights[field.related_model._meta.app_label] <= heights[model._meta.app_label]
    ]
    assert wrong == []


def test_the_ladder_has_no_exemptions() -> None:
    contracts = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [contract for contract in contracts if "ignore_imports" in contract] == []
    assert {contract["type"] for contract in contracts} == {"layers", "acyclic_siblings"}


def inner_order() -> list[set[str]]:
    return [{"reactions", "jobs"}, {"actions"}, {"queries", "checks", "search"}, {"models"}, {"rules", "events"}]


def test_inside_a_module_imports_point_down_too() -> None:
    rank = {name: depth for depth, names in enumerate(inner_order()) for name in names}
    wrong = []
    for path in python_files(PACKAGE):
        parts = path.relative_to(PACKAGE).parts
        if len(parts) < 2 or parts[0] in {"web", "api", "ops", "kit", "config"} or "tests" in parts:
            continue
        module, own = parts[0], parts[1].removesuffix(".py")
        for name in imported_names(path):
            bits = name.split(".")
            inside = bits[:2] == ["goodword", module] and len(bits) > 2 and own in rank and bits[2] in rank
            if inside and rank[bits[2]] < rank[own]:
                wrong.append(f"{path.relative_to(HOME)} imports {name}")
    assert wrong == []


def imported_names(path: Path) -> list[str]:
    """Every module name a file imports, `from a import b` counted as a and a.b."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def test_surfaces_never_import_models() -> None:
    wrong = [
        f"{path.relative_to(HOME)} imports {name}"
        for room in ("web", "api")
        for path in python_files(PACKAGE / room)
        if "tests" not in path.parts
        for name in imported_names(path)
        if name.startswith("goodword.") and name.endswith(".models")
    ]
    assert wrong == []


def test_rooms_import_the_shell_and_never_each_other() -> None:
    wrong = []
    for path in python_files(PACKAGE / "web"):
        room = path.relative_to(PACKAGE / "web").parts[0]
        if "tests" in path.parts or room == "urls.py":
            continue
        for name in imported_names(path):
            bits = name.split(".")
            if bits[:2] == ["goodword", "web"] and len(bits) > 2 and bits[2] not in {room, "shell"}:
                wrong.append(f"{path.relative_to(HOME)} imports {name}")
    assert wrong == []


def test_only_egress_speaks_http_to_others() -> None:
    clients = {"httpx", "requests", "urllib3", "aiohttp", "urllib.request", "http.client"}
    wrong = [
        f"{path.relative_to(HOME)} imports {name}"
        for path in python_files(PACKAGE)
        if path != PACKAGE / "kit" / "egress.py" and "tests" not in path.parts and path.name != "process.py"
        for name in imported_names(path)
        if name in clients
    ]
    assert wrong == [], "S-10: every outgoing request goes through kit/egress.py"
