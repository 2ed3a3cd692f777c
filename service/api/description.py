"""What the OpenAPI document says beyond what the routes declare: an example of every answer.

`examples.json` holds an answer by method and path, and a value by name of a parameter, as the
service gave them for the sample knowledge base.
"""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from service.api.schemas import DocumentIn, DocumentsIn

_EXAMPLES = Path(__file__).parent / "examples.json"
_OK = "2"


def complete(app: FastAPI) -> None:
    """Put examples, and the models of the route that reads its body by hand, into the document."""
    document = app.openapi()
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for model in (DocumentIn, DocumentsIn):
        described = model.model_json_schema(ref_template="#/components/schemas/{model}")
        described.pop("$defs", None)
        schemas[model.__name__] = described
    examples = json.loads(_EXAMPLES.read_text("utf-8"))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _show(operation, examples["answers"].get(f"{method.upper()} {path}"))
            for parameter in operation.get("parameters", []):
                if parameter["name"] in examples["parameters"]:
                    parameter["example"] = examples["parameters"][parameter["name"]]


def _show(operation: dict[str, Any], answer: object) -> None:
    for status, response in operation["responses"].items():
        content = response.get("content", {}).get("application/json")
        if status.startswith(_OK) and content is not None and answer is not None:
            content["example"] = answer
