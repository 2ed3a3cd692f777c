"""Settings: defaults, then `footing.toml`, then the environment. The only reader of either.

A setting keeps where it came from, so that `footing doctor` can say so.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from knowledge.errors import InvalidInputError

FILE_NAME = "footing.toml"
PREFIX = "FOOTING_"


class Settings(BaseModel):
    """Everything that can be configured; immutable and passed explicitly."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(Path("footing-data"), description="where the store lives")
    host: str = Field("127.0.0.1", description="address the server listens on")
    port: int = Field(8000, ge=0, le=65535, description="port the server listens on")
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$",
        description="address that links in answers begin with; by default that of the request",
    )
    generator: Literal["extractive", "transformers", "openai"] = Field(
        "extractive",
        description="what drafts answers: sentences of the evidence word for word, a causal model "
        "in this process, or a model server of OpenAI's protocol",
    )
    model: str | None = Field(
        None, min_length=1, description="the language model: name or folder, or the server's name"
    )
    openai_base_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        description="the model server, such as `http://127.0.0.1:11434/v1`",
    )
    openai_api_key: SecretStr | None = Field(None, description="its key; never shown")
    max_new_tokens: int = Field(256, ge=8, le=32_768, description="longest draft, in tokens")
    context_tokens: int | None = Field(
        None,
        ge=512,
        description="longest prompt and draft together; by default up to 8192 of a local model's "
        "own context, and 4096 for a server",
    )
    temperature: float = Field(0.0, ge=0, le=2, description="0 for the likeliest draft")
    few_shot: int = Field(
        3, ge=0, le=20, description="worked examples in a prompt, one of them a refusal; 0 for none"
    )
    generator_timeout_s: float = Field(
        20.0, gt=0, description="seconds a language model may take for one draft"
    )
    generator_fallback: Literal["none", "extractive"] = Field(
        "none", description="what drafts when the language model fails"
    )
    second_opinion: Literal["reader", "none"] = Field(
        "reader",
        description="who says whether a language model's draft answers the question: the trained "
        "reader, or nobody",
    )
    generator_quantize: Literal["none", "4bit"] = Field(
        "none", description="how a local model's weights are held; `4bit` needs bitsandbytes"
    )
    condenser: Literal["model", "rules"] = Field(
        "model",
        description="what completes a follow-up question in a chat: the language model, or rules, "
        "which also do it where no model drafts",
    )
    embedder: str = Field(
        "shipped",
        description="makes vectors: `shipped`, `all-MiniLM-L6-v2` for the packaged encoder alone "
        "(no download), another sentence-transformers name or path, or `hashing`",
    )
    reader: str = Field(
        "shipped",
        description="finds answers: `shipped`, a transformers model's name or folder, or "
        "`sentences` for plain signals without a model",
    )
    checker: str = Field(
        "shipped",
        description="checks claims: `shipped`, a transformers model's name or folder, or "
        "`signals` for plain signals without a model",
    )
    extractor: Literal["patterns", "none"] = Field(
        "patterns", description="reads triples out of documents: `patterns`, or `none`"
    )
    reranker: str | None = Field(None, description="cross-encoder name or path")
    threshold: float | None = Field(
        None, ge=0, le=1, description="support below which an answer is withheld"
    )
    top_k: int = Field(8, ge=1, le=100, description="passages given to the generator")
    correction_rounds: int = Field(
        1, ge=0, le=5, description="times a draft that fails is corrected; 0 for never"
    )
    correction_s: float = Field(10.0, gt=0, description="seconds that correcting may take")
    correction_steps: str = Field(
        "rewrite,lookup,revise,trim,disputes",
        pattern=r"^(none|(rewrite|lookup|revise|trim|disputes)"
        r"(,(rewrite|lookup|revise|trim|disputes))*)$",
        description="steps of correction that are taken, or `none`",
    )
    samples: int = Field(
        1, ge=1, le=10, description="drafts whose claims are compared; 1 for no comparison"
    )
    rules: Path | None = Field(
        None, description="file of rules; by default `rules.yaml` in the data directory"
    )
    cache_size: int = Field(256, ge=0, description="answers kept for the same question; 0 for none")
    deadline_s: float = Field(30.0, gt=0, description="seconds after which a request is stopped")
    ingest_deadline_s: float = Field(600.0, gt=0, description="the same for storing documents")
    max_body_mb: float = Field(32.0, gt=0, description="largest request body, in MB")
    max_file_mb: float = Field(200.0, gt=0, description="largest file to ingest, in MB")
    queue: int = Field(64, ge=1, description="requests that may wait before 429")
    threads: int = Field(0, ge=0, description="processor threads for models; 0 for all")
    log: Literal["debug", "info", "warning", "error"] = Field("info", description="log level")

    @property
    def max_file_bytes(self) -> int:
        """The largest file to ingest, and the most that a packed one may unpack to."""
        return int(self.max_file_mb * 1_000_000)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.generator != "extractive" and not self.model:
            raise ValueError(
                f"the generator '{self.generator}' needs a model; set FOOTING_MODEL to its name"
                + (" or folder" if self.generator == "transformers" else " on the server")
            )
        if self.generator == "openai" and not self.openai_base_url:
            raise ValueError(
                "the generator 'openai' needs a server; set FOOTING_OPENAI_BASE_URL, for example "
                "to http://127.0.0.1:11434/v1"
            )
        return self


