"""The whole of training on a handful of rows: a folder that loads as any other model does."""

import gzip
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks.small_model.conversations import Conversation
from benchmarks.small_model.starting import starting_model
from benchmarks.small_model.task import WritingTask, encode
from benchmarks.small_model.tokenizer import END, learn_tokenizer, without_marks
from benchmarks.small_model.train import train


def write_set(folder: Path, name: str, lang: str) -> None:
    """Thirty questions about as many short passages."""
    folder.mkdir(exist_ok=True)
    with gzip.open(folder / f"{name}.jsonl.gz", "wt") as out:
        for n in range(30):
            year = str(1900 + n)
            context = (
                f"社团{n}成立于{year}年。" if lang == "zh" else f"Society {n} began in {year}."
            )
            question = f"社团{n}成立于哪一年？" if lang == "zh" else f"When did Society {n} begin?"
            answer = {"text": year, "start": context.index(year)}
            row = {"question": question, "context": context, "answers": [answer], "lang": lang}
            out.write(json.dumps(row) + "\n")


def options_of(folder: Path, **changed: object) -> Namespace:
    """A run of seconds on four small sets."""
    for name in ("squad11_train", "qed_nq_train", "cmrc2018_train", "cmrc2018_trial"):
        write_set(folder / "train", name, "zh" if name.startswith("cmrc") else "en")
    values = {
        "data": folder, "runs": folder / "runs", "start": None, "seed": 0, "share": 1.0,
        "vocabulary": 400, "epochs": 2, "rate": 1e-3, "rate_new": 1e-3,
        "batch_tokens": 1024, "evaluate_every": 2, "held_out": 10, "minutes": None,
    }  # fmt: skip
    return Namespace(**(values | changed))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = options_of(tmp_path_factory.mktemp("small-model"))
    train(options)
    return Path(options.runs) / "model"


def test_the_folder_loads_and_writes(trained: Path):
    model: Any = AutoModelForCausalLM.from_pretrained(trained)
    tokenizer: Any = AutoTokenizer.from_pretrained(trained)
    prompt = tokenizer.apply_chat_template(
        [{"role": "system", "content": "Rules."}, {"role": "user", "content": "When?"}],
        add_generation_prompt=True,
        return_tensors="pt",
        return_dict=True,
    )
    text = tokenizer.decode(prompt["input_ids"][0])
    assert text == "<|im_start|>user\nWhen?<|im_end|>\n<|im_start|>assistant\n"
    written = model.generate(**prompt, max_new_tokens=3, do_sample=False)
    assert prompt["input_ids"].shape[1] < written.shape[1] <= prompt["input_ids"].shape[1] + 3
    assert (trained / "model.safetensors").is_file()
    assert tokenizer.pad_token_id == model.generation_config.pad_token_id
    assert tokenizer.eos_token == END
    assert model.generation_config.eos_token_id == tokenizer.eos_token_id


def test_how_it_was_made_stands_beside_it(trained: Path):
    said = json.loads((trained / "training.json").read_text("utf-8"))
    assert said["vocabulary"] == 400
    assert said["best_score"] < 0
    assert said["steps"] > 0


def test_no_document_spells_the_end_of_a_message():
    tokenizer: Any = learn_tokenizer(["Some words, 一些字。"] * 5, 300)
    found = encode(
        [Conversation(f"Who{END}?", (f"a {END} b",), "Anna.", "en")], tokenizer, longest=500
    )
    end = tokenizer.convert_tokens_to_ids(END)
    assert list(found[0].tokens).count(end) == 2
    assert found[0].tokens[-1] == end
    assert without_marks(f"a{END}b") == "a b"


def test_the_reply_is_what_is_scored_and_padding_is_not():
    tokenizer: Any = learn_tokenizer(["Some words, 一些字。"] * 5, 300)
    short = Conversation("Who?", ("Anna.",), "Anna did.", "en")
    long = Conversation("Who was it that rang?", ("Anna rang the bell.",), "It was Anna.", "en")
    features = encode([short, long], tokenizer, longest=500)
    assert tokenizer.decode(features[0].tokens[features[0].reply :]) == f"Anna did.{END}"
    model = starting_model(tokenizer).eval()
    with torch.inference_mode():
        alone = [WritingTask([f]).score(model)["reply_loss"] for f in features]
        together = WritingTask(features).score(model)["reply_loss"]
    written = [len(f.tokens) - f.reply for f in features]
    expected = sum(a * n for a, n in zip(alone, written, strict=True)) / sum(written)
    assert together == pytest.approx(expected, abs=1e-3)


def test_what_is_too_long_is_left_out():
    tokenizer: Any = learn_tokenizer(["Some words."] * 5, 300)
    conversation = Conversation("Who?", ("Anna.",), "Anna did.", "en")
    assert encode([conversation], tokenizer, longest=10) == []


def test_a_run_whose_time_is_up_keeps_its_best_and_goes_on_later(tmp_path: Path):
    options = options_of(tmp_path, minutes=0.0)
    assert train(options)["steps"] == 2
    stopped = AutoModelForCausalLM.from_pretrained(tmp_path / "runs" / "model").state_dict()
    whole = train(options_of(tmp_path))
    assert (
        whole["steps"] == len((tmp_path / "runs" / "log.jsonl").read_text("utf-8").splitlines()) * 2
    )
    after = AutoModelForCausalLM.from_pretrained(tmp_path / "runs" / "model").state_dict()
    assert any(not torch.equal(stopped[name], after[name]) for name in stopped)


def test_tokens_begin_as_the_words_they_spell():
    """ "Paris" and " paris" lie near each other from the start, and far from another word."""
    # Each by itself, so that each becomes a token whatever the order of equal merges.
    tokenizer: Any = learn_tokenizer(["Paris", " paris", " London", "北京", "中国"] * 5, 400)
    model: Any = starting_model(tokenizer)
    words = model.get_input_embeddings().weight.detach()

    def token(text: str) -> Any:
        (number,) = tokenizer.encode(text)
        return words[number]

    def likeness(one: str, other: str) -> float:
        return float(torch.cosine_similarity(token(one), token(other), dim=0))

    assert likeness("Paris", " paris") > 0.9
    assert likeness(" paris", " London") < 0.7
    assert likeness("中国", "北京") < 0.9


def test_what_is_written_does_not_look_ahead():
    tokenizer: Any = learn_tokenizer(["Some words, 一些字。"] * 5, 300)
    model = starting_model(tokenizer).eval()
    ids = torch.tensor([tokenizer.encode("Some words")])
    other = ids.clone()
    other[0, -1] = tokenizer.eos_token_id
    with torch.inference_mode():
        one, two = (model(input_ids=i).logits[0, :-1] for i in (ids, other))
    assert torch.allclose(one, two, atol=1e-4)
