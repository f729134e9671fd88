"""The OpenAPI 3.1 description, made from the table of routes and the models: it cannot tell another story."""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import festival
from festival.hub.messages import ProblemAnswer

if TYPE_CHECKING:
    from festival.hub.routes import Route

_REF: Final = "#/components/schemas/{model}"
_PROBLEM: Final = "application/problem+json"
_EVERYWHERE: Final = (405, 421, 431, 500)


def describe(routes: "tuple[Route, ...]") -> dict[str, Any]:
    """Return the description of `routes`."""
    models = {ProblemAnswer: None} | {model: None for route in routes for model in _models(route)}
    _, definitions = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    _require_kinds(definitions)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "festival hub", "version": festival.__version__},
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _require_kinds(schema: Any) -> None:
    """Say of each alternative that it must name its kind: the models have a default for it, the door has none."""
    if isinstance(schema, dict):
        if found := schema.get("discriminator"):
            schema["required"] = [found["propertyName"]]
        for inner in schema.values():
            _require_kinds(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _require_kinds(inner)


def _models(route: "Route") -> list[type[BaseModel]]:
    answers = [one for one in route.answers.values() if isinstance(one, type)]
    return [route.body, *answers] if route.body else answers


def _operation(route: "Route") -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _named(route),
        "summary": route.summary,
        "parameters": [
            {
                "name": one.name,
                "in": where,
                "description": one.text,
                "required": one.required,
                "schema": one.schema,
            }
            for where, parameters in (
                ("path", route.parts),
                ("query", route.query),
                ("header", route.headers),
            )
            for one in parameters
        ],
        "responses": _responses(route),
    }
    if route.body:
        operation["requestBody"] = {"required": True, "content": _content(route.body)}
    if route.roles:
        operation["security"] = [{"token": []}]
        operation["description"] = f"For tokens of: {', '.join(route.roles)}."
    return operation


def _named(route: "Route") -> str:
    words = "".join(char for char in route.path if char not in "{}")
    return f"{route.method.lower()}-{words.strip('/').replace('/', '-')}"


def _content(answer: type[BaseModel] | str) -> Mapping[str, Any]:
    if isinstance(answer, str):
        return {answer: {"schema": {"type": "object" if answer.endswith("json") else "string"}}}
    return {"application/json": {"schema": {"$ref": _REF.format(model=answer.__name__)}}}


def _responses(route: "Route") -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for status, answer in route.answers.items():
        content = {"content": _content(answer)} if answer else {}
        found[str(status)] = {"description": HTTPStatus(status).phrase, **content}
    problem = {_PROBLEM: {"schema": {"$ref": _REF.format(model=ProblemAnswer.__name__)}}}
    for status in (*route.problems, *_EVERYWHERE):
        found.setdefault(str(status), {"description": HTTPStatus(status).phrase, "content": problem})
    return found


@cache
def text() -> str:
    """Return the description of all routes as JSON."""
    from festival.hub.routes import ROUTES  # noqa: PLC0415 - the table names the handler that calls this

    return json.dumps(describe(ROUTES), separators=(",", ":"))
