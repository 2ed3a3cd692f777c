"""Text in both languages: what is dropped, what compares equal, what is searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import (
    cjk_share,
    clean_text,
    comparable,
    content_fragments,
    content_terms,
    fragments,
    has_forbidden_characters,
    language_of,
    shared_fragments,
    terms,
    words,
)

# Plain text seldom holds what matters here, so it is mixed in.
TRICKY = st.sampled_from(
    "\r|\n|\r\n|\x00|\x85|\u2028|\ufeff|\ud800|'|’|'s|’s|n't|.|,| |"
    "1,000.5|2024年|北京|臺灣|ｆｕｌｌ|é|İ|ß|ﬁ|①"
    .split("|")
)  # fmt: skip
# OpenCC alone is not idempotent, for this one character.
CHARACTERS = st.characters(exclude_characters="薴")
TEXT = st.lists(st.text(CHARACTERS, max_size=8) | TRICKY, max_size=12).map("".join)


@given(TEXT)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(TEXT)
def test_clean_text_holds_nothing_forbidden_and_can_be_encoded(text):
    cleaned = clean_text(text)
    assert not has_forbidden_characters(cleaned)
    assert not set(cleaned) & set("\r\x85\u2028\u2029")
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("\ufeffa\x00b\x1bc\x7fd\ud800e\uffff", "abcde"),
        ("tab\tand　ideographic space", "tab\tand　ideographic space"),
        ("naïve 北京 🎉 𠮷", "naïve 北京 🎉 𠮷"),
    ],
)
def test_cleaning_keeps_every_character_a_reader_sees(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1b", "\x9f", "\udfff", "\ufeff"])
def test_control_characters_and_lone_surrogates_are_forbidden(character):
    assert has_forbidden_characters(f"a{character}b")


@pytest.mark.parametrize("text", ["", "a\tb\r\nc\rd", "北京\u3000上海", "e\u0301 \U0001f600"])
def test_line_ends_tabs_and_other_scripts_are_not_forbidden(text):
    assert not has_forbidden_characters(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ｐａｒｉｓ", "paris"),
        ("STRASSE", "straße"),
        ("Café", "CAFE"),
        ("Cafe\u0301", "Café"),
        ("Việt Nam", "viet nam"),
        ("  New \n York ", "new york"),
        ("ﬁnance №１", "finance no1"),
        ("Ёлка", "елка"),
        ("２０２４年", "2024年"),
        ("İstanbul", "istanbul"),
        ("臺灣大學", "台湾大学"),
    ],
)
def test_width_case_diacritics_spacing_and_script_variant_do_not_tell_names_apart(left, right):
    assert comparable(left) == comparable(right)


@pytest.mark.parametrize(
    ("left", "right"), [("が", "か"), ("北京", "北 京"), ("resume", "résumés"), ("हिन्दी", "हनद")]
)
def test_other_scripts_keep_their_marks_and_words_their_letters(left, right):
    assert comparable(left) != comparable(right)


@given(TEXT)
def test_a_comparable_form_is_its_own_comparable_form(text):
    assert comparable(comparable(text)) == comparable(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost 1,234,567.89 euros.", ["it", "cost", "1234567.89", "euros"]),
        ("3.14, 2.71.", ["3.14", "2.71"]),
        ("2024年 and 2024 年", ["2024", "年", "and", "2024", "年"]),
        ("12kg of H2O", ["12kg", "of", "h2o"]),
        ("Beijing's and Ada’s café", ["beijing", "and", "ada", "cafe"]),
        ("don't don’t", ["don't", "don't"]),
        ("snake_case well-known", ["snake", "case", "well", "known"]),
        ("使用BERT模型的Transformer", ["使用", "bert", "模型", "型的", "transformer"]),
        ("我", ["我"]),
        ("北京大学", ["北京", "京大", "大学"]),
        ("東京タワー", ["东京", "京タ", "タワ", "ワー"]),
        ("北京,上海", ["北京", "上海"]),
        ("— … !?", []),
    ],
)
def test_words_are_latin_words_plain_numbers_and_cjk_bigrams(text, expected):
    assert words(text) == expected


def test_terms_are_stemmed_words_in_order_with_repeats():
    assert terms("Running runs, the runner RAN") == ["run", "run", "the", "runner", "ran"]
    assert terms("两个模型 models") == ["两个", "个模", "模型", "model"]


@given(TEXT)
def test_terms_hold_no_white_space_match_words_one_by_one_and_are_deterministic(text):
    found = terms(text)
    assert all(term and not any(c.isspace() for c in term) for term in found)
    assert len(found) == len(words(text))
    assert terms(text) == found
    # The keyword index joins terms by spaces and the linker works on comparable text.
    assert terms(comparable(text)) == found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the capital of France?", ["capit", "franc"]),
        ("Why doesn't ice sink, and why can’t it?", ["ice", "sink"]),
        ("什么是BERT模型的参数？", ["bert", "模型", "参数"]),
        ("请问北京的人口是多少", ["北京", "人口"]),
        ("the of and", []),
        ("dog dogs DOG", ["dog"]),
        ("", []),
    ],
)
def test_content_terms_leave_function_words_out_in_both_languages(question, expected):
    assert content_terms(question) == expected


@given(TEXT)
def test_content_terms_are_distinct(text):
    found = content_terms(text)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the capital?", "en"),
        ("首都是什么？", "zh"),
        ("BERT模型用什么", "zh"),
        ("The word 水 means water", "en"),
        ("1234 !?", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_chinese_from_a_quarter_of_the_letters(text, language):
    assert language_of(text) == language


def test_cjk_share_counts_letters_only():
    assert cjk_share("ab 水火 12 !") == 0.5
    assert cjk_share("12 !") == 0.0
    assert cjk_share("水，火") == 1.0


@given(TEXT, TEXT)
def test_shared_fragments_are_counted_as_if_both_texts_were_cut_up(one, other):
    folded = comparable(f"{other} {one[: len(one) // 2]}")
    assert shared_fragments(fragments(one), folded) == len(fragments(one) & fragments(folded))


def test_fragments_are_cjk_characters_and_latin_four_grams():
    assert fragments("Paris 北京 of") == {"pari", "aris", "北", "京", "of"}
    assert content_fragments("the city of 北京在哪里") == {"city", "北", "京"}
    assert content_fragments("the city of Rome") == {"city", "rome"}
