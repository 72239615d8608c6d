"""Every operation of the API, as its description tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from goodword.api.v1 import api

DESCRIPTION: dict[str, Any] = api.get_openapi_schema(path_prefix="api/v1/")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    name: str
    method: str
    path: str
    told: dict[str, Any]

    @property
    def places(self) -> list[str]:
        return [one["name"] for one in self.told["parameters"] if one["in"] == "path"]

    @property
    def for_guests(self) -> bool:
        return {} in self.told["security"]

    @property
    def body(self) -> dict[str, Any]:
        """The schema of the JSON that is sent; empty when none is."""
        content = self.told.get("requestBody", {}).get("content", {})
        return resolved(content.get("application/json", {}).get("schema", {}))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference leads to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return DESCRIPTION["components"]["schemas"][name] if name else schema


def operations() -> Iterator[Operation]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, told in methods.items():
            yield Operation(told["operationId"], method.upper(), path, told)