class LoadedSettings(BaseModel):
    """Settings with the origin of each value: `default`, a file's path, or a variable's name."""

    model_config = ConfigDict(frozen=True)

    settings: Settings
    origins: dict[str, str]

    @classmethod
    def load(
        cls,
        environment: Mapping[str, str] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> Self:
        """Read the settings.

        Args:
            environment: variables to read, those of the process by default.
            overrides: values given on the command line; None entries are ignored.

        Raises:
            InvalidInputError: a value is wrong; the message names it and where it came from.
        """
        variables = os.environ if environment is None else environment
        given = {k: v for k, v in (overrides or {}).items() if v is not None}
        values: dict[str, Any] = {}
        origins = dict.fromkeys(Settings.model_fields, "default")
        data = given.get("data") or variables.get(f"{PREFIX}DATA")
        for source, found in (
            *_from_files(data),
            *_from_environment(variables),
            *(("command line", {k: v}) for k, v in given.items()),
        ):
            values.update(found)
            origins.update(dict.fromkeys(found, source))
        try:
            settings = Settings(**values)
        except ValidationError as error:
            raise _explain(error, origins) from error
        return cls(settings=settings, origins=origins)


def _from_files(data: Path | str | None) -> list[tuple[str, dict[str, Any]]]:
    """The working directory's file, then the data directory's, which is closer to the data."""
    here = Path(FILE_NAME)
    found = [(here, _read(here))]
    folder = Path(str(data or found[0][1].get("data") or Settings().data))
    if folder / FILE_NAME != here:
        found.append((folder / FILE_NAME, _read(folder / FILE_NAME)))
    return [(str(path), values) for path, values in found]


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path} cannot be read as TOML: {error}") from error


def _from_environment(variables: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        if value := variables.get(variable):
            found.append((variable, {name: value}))
    return found


def _explain(error: ValidationError, origins: Mapping[str, str]) -> InvalidInputError:
    parts = []
    for problem in error.errors():
        if not problem["loc"]:  # of several settings together
            parts.append(problem["msg"].removeprefix("Value error, "))
            continue
        name = str(problem["loc"][0])
        known = f" (from {origins[name]})" if name in origins else ""
        parts.append(f"setting '{name}'{known}: {problem['msg']}")
    return InvalidInputError("; ".join(parts) + ". `footing doctor` lists all settings.")
