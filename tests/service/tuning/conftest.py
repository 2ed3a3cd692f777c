"""Towers and the years they were opened in, as training rows; a small base to train on from."""

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.models.pairs import PairEncoder
from service.tuning.networks import new_network, pairs_for, save_trained
from service.tuning.rows import QuestionRow
from service.tuning.vocabulary import packaged_vectors, unread_characters

CITIES = ("Lisbon", "Oslo", "Vienna", "Dublin", "Prague", "Warsaw", "Athens", "Madrid", "Zagreb")
CITIES_ZH = ("里斯本", "奥斯陆", "维也纳", "都柏林", "布拉格", "华沙", "雅典", "马德里", "河内")
MAKERS = ("Anna Berg", "Carlo Dante", "Emil Ford", "Greta Holm", "Ivan Jansen")
MAKERS_ZH = ("安娜", "卡洛", "埃米尔", "格蕾塔", "伊万")


def _english(n: int) -> QuestionRow:
    city, maker, year = CITIES[n % 9], MAKERS[n % 5], str(1800 + n)
    context = (
        f"The {city} Tower was opened in {year}, and it is high. It was designed by {maker} for "
        f"the {city} Fair. Its highest platform has {20 + n} windows. It is built of stone, not "
        "of glass, and it has more visitors than any other tower."
    )
    start = context.index(year)
    asked = f"When was the {city} Tower first opened?"
    return QuestionRow(f"en{n}", asked, context, ((start, start + 4),), "en", f"Towers {n % 4}")


def _chinese(n: int) -> QuestionRow:
    city, maker, year = CITIES_ZH[n % 9], MAKERS_ZH[n % 5], f"{1800 + n}年"
    context = (
        f"{city}塔在{year}建成，塔很高。它由{maker}设计，附近有一个大公园，公园里每天都有很多游客。"
        f"塔上最高的平台有{20 + n}扇窗户，游客可以在平台上看到整座城市。"
        "这座塔是用石头建造的，不是用玻璃。到了夜里，塔上的灯光很亮，人们在很远的地方就能看到它。"
    )
    start = context.index(year)
    asked = f"{city}塔最早是哪一年建成的？"
    return QuestionRow(f"zh{n}", asked, context, ((start, start + 5),), "zh", f"塔 {n % 4}")


@pytest.fixture
def draw() -> random.Random:
    return random.Random(7)  # noqa: S311 - a fixed draw


@pytest.fixture(scope="session")
def make_rows() -> Callable[..., list[QuestionRow]]:
    """So many answerable questions, each about a passage and a year of its own."""

    def make(count: int, lang: str = "en") -> list[QuestionRow]:
        return [(_chinese if lang == "zh" else _english)(n) for n in range(count)]

    return make


@pytest.fixture(scope="session")
def write_jsonl() -> Callable[[Path, Sequence[Any]], Path]:
    """Rows as lines of JSON; a text is a line as it is."""

    def write(path: Path, rows: Sequence[Any]) -> Path:
        lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def as_json() -> Callable[[QuestionRow], dict[str, Any]]:
    """A row as it stands in a file."""

    def convert(row: QuestionRow) -> dict[str, Any]:
        answers = [{"text": row.context[a:b], "start": a} for a, b in row.spans]
        return {
            "id": row.id, "question": row.question, "context": row.context, "answers": answers,
            "answerable": bool(answers), "lang": row.lang, "title": row.title,
        }  # fmt: skip

    return convert


@pytest.fixture(scope="session")
def tokens() -> list[str]:
    """What the packaged encoder cannot read."""
    return unread_characters(())


@pytest.fixture(scope="session")
def pairs(tokens: list[str]) -> PairEncoder:
    return pairs_for(tokens)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged encoder with four more characters and an untrained reader's head."""
    folder = tmp_path_factory.mktemp("base")
    few = unread_characters(())[:4]
    vectors = np.random.default_rng(0).normal(0, packaged_vectors().std(), (4, 384))
    save_trained(new_network("reader", few, vectors.astype(np.float32)), few, folder)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    """A folder for runs, which is removed: checkpoints are large."""
    folder = tmp_path / "out"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
