"""The committed description is the API's own, and it is complete."""

import importlib
import pkgutil
from typing import Any

from django.test import Client
from pydantic import BaseModel
from typing_extensions import is_typeddict

import goodword.api
from goodword.api.management.commands.openapi import FILE, described
from goodword.api.tests.openapi import DESCRIPTION, operations, resolved


def test_the_committed_description_is_the_apis_own() -> None:
    assert FILE.read_bytes() == described(), "run: goodword openapi"


def test_the_description_is_served() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["paths"].keys() == DESCRIPTION["paths"].keys()


def test_every_operation_says_what_it_does() -> None:
    silent = [one.name for one in operations() if not one.told.get("description") or not one.name.isalpha()]
    assert silent == []
    names = [one.name for one in operations()]
    assert len(names) == len(set(names))


def test_no_two_shapes_have_one_name() -> None:
    """Ninja would keep the last one and describe the others wrongly, without a word."""
    seen: dict[str, set[str]] = {}
    for found in pkgutil.walk_packages(goodword.api.__path__, "goodword.api."):
        if ".tests" in found.name:
            continue
        for name, kind in vars(importlib.import_module(found.name)).items():
            ours = getattr(kind, "__module__", "").startswith("goodword.api")
            if ours and (is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, BaseModel))):
                seen.setdefault(name, set()).add(kind.__module__)
    assert {name: homes for name, homes in seen.items() if len(homes) > 1} == {}


def test_s71_everything_a_program_sends_has_an_end() -> None:
    unbounded: list[str] = []
    for one in operations():
        for parameter in one.told["parameters"]:
            unbounded += [f"{one.name} {parameter['name']}: {why}" for why in endless(parameter["schema"])]
        for content in one.told.get("requestBody", {}).get("content", {}).values():
            unbounded += [f"{one.name}: {why}" for why in endless(content["schema"])]
    assert unbounded == []


def endless(schema: dict[str, Any], name: str = "") -> list[str]:
    """The strings, lists and numbers in a schema that have no largest size."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return [why for part in schema["anyOf"] for why in endless(part, name)]
    kind, bounds = schema.get("type"), schema.keys()
    if kind == "object":
        return [why for key, part in schema["properties"].items() for why in endless(part, key)]
    if kind == "array":
        inner = endless(schema["items"], f"{name}[]")
        return inner if "maxItems" in bounds else [f"{name} has no longest list", *inner]
    fixed = bounds & {"format", "enum", "const"} or schema.get("pattern", "").endswith("}$")
    if kind == "string" and not fixed and "maxLength" not in bounds:
        return [f"{name} has no longest text"]
    if kind == "integer" and not {"minimum", "maximum"} <= bounds:
        return [f"{name} has no largest number"]
    return []


def test_s03_every_shape_is_closed() -> None:
    """Red when a body's configuration does not forbid what is not declared."""
    assert [n for n, one in DESCRIPTION["components"]["schemas"].items() if one.get("additionalProperties", 1)] == []
