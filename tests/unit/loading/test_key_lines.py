"""Lines of keys, in every way TOML can write them."""

from __future__ import annotations

import tomllib
from typing import Any

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from sim.loading.lines import key_lines

EVERY_WAY = '''# a comment with [brackets] and = signs
a = 1
"quoted key".'an.other' = "# not a comment ] }"
b.c.d = [ 1,
  [2, 3], # why
  { e = "x" },
]
text = """
[not.a.table]
f = 1 \\"""
""" # after
raw = \'\'\'it's "quoted" \\\'\'\'
ending = """two quotes at the end"""""
inline = { g = 1, h.i = { j = [ { k = 2 } ] } }
when = 2025-05-28T10:00:00Z

[ table . "sub table" ]
l = true
[[rows]]
m = 1
[[rows]]
m = 2
[table]
n = -inf'''


def test_every_way_to_write_a_key() -> None:
    assert tomllib.loads(EVERY_WAY)
    lines = key_lines(EVERY_WAY)
    assert lines["a",] == 2
    assert lines["quoted key", "an.other"] == 3
    assert lines["b", "c", "d"] == lines["b",] == 4
    assert ("b", "c", "d", "0") not in lines  # on its key's own line
    assert lines["b", "c", "d", "1"] == 5
    assert lines["b", "c", "d", "2", "e"] == 6
    assert lines["text",] == 8
    assert ("f",) not in lines
    assert ("not",) not in lines
    assert lines["raw",] == 12
    assert lines["ending",] == 13
    assert lines["inline", "h", "i", "j"] == 14
    assert lines["when",] == 15
    assert lines["table", "sub table", "l"] == 18
    assert lines["rows", "0", "m"] == 20
    assert lines["rows", "1", "m"] == 22
    assert lines["table",] == 23  # its own header, though a table inside it came first
    assert lines["table", "n"] == 24


_leaves = st.one_of(
    st.booleans(),
    st.integers(-9, 9),
    st.floats(allow_nan=False),
    st.text(),
    st.lists(st.text(max_size=3), max_size=3),
)
_tables = st.recursive(
    st.dictionaries(st.text(min_size=1, max_size=4), _leaves, max_size=4),
    lambda inner: st.dictionaries(st.text(min_size=1, max_size=4), inner | _leaves, max_size=4),
    max_leaves=12,
)


def paths(tables: Any, at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(tables, dict):
        return [at]
    return [path for key, held in tables.items() for path in paths(held, (*at, key))]


@given(_tables)
def test_every_key_of_any_file_has_a_line_that_holds_it(tables: dict[str, Any]) -> None:
    text = tomli_w.dumps(tables, multiline_strings=False)
    assert tomllib.loads(text) == tables or "nan" in text
    lines = key_lines(text)
    rows = text.split("\n")
    for path in paths(tables):
        if path:
            line = rows[lines[path] - 1]
            key = tomli_w.dumps({path[-1]: 0}).removesuffix(" = 0\n")
            assert key in line
