"""Groundedness checks with the requests and responses of other services' own documentation."""

import pytest

FACT = "The bridge was opened in 1932."
CHINESE = "明长城总长度为8851公里。"


def test_azure_names_the_ungrounded_sentences_with_their_places(api):
    text = f"{FACT} 🙂 The bridge was opened in 1945."
    body = {
        "domain": "Generic", "task": "QnA", "qna": {"query": "When was it opened?"}, "text": text,
        "groundingSources": [FACT], "reasoning": True,
    }  # fmt: skip
    path = "/contentsafety/text:detectGroundedness?api-version=2024-09-15-preview"
    found = api.post(path, json=body).json()
    assert found["ungroundedDetected"] is True
    assert 0.4 < found["ungroundedPercentage"] < 0.6
    (detail,) = found["ungroundedDetails"]
    assert detail["text"] == "🙂 The bridge was opened in 1945."
    assert detail["offset"] == {"utf8": 31, "utf16": 31, "codePoint": 31}
    assert detail["length"] == {"utf8": 35, "utf16": 33, "codePoint": 32}
    assert detail["reason"] == f"contradicted by: {FACT}"


def test_azure_of_a_grounded_text(api):
    body = {"text": CHINESE, "groundingSources": [CHINESE]}
    found = api.post("/contentsafety/text:detectGroundedness", json=body).json()
    assert found == {
        "ungroundedDetected": False, "ungroundedPercentage": 0.0, "ungroundedDetails": [],
    }  # fmt: skip


def test_azure_does_not_correct(api, error_of):
    body = {"text": FACT, "groundingSources": [FACT], "correction": True}
    response = api.post("/contentsafety/text:detectGroundedness", json=body)
    assert error_of(response) == (422, "invalid_input")


CHECK = "/v1/projects/p/locations/global/groundingConfigs/default_grounding_config:check"


def test_google_cites_facts_by_number_and_counts_bytes(api):
    facts = [
        {"factText": "Coffee is brewed from beans.", "attributes": {"title": "Coffee"}},
        {"factText": CHINESE, "attributes": {"title": "长城", "author": "x"}},
    ]
    body = {
        "answerCandidate": f"{CHINESE}你好！", "facts": facts,
        "groundingSpec": {"citationThreshold": 0.6, "enableClaimLevelScore": True},
    }  # fmt: skip
    found = api.post(CHECK, json=body).json()
    assert found["supportScore"] > 0.6
    assert found["citedChunks"] == [
        {"chunkText": CHINESE, "source": "1", "sourceMetadata": facts[1]["attributes"]}
    ]
    first, second = found["claims"]
    length = len(CHINESE.encode())
    assert (first["startPos"], first["endPos"], first["claimText"]) == (0, length, CHINESE)
    assert (first["citationIndices"], first["groundingCheckRequired"]) == ([0], True)
    assert first["score"] == found["supportScore"]
    assert (second["startPos"], second["groundingCheckRequired"]) == (length, False)
    assert (second["citationIndices"], second["score"]) == ([], None)


def test_google_knows_the_fact_of_a_passage_behind_windows_line_ends(api):
    facts = [{"factText": FACT.replace("1932", "1845")}, {"factText": f"Old.\r\n\r\n{FACT}"}]
    found = api.post(CHECK, json={"answerCandidate": FACT, "facts": facts}).json()
    assert found["citedChunks"][0]["source"] == "1"


def test_google_cites_nothing_below_the_threshold(api):
    body = {
        "answerCandidate": FACT, "facts": [{"factText": FACT}],
        "groundingSpec": {"citationThreshold": 1.0},
    }  # fmt: skip
    found = api.post(CHECK, json=body).json()
    assert (found["citedChunks"], found["claims"][0]["citationIndices"]) == ([], [])
    assert found["claims"][0]["score"] is None


def test_vectara_scores_the_weakest_sentence(api):
    path = "/v2/evaluate_factual_consistency"

    def scored(text):
        body = {"generated_text": text, "source_texts": [FACT], "language": "eng",
                "model_parameters": {"model_name": "hhem_v2.3"}}  # fmt: skip
        return api.post(path, json=body).json()

    good, bad = scored(FACT), scored(f"{FACT} The bridge was opened in 1945.")
    assert bad["score"] < 0.5 < good["score"]
    for found in (good, bad):
        assert found["p_consistent"] == found["score"]
        assert found["p_inconsistent"] == pytest.approx(1 - found["score"], abs=1e-4)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/contentsafety/text:detectGroundedness", {"text": FACT, "groundingSources": []}),
        ("/contentsafety/text:detectGroundedness", {"text": " ", "groundingSources": [FACT]}),
        ("/contentsafety/text:detectGroundedness", {"text": FACT, "groundingSources": [""]}),
        ("/contentsafety/text:detectGroundedness", {"text": FACT, "groundingSources": FACT}),
        (CHECK, {"answerCandidate": FACT, "facts": []}),
        (CHECK, {"answerCandidate": "a\x00", "facts": [{"factText": FACT}]}),
        (CHECK, {"facts": [{"factText": FACT}]}),
        ("/v2/evaluate_factual_consistency", {"generated_text": FACT, "source_texts": []}),
        ("/v2/evaluate_factual_consistency", {"generated_text": "", "source_texts": [FACT]}),
    ],
)
def test_what_cannot_be_checked(api, error_of, path, body):
    assert error_of(api.post(path, json=body))[0] == 422
