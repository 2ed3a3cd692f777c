"""What is read of a module's constants: plain data, short as it is, long as a digest."""

import re
from types import ModuleType

from service.calibration.constants import constants_of


def module(**names: object) -> ModuleType:
    """A module with some names."""
    made = ModuleType("rules")
    vars(made).update(names)
    return made


def test_constants_are_kept_by_module_and_name():
    made = module(WIDE=6, _SHARE=0.7, SPANS=(1, 3), OF={"a": None, "b": True}, NAME="shipped")
    assert constants_of([made]) == {
        "rules.WIDE": "6",
        "rules._SHARE": "0.7",
        "rules.SPANS": "[1, 3]",
        "rules.OF": '[["a", null], ["b", true]]',
        "rules.NAME": '"shipped"',
    }


def test_what_is_no_constant_or_no_plain_data_is_left_out():
    assert constants_of([module(count=3, Kind=int, LOCK=object(), KINDS=(int, str))]) == {}


def test_a_set_is_the_same_in_whatever_order():
    assert constants_of([module(WORDS=frozenset("cab"))]) == {"rules.WORDS": '["a", "b", "c"]'}


def test_what_no_file_may_hold_is_written_in_ascii():
    assert constants_of([module(LONE=re.compile("\ud800"))]) == {"rules.LONE": '["\\ud800", 32]'}


def test_a_long_value_is_known_by_a_digest():
    def kept(value: object) -> str:
        return constants_of([module(LONG=value)])["rules.LONG"]

    pattern = "(?:one|two|three|four|five|six|seven)"
    assert re.fullmatch("[0-9a-f]{12}", kept(re.compile(pattern)))
    assert kept(re.compile(pattern)) == kept(re.compile(pattern))
    assert kept(re.compile(pattern)) != kept(re.compile(pattern, re.IGNORECASE))
    assert kept(list(range(50))) != kept(list(range(51)))
