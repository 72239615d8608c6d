"""Writes the parts of the documents that the code knows best: `python docs/generate.py`. A test compares.

docs/modules.md: every module with its docstring. docs/reference.md: every setting, fact, refusal and command.
"""

import importlib
import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
MODULES = (
    "ops",
    "web",
    "api",
    "outreach",
    "checkout",
    "settlement",
    "interests",
    "social",
    "orders",
    "catalog",
    "payments",
    "partners",
    "ledger",
    "people",
    "journal",
    "kit",
)


def modules() -> str:
    """docs/modules.md."""
    parts = [
        "# Modules",
        "Top to bottom: a module may import, join and point foreign keys only downwards. "
        "Made from the docstrings by `python docs/generate.py`.",
    ]
    for name in MODULES:
        doc = inspect.getdoc(importlib.import_module(f"goodword.{name}")) or ""
        parts += [f"## {name}", doc]
    return "\n\n".join(parts) + "\n"


def reference() -> str:
    """docs/reference.md."""
    parts = ["# Reference", "Made from the code by `python docs/generate.py`."]
    parts += ["## Settings", "Environment variables.", table(("Name", "Default", "Meaning"), settings())]
    parts += ["## Facts", "What the journal records; an app will subscribe to the same names."]
    parts += [table(("Name", "Fields", "Meaning"), facts())]
    parts += ["## Refusals", "The `code` of a problem+json answer and of a refusal page."]
    parts += [table(("Code", "Status", "Sentence", "Meaning"), refusals())]
    return "\n\n".join(parts) + "\n"


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def settings() -> Iterator[tuple[str, ...]]:
    """Each setting of goodword.config.env."""
    from goodword.config import env

    for one in sorted(env.SETTINGS, key=lambda one: one.name):
        default = (
            "`var` in this folder" if one.name == "GOODWORD_DATA" else f"`{one.default}`" if one.default else "empty"
        )
        yield f"`{one.name}`", default, one.meaning


def facts() -> Iterator[tuple[str, ...]]:
    """Each kind of fact a module of Goodword records."""
    from goodword.journal.facts import all_facts

    for name, kind in sorted(all_facts().items()):
        if "tests" not in kind.__module__:
            fields = ", ".join(f"`{field}`" for field in kind.__dataclass_fields__)
            yield f"`{name}`", fields, first_line(kind)


def refusals() -> Iterator[tuple[str, ...]]:
    """Each refusal that has a code."""
    for kind in sorted(all_refusals(), key=lambda kind: kind.code):
        yield f"`{kind.code}`", str(kind.status), str(kind.sentence).replace("%%", "%"), first_line(kind)


def all_refusals() -> list[type]:
    """Every refusal class of the product, its modules imported first."""
    from goodword.kit.refusals import Refusal

    for path in sorted((HOME / "goodword").rglob("*.py")):
        dotted = ".".join(path.relative_to(HOME).with_suffix("").parts)
        if not {"tests", "migrations", "__main__", "commands"} & set(dotted.split(".")):
            importlib.import_module(dotted.removesuffix(".__init__"))
    found, waiting = [], Refusal.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.code and "tests" not in kind.__module__:
            found.append(kind)
    return found


def first_line(kind: type) -> str:
    """The first sentence of a docstring."""
    return (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")


def main() -> None:
    """Writes both files."""
    os.environ.setdefault("GOODWORD_MODE", "dev")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodword.config.settings")
    sys.path.insert(0, str(HOME))
    import django

    django.setup()
    (HOME / "docs" / "modules.md").write_text(modules())
    (HOME / "docs" / "reference.md").write_text(reference())


if __name__ == "__main__":
    main()
