"""The sample is loaded at every start of `make run`: only the first time may change anything."""

from service.sample.load import load_sample


def test_a_restart_with_the_sample_changes_nothing(make_footing):
    footing = make_footing(extractor="none")
    load_sample(footing)
    before = footing.store.state("default")
    bound = footing.pipeline.standards.binding("default")
    load_sample(footing)
    assert footing.store.state("default") == before
    assert footing.pipeline.standards.binding("default") == bound
