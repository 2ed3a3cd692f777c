"""When names are one entity."""

from knowledge.identity import merge_names
from knowledge.types import Triple


def read(*pairs: tuple[str, str]) -> dict[str, frozenset[str]]:
    return merge_names(Triple(a, "abbreviation", b, source="patterns") for a, b in pairs)


def test_a_short_name_joins_its_long_one_whatever_its_case_width_and_accents():
    names = read(("Société Générale", "ＳＧ"))
    assert names["sg"] == names["societe generale"] == {"sg", "societe generale"}


def test_a_short_name_explained_in_two_ways_joins_neither():
    names = read(("Principal Component Analysis", "PCA"), ("Patient Controlled Analgesia", "PCA"))
    assert names["pca"] == {"pca"}
    assert names["principal component analysis"] == {"principal component analysis"}


def test_a_chinese_and_an_english_name_meet_in_their_abbreviation():
    names = read(("大型语言模型", "LLM"), ("Large Language Model", "LLM"))
    assert names["llm"] == {"llm", "大型语言模型", "large language model"}


def test_spellings_of_one_long_name_are_no_ambiguity():
    names = read(("large language models", "LLM"), ("Large-Language Model", "LLM"))
    assert names["llm"] == {"llm", "large language models", "large-language model"}


def test_what_two_texts_say_is_one_is_one_before_ambiguity_is_judged():
    names = read(("鲁迅", "周树人"), ("鲁迅", "豫才"), ("周树人", "豫才"))
    assert names["豫才"] == {"鲁迅", "周树人", "豫才"}


def test_homonyms_of_two_titles_stay_apart():
    names = read(("Mercury (planet)", "Mercury"), ("Mercury (mythology)", "Mercury"))
    assert names["mercury (planet)"] == {"mercury (planet)"}


def test_imported_aliases_are_the_importers_decision():
    imported = [Triple("A One", "alias", "X"), Triple("B Two", "alias", "X")]
    assert merge_names(imported)["x"] == {"a one", "b two", "x"}


def test_no_aliases():
    assert merge_names([]) == {}
