"""The graph that ranking walks over: what joins what, and that following equals rebuilding."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexes.entity_graph import EntityGraph
from indexes.keywords import KeywordIndex
from knowledge.types import Triple


class Followed:
    """An entity graph with the keyword index that it asks."""

    def __init__(self, library, directory):
        self.library, self.directory = library, directory
        self.keywords = KeywordIndex(directory / "keywords")
        self.graph = EntityGraph(directory / "entities")

    def refresh(self):
        self.keywords.refresh(self.library.store, "c")
        self.graph.refresh(self.library.store, "c", self.keywords)
        return self

    def edges(self) -> dict[frozenset[object], float]:
        """Weights by what an edge joins: names as text, chunks as numbers."""
        view, nodes = self.graph.view, self.graph._state.nodes
        matrix = view.matrix.tocoo()

        def label(node):
            return nodes.name(node) or int(view.chunk_ids[node])

        return {
            frozenset({label(a), label(b)}): round(float(w), 3)
            for a, b, w in zip(*matrix.coords, matrix.data, strict=True)
        }

    def mentioned_by(self, chunk_id: int) -> set[object]:
        return {next(iter(e - {chunk_id})) for e in self.edges() if chunk_id in e}


@pytest.fixture
def followed(library, tmp_path):
    return Followed(library, tmp_path / "followed")


def test_a_passage_is_joined_to_its_title_and_to_the_titles_it_mentions(followed):
    (film,) = followed.library.put("f", "A film by Luis Mandoki.", title="Gaby (film)")
    (person,) = followed.library.put("p", "Born in Mexico City.", title="Luis Mandoki")
    followed.refresh()
    assert followed.mentioned_by(film) == {"gaby (film)", "gaby", "luis mandoki"}
    assert followed.edges()[frozenset({person, "luis mandoki"})] == 3.0
    assert followed.edges()[frozenset({film, "luis mandoki"})] == 1.0


def test_a_document_that_comes_later_is_found_in_the_earlier_ones(followed):
    (film,) = followed.library.put("f", "由路易斯·曼多基執導。", title="电影")
    followed.refresh()
    assert followed.mentioned_by(film) == {"电影"}
    followed.library.put("p", "导演", title="路易斯·曼多基")
    assert followed.refresh().mentioned_by(film) == {"电影", "路易斯·曼多基"}


def test_a_longer_name_that_comes_later_takes_the_place_of_a_shorter(followed):
    followed.library.put("a", "a city", title="New York")
    (text,) = followed.library.put("t", "In New York City.", title="text")
    assert followed.refresh().mentioned_by(text) == {"text", "new york"}
    followed.library.put("b", "the city", title="New York City")
    assert followed.refresh().mentioned_by(text) == {"text", "new york city"}
    followed.library.store.delete_document("c", "b")
    assert followed.refresh().mentioned_by(text) == {"text", "new york"}


def test_triples_join_their_ends_and_the_passages_that_mention_them(followed):
    (text,) = followed.library.put("t", "LoRA is cheap.", title="notes")
    followed.library.store.add_triples("c", [Triple("LoRA", "introduced by", "Edward Hu")])
    followed.refresh()
    assert followed.edges()[frozenset({"lora", "edward hu"})] == 1.0
    assert followed.mentioned_by(text) == {"notes", "lora"}


def test_a_passage_is_joined_to_the_triples_that_were_read_from_it(followed):
    facts = [(Triple("Grace Hopper", "rank", "admiral", confidence=0.5), 0)]
    (text,) = followed.library.put("t", "She was an admiral.", triples=facts)
    followed.refresh()
    assert followed.edges() == {
        frozenset({text, "grace hopper"}): 0.5,
        frozenset({text, "admiral"}): 1.5,  # said by the triple and by the text
        frozenset({"grace hopper", "admiral"}): 0.5,
    }


def test_values_are_no_names(followed):
    followed.library.store.add_triples("c", [Triple("影舞者", "车身重量", "1232")])
    (text,) = followed.library.put("t", "影舞者重1232公斤。")
    assert followed.refresh().edges() == {frozenset({text, "影舞者"}): 1.0}


def test_what_is_deleted_leaves_nothing(followed):
    followed.library.put("a", "A film by Luis Mandoki.", title="Gaby")
    followed.library.put("b", "Born in Mexico City.", title="Luis Mandoki")
    triples = [Triple("Gaby", "director", "Luis Mandoki")]
    followed.library.store.add_triples("c", triples)
    followed.refresh()
    followed.library.store.delete_document("c", "a")
    followed.library.store.delete_document("c", "b")
    followed.library.store.remove_triples("c", triples)
    followed.refresh()
    assert followed.edges() == {}
    assert (followed.graph.names, followed.graph.view.spans("gaby luis mandoki")) == (0, [])


def test_a_kept_graph_is_opened_and_followed_on(followed):
    followed.library.put("a", "A film by Luis Mandoki.", title="Gaby")
    followed.refresh().graph.save()
    again = Followed(followed.library, followed.directory)
    assert again.edges() == followed.edges()
    assert again.graph.sequence == followed.graph.sequence
    followed.library.put("b", "Born in Mexico City.", title="Luis Mandoki")
    assert again.refresh().edges() == followed.refresh().edges()


def test_a_damaged_file_means_rebuilding(followed):
    followed.library.put("a", "A film by Luis Mandoki.", title="Gaby")
    followed.refresh().graph.save()
    (followed.directory / "entities" / "names.txt").write_text("nonsense")
    again = Followed(followed.library, followed.directory)
    assert again.graph.sequence == 0
    assert again.refresh().edges() == followed.edges()


def test_a_restored_store_is_noticed(followed, tmp_path):
    """The same sequence number by other changes: the checksum tells."""
    followed.library.put("a", "A film by Luis Mandoki.", title="Gaby")
    followed.refresh()
    restored = type(followed.library)(tmp_path / "restored.sqlite")
    restored.put("b", "one", "two", title="Anna")
    assert restored.store.state("c").sequence == followed.graph.sequence
    keywords = KeywordIndex(tmp_path / "restored")
    keywords.refresh(restored.store, "c")
    followed.graph.refresh(restored.store, "c", keywords)
    assert [named.name for named in followed.graph.view.spans("gaby and anna")] == ["anna"]
    restored.store.close()


_titles = ("Gaby", "Luis Mandoki", "Luis", "New York", "New York City", "李白", "李白诗集", "")
_texts = ("Gaby by Luis Mandoki.", "in New York City", "读李白诗集", "Luis's New York", "李白 Gaby")
_change = st.one_of(
    st.tuples(
        st.just("put"),
        st.sampled_from("abcd"),
        st.sampled_from(_titles),
        st.lists(st.sampled_from(_texts), min_size=1, max_size=2),
    ),
    st.tuples(st.just("delete"), st.sampled_from("abcd")),
    st.tuples(st.just("link"), st.sampled_from(_titles[:-1]), st.sampled_from(_titles[:-1])),
    st.tuples(st.just("unlink"), st.sampled_from(_titles[:-1]), st.sampled_from(_titles[:-1])),
    st.tuples(st.just("refresh")),
)


def _apply(library, change) -> None:
    match change:
        case ("put", document, title, texts):
            library.put(document, *texts, title=title)
        case ("delete", document):
            if library.store.fingerprint("c", document) is not None:
                library.store.delete_document("c", document)
        case ("link", one, other):
            library.store.add_triples("c", [Triple(one, "knows", other)])
        case ("unlink", one, other):
            library.store.remove_triples("c", [Triple(one, "knows", other)])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_change, max_size=12))
def test_following_equals_rebuilding(changes, tmp_path_factory, library):
    for document in library.store.documents("c"):
        library.store.delete_document("c", document.id)
    directory = tmp_path_factory.mktemp("graph")
    followed = Followed(library, directory / "followed")
    for change in changes:
        followed.refresh() if change == ("refresh",) else _apply(library, change)
    rebuilt = Followed(library, directory / "rebuilt")
    assert followed.refresh().edges() == rebuilt.refresh().edges()
    assert followed.graph.names == rebuilt.graph.names
