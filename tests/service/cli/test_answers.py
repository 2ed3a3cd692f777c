"""`footing ask` and `footing check`: for people, for programs, from files, and wrongly."""

import json
import subprocess
import sys

import pytest

from service.answer import Answer, CheckResult


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When was the Harbour bridge opened?", "The Harbour bridge in Sydney was opened in 1932."),
        ("明长城总长度是多少公里？", "明长城总长度为8851公里。"),
        ("Who invented espresso?", "espresso — invented by — Angelo Moriondo"),
    ],
)
def test_an_answer_for_people(filled, question, said):
    ran = filled("ask", question)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"{said} [1]"
    assert lines[1].startswith("  answered (support 0.")
    assert lines[2].startswith("  [1] ")


@pytest.mark.parametrize(
    ("question", "refusal"),
    [("Who painted the ceiling?", "I don't know"), ("谁写了红楼梦？", "我不知道")],
)
def test_a_refusal_for_people(filled, question, refusal):
    ran = filled("ask", question)
    assert (ran.status, ran.out.splitlines()[0]) == (0, refusal)
    assert "no_evidence: nothing about it was found in the documents (support 0.00" in ran.out


def test_a_refusal_shows_what_came_nearest(filled):
    ran = filled("ask", "How many lanes does the tunnel have?")
    assert "not_answerable: " in ran.out
    assert "nearest: Harbour bridge: The Harbour bridge in Sydney" in ran.out


@pytest.mark.parametrize("question", ["When was the Harbour bridge opened?", "谁写了红楼梦？"])
def test_an_answer_for_programs_has_exactly_the_keys_of_the_design(filled, question):
    (body,) = filled("ask", question, "--json").rows
    assert list(body) == [
        "id", "question", "status", "abstain_reason", "text", "short_answer", "highlights",
        "support", "threshold", "threshold_from", "guarantee", "claims", "citations", "evidence",
        "disclaimers",
        "model", "timings_ms", "trace",
    ]  # fmt: skip
    answer = Answer.model_validate(body)
    for claim in answer.claims:
        assert set(claim.model_dump()) == {
            "text", "start", "end", "verdict", "support", "citations", "contradictions",
        }  # fmt: skip
    for citation in answer.citations:
        assert set(citation.model_dump()) == {
            "n", "kind", "document_id", "chunk_id", "title", "uri", "start", "end", "text",
            "hops", "conflicts",
        }  # fmt: skip


def test_brackets_in_a_document_are_shown_as_they_are(footing, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("The [bold]tunnel[/bold] was opened in 1992 [3].")
    ran = footing("ask", "When was the tunnel opened?", "--source", source)
    assert "The [bold]tunnel[/bold] was opened in 1992 [3]. [1]" in ran.out


def test_files_answer_in_place_of_the_collection(filled, tmp_path):
    source = tmp_path / "tunnel.md"
    source.write_text("# Tunnel\n\nThe tunnel was opened in 1992.")
    ran = filled("ask", "When was the tunnel opened?", "-s", source, "--json")
    assert ran.rows[0]["text"] == "The tunnel was opened in 1992."
    ran = filled("ask", "When was the Harbour bridge opened?", "-s", source, "--json")
    assert ran.rows[0]["status"] == "abstained"


def test_a_folder_without_files_does_not_fall_back_to_the_collection(filled, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = filled("ask", "When was the Harbour bridge opened?", "-s", tmp_path / "empty")
    assert ran.status == 2
    assert "the sources hold no files" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "Why?", "-c", "nowhere"), "there is no collection 'nowhere'"),
        (("ask", "Why?", "-c", "\udcff"), "a collection's name"),
        (("ask", " "), "the question is empty"),
        (("ask", "\udcff"), "lone surrogates"),
        (("ask", "Why?", "-s", "gone.txt"), "gone.txt does not exist"),
        (("check", "-a", "A b.", "-c", "nowhere"), "there is no collection 'nowhere'"),
        (("check", "-a", "A b."), "give either --source or --collection"),
        (("check", "-a", " ", "-c", "default"), "the answer is empty"),
    ],
)
def test_an_error_is_one_line_and_status_2(footing, arguments, said):
    ran = footing(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_text_that_stands_on_its_source(footing, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("The bridge was opened in 1932.")
    ran = footing("check", "-a", "The bridge was opened in 1932.", "-s", source)
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "    supported 0.99  The bridge was opened in 1932. [1]",
        "grounded: yes, support 0.99",
        *ran.out.splitlines()[2:],
    ]


def test_a_text_that_does_not_is_status_1(footing, tmp_path):
    source, answer = tmp_path / "a.txt", tmp_path / "answer.txt"
    source.write_text("长城总长度为8851公里。")
    answer.write_text("长城总长度为6000公里。企鹅会飞。")
    ran = footing("check", "--answer", answer, "--source", source)
    assert ran.status == 1
    assert "contradicted" in ran.out
    assert "against [1]" in ran.out
    assert "grounded: no" in ran.out
    ran = footing("check", "--answer", answer, "--source", source, "--json")
    result = CheckResult.model_validate(ran.rows[0])
    assert (ran.status, [c.verdict for c in result.claims]) == (1, ["contradicted", "unsupported"])


def test_a_check_against_a_collection(filled):
    ran = filled("check", "-a", "明长城总长度为8851公里。", "-c", "default", "-q", "多长？")
    assert ran.status == 0
    assert "长城" in ran.out


def test_a_check_that_read_not_all_says_so(footing, tmp_path):
    source, answer = tmp_path / "a.txt", tmp_path / "answer.txt"
    source.write_text("The bridge was opened in 1932.")
    answer.write_text("The bridge was opened in 1932. " * 201)
    ran = footing("check", "-a", answer, "-s", source)
    assert ran.status == 0
    assert "longer than what is checked; the rest was not read" in ran.out


def test_the_installed_command(tmp_path):
    """Once through a process of its own, as a user would run it."""
    environment = {
        "FOOTING_DATA": str(tmp_path), "FOOTING_EMBEDDER": "hashing", "PATH": "/usr/bin:/bin",
        "FOOTING_READER": "sentences", "FOOTING_CHECKER": "signals",
    }  # fmt: skip

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "from service.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    source = tmp_path / "a.txt"
    source.write_text("隧道总长度为12公里。")
    asked = run("ask", "隧道有多少公里？", "--source", str(source), "--json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["text"] == "隧道总长度为12公里。"
    wrong = run("ask", "Why?", "--collection", "nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("error: there is no collection 'nowhere'")
    assert "Traceback" not in wrong.stderr


def test_how_an_answer_came_about(filled):
    ran = filled("ask", "When was the Harbour bridge opened?", "--trace")
    lines = ran.out[ran.out.index("trace") :].splitlines()
    assert [line.split()[0] for line in lines] == ["trace", "search", "draft", "check", "decide"]
    assert "answered: support 0." in lines[-1]


def test_a_disclaimer_stands_below_the_answer(filled, tmp_path):
    rules = "rules: [{name: care, kind: disclaimer, text: Check on site.}]"
    (tmp_path / "data" / "rules.yaml").write_text(rules)
    ran = filled("ask", "When was the Harbour bridge opened?")
    assert "  Check on site." in ran.out.splitlines()


def test_rules_that_cannot_be_used_are_explained(filled, tmp_path):
    (tmp_path / "data" / "rules.yaml").write_text("rules:\n- name: care\n  kind: disclaimer")
    for command in (("ask", "Why?"), ("doctor",)):
        ran = filled(*command)
        assert ran.status in (1, 2)
        assert "line 2: rules[0].text: Field required" in ran.out + ran.err
