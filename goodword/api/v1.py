"""JSON API v1: every router, one way to say no, and the description of it all."""

from typing import Any

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import TypeAdapter

from goodword.api import catalog, checkout, interests, operations, orders, people, problems, settlement, social
from goodword.api.tokens import TOKEN
from goodword.api.wire import JsonParser

DESCRIPTION = """Goodword for programs. Make a token on your account's page and send it
as `Authorization: Bearer gw_…`.
Money is `{"amount": whole minor units, "currency": "CNY"}`; times are RFC 3339 in UTC; lists are `{"rows", "next"}`:
ask again with `cursor` = `next` until it is null. What is refused is
`application/problem+json` with a stable `code`."""
REF = "#/components/schemas/{model}"


class V1(NinjaAPI):
    """The API, with a description that names its refusals and closes its answers."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """OpenAPI 3.1: ninja's, and: problems, no further fields in answers, guests where they may look."""
        told = super().get_openapi_schema(**where)
        schemas = told["components"]["schemas"]
        problem = TypeAdapter(problems.Problem).json_schema(ref_template=REF)
        schemas |= problem.pop("$defs") | {"Problem": problem}
        for schema in schemas.values():
            if schema.get("type") == "object":
                schema.setdefault("additionalProperties", False)
        told["components"]["securitySchemes"].pop("TokenOrNot", None)
        for path in told["paths"].values():
            for operation in path.values():
                _complete(operation)
        return told


def _complete(operation: dict[str, Any]) -> None:
    """Refusals have one form on every route; a guest needs no token where guests may look."""
    content = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
    operation["responses"]["4XX"] = {"description": "Refused; `code` says why", "content": content}
    operation["responses"]["5XX"] = {"description": "Not our day; ask again", "content": content}
    if operation["security"] == [{"TokenOrNot": []}]:
        operation["security"] = [{}, {"Token": []}]


api = V1(
    title="Goodword",
    version="1",
    description=DESCRIPTION,
    urls_namespace="v1",
    auth=TOKEN,
    docs_url=None,
    parser=JsonParser(),
)
for module in (people, catalog, social, interests, checkout, orders, settlement, operations):
    api.add_router("", module.router)
for kind in (Exception, Http404, HttpError, ValidationError):  # ninja has handlers of its own for these
    api.add_exception_handler(kind, problems.say)
