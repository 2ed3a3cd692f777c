"""What English rules read: one sentence in, a question and its answers out."""

import pytest

from service.evaluation.proposals.reading_rules import proposals_of


@pytest.fixture
def read(passage):
    """Rule, question and first answer of everything found in a text."""

    def run(text, title=""):
        found = [p.found for p in proposals_of([passage(text, title)])]
        return [(f.rule, f.question, f.answers[0]) for f in found]

    return run


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "DPO was introduced by Rafael Rafailov and colleagues at Stanford in May 2023.",
            [
                ("agent", "Who introduced DPO?", "Rafael Rafailov and colleagues"),
                ("date", "When was DPO introduced?", "May 2023"),
            ],
        ),
        (
            "Synaptic Intelligence, introduced by Friedemann Zenke, Ben Poole and Surya Ganguli in "
            "2017, estimates importance online.",
            [
                (
                    "agent",
                    "Who introduced Synaptic Intelligence?",
                    "Friedemann Zenke, Ben Poole and Surya Ganguli",
                ),
                ("date", "When was Synaptic Intelligence introduced?", "2017"),
            ],
        ),
        (
            "WiSE-FT, by Mitchell Wortsman and colleagues in 2022, is simple.",
            [
                ("agent", "Who proposed WiSE-FT?", "Mitchell Wortsman and colleagues"),
                ("date", "When was WiSE-FT proposed?", "2022"),
            ],
        ),
        (
            "Databricks published dolly-15k in April 2023, with 15,000 records.",
            [
                ("agent", "Who published dolly-15k?", "Databricks"),
                ("date", "When was dolly-15k published?", "April 2023"),
            ],
        ),
        (
            "Leaves of Grass was written by Walt Whitman.",
            [("agent", "Who wrote Leaves of Grass?", "Walt Whitman")],
        ),
        (
            "GRPO appeared in a paper in February 2024.",
            [("date", "When did GRPO appear?", "February 2024")],
        ),
        (
            "The Kyoto Tower is located in Lower Nakagyo, Japan.",
            [("place", "Where is the Kyoto Tower located?", "Lower Nakagyo, Japan")],
        ),
    ],
)
def test_events(read, sentence, expected):
    assert read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Llama 2 70B has 64 query heads but only 8 KV heads.",
            ("amount", "How many query heads does Llama 2 70B have?", "64 query heads"),
        ),
        (
            "InstructGPT used about 13,000 prompts for SFT, 33,000 for the reward model.",
            ("amount", "How many prompts did InstructGPT use for SFT?", "about 13,000 prompts"),
        ),
        (
            "The Kyoto Tower is 131 metres tall.",
            ("amount", "How tall is the Kyoto Tower?", "131 metres"),
        ),
        (
            "The Kyoto Tower cost $3 million.",
            ("amount", "How much did the Kyoto Tower cost?", "$3 million"),
        ),
        (
            "Mixtral needs 90 GB of memory.",
            ("amount", "How much memory does Mixtral need?", "90 GB"),
        ),
        (
            "Greenland covers 80 percent of Denmark.",
            ("amount", "What percentage of Denmark does Greenland cover?", "80 percent"),
        ),
        (
            "There are 12 bridges in Kyoto.",
            ("amount", "How many bridges are there in Kyoto?", "12 bridges"),
        ),
        (
            "Four models are held during PPO: policy, reference, reward and value.",
            (
                "list",
                "Which four models are held during PPO?",
                "policy, reference, reward and value",
            ),
        ),
    ],
)
def test_amounts(read, sentence, expected):
    assert expected in read(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Perplexity is the exponential of the average negative log-likelihood.",
            (
                "definition",
                "What is perplexity?",
                "the exponential of the average negative log-likelihood",
            ),
        ),
        (
            "Wole Soyinka is a Nigerian writer of plays.",
            ("definition", "Who is Wole Soyinka?", "a Nigerian writer of plays"),
        ),
        (
            "Direct Preference Optimization (DPO) is new.",
            ("expansion", "What does DPO stand for?", "Direct Preference Optimization"),
        ),
        (
            "Nucleus sampling, also called top-p, is common.",
            ("other_name", "What is another name for nucleus sampling?", "top-p"),
        ),
        (
            "The cost of EWC is memory: it stores a copy.",
            ("attribute", "What is the cost of EWC?", "memory"),
        ),
        (
            "Length is the most common bias in preference data.",
            ("superlative", "What is the most common bias in preference data?", "Length"),
        ),
        (
            "HNSW is used to find neighbours quickly.",
            ("purpose", "What is HNSW used for?", "to find neighbours quickly"),
        ),
        (
            "BF16 is safer than FP16 because the exponent range equals that of FP32.",
            (
                "reason",
                "Why is BF16 safer than FP16?",
                "the exponent range equals that of FP32",
            ),
        ),
        (
            "Replay mixes a portion of old data into the new training set.",
            (
                "function",
                "What does Replay do?",
                "mixes a portion of old data into the new training set",
            ),
        ),
        (
            "model: LLaMA-7B; layers: 32; hidden size: 4096",
            ("cell", "What is the hidden size of LLaMA-7B?", "4096"),
        ),
    ],
)
def test_meanings(read, sentence, expected):
    assert expected in read(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was introduced by Edward Hu in 2021.",
        "This method was introduced by Edward Hu in 2021.",
        "The authors were joined by Edward Hu in 2021.",
        "A new club was founded in 2018.",
        "The film was released in 2005.",
        "Their 2021 study was published by OpenAI.",
        "She founded the Junior League of Greensboro in 1928.",
        "The learning rate of DPO is small.",
        "GPTQ was published in 3 parts.",
        "The 1990s were described by many.",
        "0.1 is a common value of the parameter.",
        "The Progressive Layered Unit (PLX) is new.",
        "What is a bridge?",
        "LLaMA needs 14 GB for weights and 14 GB for gradients.",
    ],
)
def test_what_points_elsewhere_or_says_nothing_is_not_asked(read, sentence):
    assert read(sentence) == []


def test_a_pronoun_stands_for_the_title_when_the_sentence_before_is_about_it(read):
    text = "Kyoto Tower opened to visitors. It has nine floors."
    assert ("amount", "How many floors does Kyoto Tower have?", "nine floors") in read(
        text, "Kyoto Tower"
    )
    assert read("Mamoru Yamada came first. It has nine floors.", "Kyoto Tower") == []


def test_the_title_that_stood_in_is_noted(passage):
    chunk = passage("Kyoto Tower opened early. It has nine floors.", "Kyoto Tower")
    (proposal,) = proposals_of([chunk])
    assert proposal.sentence == "It has nine floors."
    assert "read as ‘Kyoto Tower’" in proposal.found.note


def test_the_shorter_forms_of_an_answer_count_too(passage):
    (agent, _) = proposals_of([passage("DPO was introduced by Rafael Rafailov et al. in 2023.")])
    assert agent.found.answers == ("Rafael Rafailov et al.", "Rafael Rafailov")
    (amount,) = proposals_of([passage("InstructGPT used about 13,000 prompts.")])
    assert amount.found.answers == ("about 13,000 prompts", "13,000 prompts", "13,000")
