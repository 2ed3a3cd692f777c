"""Texts cut into marked pieces lose nothing, and citations stand where they belong."""

from hypothesis import given
from hypothesis import strategies as st

from service.answer import Citation, EvidenceItem
from service.evaluation.report.passages import Piece, clipped, passages, pieces, shortened


def _evidence(text, start=0, document="d"):
    return EvidenceItem(kind="passage", text=text, score=1, document_id=document, start=start)


def _citation(text, start, n=1, document="d"):
    return Citation(n=n, kind="passage", document_id=document, start=start, text=text)


def test_overlapping_spans_are_cut_where_one_starts_or_ends():
    assert pieces("abcdefgh", [(1, 4, 1), (3, 6, 2)]) == [
        Piece("a"),
        Piece("bc", True),
        Piece("d", True, (1,)),
        Piece("ef", True, (2,)),
        Piece("gh"),
    ]


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.integers(0, 3)), max_size=5),
)
def test_pieces_joined_are_the_text(text, spans):
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    inside = {i for s, e, _ in spans for i in range(max(0, s), min(e, len(text)))}
    assert sum(len(p.text) for p in found if p.marked) == len(inside)


def test_a_citation_is_marked_at_its_offset_even_where_its_words_stand_twice():
    (passage,) = passages([_evidence("是。是。", start=100)], [_citation("是。", 102)], most=1)
    assert passage.pieces == [Piece("是。"), Piece("是。", True, (1,))]


def test_a_citation_without_a_fitting_offset_is_found_by_its_words():
    (passage,) = passages([_evidence("a bc d", start=7)], [_citation("bc", 3)], most=1)
    assert passage.pieces == [Piece("a "), Piece("bc", True, (1,)), Piece(" d")]


def test_all_that_is_cited_is_shown_and_the_best_of_the_rest():
    evidence = [_evidence(f"text {n}", document=f"d{n}") for n in range(5)]
    found = passages(evidence, [_citation("text 4", 0, document="d4")], most=3)
    assert [p.place for p in found] == ["d0", "d1", "d4"]
    assert [p.cited for p in found] == [False, False, True]


def test_a_citation_that_no_evidence_holds_is_shown_by_itself():
    found = passages([_evidence("other")], [_citation("gone", 0, n=2)], most=2)
    assert [p.pieces for p in found] == [[Piece("other")], [Piece("gone", True, (2,))]]


def test_only_what_nothing_cites_is_shortened():
    long = "x" * 1000
    plain, marked = shortened([Piece(long), Piece(long, True)])
    assert plain.text == "x" * 180 + " … " + "x" * 180
    assert marked.text == long


def test_a_long_text_says_how_much_more_there_is():
    assert clipped("abcdef", 4) == "abcd… (2 more characters in run.jsonl)"
    assert clipped("abcd", 4) == "abcd"
