"""Markdown: a name is shown, whatever it looks like, and starts nothing of its own."""

from html.parser import HTMLParser

import pytest
from hostile import NAMES
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sim.report.blocks import Bullets, Cell, Grid, Page, Section, Tone, Words
from sim.report.markdown import escaped, page_markdown
from sim.report.plain import harmless, plain

TEXTS = st.text(st.sampled_from("ab #*_`[](){}<>|\\!&;-+=~.12\n\u202e$x"), max_size=30)


class Read(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def rendered(markdown):
    reader = Read()
    reader.feed(MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown))
    return reader


@given(TEXTS)
def test_escaped_text_is_read_back_as_it_was_written(text):
    # Code between backquotes is ours, and loses its quotes; everything else comes back.
    text = text.replace("`", "")
    read = rendered(f"x {escaped(text)}")
    assert read.tags == ["p"]
    assert plain("".join(read.words)) == plain(f"x {text}")


@given(TEXTS)
def test_an_escaped_text_starts_no_block(text):
    told = escaped(text.replace("`", ""))
    assert set(rendered(told).tags) <= {"p"}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_the_blocks_it_was_given_and_no_other(name):
    row = (Cell(text=name), Cell(text=name))
    page = Page(
        title=name,
        lead=(Words(text=name, tone=Tone.STRONG), Words(text=name, tone=Tone.ASIDE)),
        sections=(
            Section(
                head=name,
                parts=(
                    Words(text=name),
                    Bullets(items=(name, name)),
                    Grid(caption=name, heads=(name, "b"), rows=(row,)),
                ),
            ),
        ),
    )
    tags = [tag for tag in rendered(page_markdown(page)).tags if tag != "code"]
    table = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert tags == ["h1", "p", "strong", "p", "em", "h2", "p", "ul", "li", "li", *table]


def test_marks_that_turn_direction_are_left_out_and_lines_kept():
    assert plain("a\u202eb\u2067c\x00d\n e") == "abcd e"
    assert harmless("a\n  b\u202e") == "a\n  b"
    assert plain("\u05d0\u200f") == "\u05d0\u200f"
