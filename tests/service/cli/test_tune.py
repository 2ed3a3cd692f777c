"""`footing tune`: a reader or a checker from a dozen rows, again, and wrongly."""

import json
import shutil

import numpy as np
import pytest

from service.models.network import load_network
from service.tuning.networks import new_network, save_trained
from service.tuning.vocabulary import packaged_vectors, unread_characters

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing.*:FutureWarning"),
]
CITIES = ("Lisbon", "Oslo", "Vienna", "Dublin", "Prague", "Warsaw")
QUICK = ("--epochs", 1, "--batch-tokens", 256, "--evaluate-every", 2)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A small model to go on from."""
    folder = tmp_path_factory.mktemp("base")
    few = unread_characters(())[:4]
    vectors = np.random.default_rng(0).normal(0, packaged_vectors().std(), (4, 384))
    save_trained(new_network("reader", few, vectors.astype(np.float32)), few, folder)
    return folder


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def files(tmp_path):
    """A dozen rows of each kind."""
    questions, claims = [], []
    for n, city in enumerate(CITIES * 2):
        context = f"The {city} Tower was opened in {1900 + n}. It is high and built of stone."
        answer = {"text": str(1900 + n), "start": context.index("19")}
        asked = f"When was the {city} Tower opened?"
        questions.append({"question": asked, "context": context, "answers": [answer]})
        label = "refuted" if n % 2 else "supported"
        claims.append({"evidence": context, "claim": f"It opened in {1900 + n}.", "label": label})
    return {
        "reader": write(tmp_path / "questions.jsonl", questions),
        "checker": write(tmp_path / "claims.jsonl", claims),
    }


@pytest.fixture
def tune(footing, files, base, tmp_path):
    """Run `footing tune KIND ...` on the files; checkpoints are large, so they are removed."""

    def run(kind, *arguments, **options):
        given = {"train": files[kind], "dev": files[kind], "out": "run", "base": base, **options}
        named = [part for name, value in given.items() for part in (f"--{name}", value)]
        return footing("tune", kind, *named, *QUICK, *arguments)

    yield run
    shutil.rmtree(tmp_path / "run", ignore_errors=True)


@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_a_run_says_its_score_and_how_to_use_the_model(tune, kind):
    ran = tune(kind)
    assert ran.status == 0, ran.err
    score, model, use = ran.out.splitlines()
    assert score.startswith("best score ")
    assert model == "model: run/model"
    assert use == f"use it: FOOTING_{kind.upper()}=run/model"
    assert load_network(kind, "run/model").name == "model"


def test_meanwhile_it_reports_to_standard_error(tune):
    ran = tune("checker")
    first = ran.err.splitlines()[0]
    assert first.startswith("step 2/")
    for said in ("loss ", " examples/s", " min left", "claims ", "score "):
        assert said in first


def test_for_programs_it_prints_the_summary(tune, tmp_path):
    ran = tune("reader", "--method", "lora", "--json")
    assert ran.status == 0, ran.err
    (summary,) = ran.rows
    assert summary["method"] == "lora"
    assert summary["model"] == "run/model"
    assert (summary["epochs"], summary["batch_tokens"], summary["evaluate_every"]) == (1, 256, 2)
    assert summary == json.loads((tmp_path / "run" / "summary.json").read_text())


def test_run_again_it_goes_on_and_finds_itself_done(tune):
    (first,) = tune("checker", "--json").rows
    ran = tune("checker", "--json")
    assert ran.status == 0
    assert "step " not in ran.err
    assert ran.rows[0] | {"seconds": 0} == first | {"seconds": 0}


def test_another_recipe_in_the_same_folder_is_refused(tune):
    assert tune("checker").status == 0
    ran = tune("checker", "--seed", 1)
    assert ran.status == 2
    assert "is of a run with other seed; remove it to start anew" in " ".join(ran.err.split())


@pytest.mark.parametrize("option", ["train", "dev"])
@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_a_missing_file_is_named(tune, kind, option):
    ran = tune(kind, **{option: "missing.jsonl"})
    assert ran.status == 2
    assert "error: missing.jsonl cannot be read" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("kind", "bad", "said"),
    [
        ("reader", {"question": "When?"}, 'row 2: needs "context" as a text'),
        (
            "reader",
            {"question": "Q", "context": "Text", "answers": [{"text": "x", "start": 0}]},
            "row 2: has no 'x' at 0 of its context",
        ),
        (
            "checker",
            {"evidence": "E", "claim": "C", "label": "true"},
            "row 2: has the label 'true'; give one of supported",
        ),
    ],
)
def test_a_malformed_row_is_named(tune, files, tmp_path, kind, bad, said):
    good = json.loads(files[kind].read_text().splitlines()[0])
    ran = tune(kind, train=write(tmp_path / "bad.jsonl", [good, bad]))
    assert ran.status == 2
    assert f"bad.jsonl, {said}" in " ".join(ran.err.split())
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("kind", "what"), [("reader", "questions"), ("checker", "claims")])
def test_an_empty_dev_file_is_refused(tune, tmp_path, kind, what):
    ran = tune(kind, dev=write(tmp_path / "empty.jsonl", []))
    assert ran.status == 2
    assert f"error: the files for --dev hold no {what}" in ran.err


def test_an_empty_train_file_is_refused(tune, tmp_path):
    ran = tune("checker", train=write(tmp_path / "empty.jsonl", []))
    assert ran.status == 2
    assert "error: there are no examples to train on" in ran.err


@pytest.mark.parametrize("method", ["half", "LORA", ""])
def test_an_unknown_method_is_refused(tune, method):
    ran = tune("reader", "--method", method)
    assert ran.status == 2
    assert "Invalid value for --method: it is `full` or `lora`" in ran.err


def test_a_base_without_a_model_is_refused(tune, tmp_path):
    ran = tune("reader", base=tmp_path)
    assert ran.status == 2
    assert "holds no model that `footing tune` can go on from" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "wrong",
    [("--epochs", 0), ("--batch-tokens", 1), ("--accumulate", 0), ("--evaluate-every", 0),
     ("--patience", -1), ("--rate", "fast"), ("--seed", 1.5)],
)  # fmt: skip
def test_numbers_that_make_no_sense_are_refused(tune, wrong):
    ran = tune("reader", *wrong)
    assert ran.status == 2
    assert f"'{wrong[0]}'" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("rate", ["nan", "inf"])
def test_a_rate_that_is_no_number_is_refused(tune, rate):
    ran = tune("reader", "--rate", rate)
    assert ran.status == 2
    assert "rate" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("missing", ["--train", "--dev", "--out"])
def test_the_three_options_that_matter_are_required(footing, missing):
    given = {"--train": "a.jsonl", "--dev": "b.jsonl", "--out": "run"}
    named = [part for name, value in given.items() if name != missing for part in (name, value)]
    ran = footing("tune", "reader", *named)
    assert ran.status == 2
    assert f"Missing option '{missing}'" in ran.err


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        pytest.param((), {"out": "questions.jsonl"}, id="out is a file"),
        pytest.param(("--seed", -1), {}, id="seed below 0"),
        pytest.param(("--rate", -1), {}, id="rate below 0"),
        pytest.param((), {"train": "empty.jsonl"}, id="no questions to train on"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_no_traceback(tune, tmp_path, arguments, options):
    write(tmp_path / "empty.jsonl", [])
    ran = tune("reader", *arguments, **options)
    assert ran.status == 2
    assert "Traceback" not in ran.err
