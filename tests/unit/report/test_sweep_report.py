"""A sweep in words and pictures: what is said follows from the rows, and all of it can be read."""

from dataclasses import replace
from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from sim.analysis.grid.varying import varied_from
from sim.analysis.sweep import sweep_grid
from sim.domain.estimate import Difference
from sim.domain.sweep import Course, Scale, Stretch, Varied
from sim.loading import edit, load_codings
from sim.report import style
from sim.report.answering import answer_figures, answer_says, answer_text, write_answer_figures
from sim.report.figures.sweep_grid import draw_grid
from sim.report.figures.sweep_line import draw_line
from sim.report.turning import brief_words, kind_words, turn_words, value_words

SHIFT = "party.seller.no_deal.shift=-0.3:0.3:3"
HORIZON = "protocol.horizon=10:40:4"
NAMES = "protocol.kind=alternating,single-text,final-offer,simultaneous"


def codings(*names):
    """The haggle under as many codings, each with another way out for the seller."""
    plain = load_codings("price-haggle")["stated"]
    return {
        name: replace(
            edit(plain, {"party.seller.no_deal.shift": [-0.3, 0.3 - 0.1 * place]}, layer="test"),
            coding=name,
            codings=names,
        )
        for place, name in enumerate(names)
    }


def found(*words, names=("stated",), n=60):
    return sweep_grid(codings(*names), varied_from(words), n=n)


TWO, FOUR = ("low-no-deal", "high-no-deal"), ("first", "second", "third", "fourth")
MAKERS = {
    "one path": lambda: found(HORIZON),
    "one path, two codings": lambda: found(HORIZON, names=TWO),
    "one path, four codings": lambda: found(HORIZON, names=FOUR),
    "names": lambda: found(NAMES, names=TWO),
    "ranges": lambda: found("party.seller.patience=[0.8, 0.9],[0.95, 0.97, 0.99]"),
    "a logarithm": lambda: found("party.seller.tactics.toughness=0.05:1:12:log"),
    "one cell": lambda: found("protocol.horizon=20"),
    "one cell of two": lambda: found("protocol.horizon=20", "protocol.kind=single-text"),
    "two paths": lambda: found(HORIZON, SHIFT),
    "two paths, two codings": lambda: found(HORIZON, SHIFT, names=TWO),
    "two paths, four codings": lambda: found("protocol.horizon=5,10", SHIFT, names=FOUR, n=8),
    "names and numbers": lambda: found(NAMES, "protocol.horizon=5,10", names=TWO, n=20),
    "a line of two paths": lambda: found("protocol.horizon=20", SHIFT),
    "many cells": lambda: found("protocol.horizon=10:27:18", "protocol.round_days=5,10", n=2),
    "a wide grid": lambda: found(
        "protocol.horizon=10:20:11", "protocol.round_days=5,10", names=TWO, n=4
    ),
    "one world": lambda: found(HORIZON, n=1),
    "nothing stated": lambda: found("deadline.day=7,14,21"),
}
_MADE = {}


def case(name):
    if name not in _MADE:
        _MADE[name] = MAKERS[name]()
    return _MADE[name]


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_page_says_its_sentences_first_and_closes_as_all_do(name, width):
    finding = case(name)
    text = answer_text(finding, width=width)
    told = " ".join(text.split())
    for sentence in answer_says(finding):
        assert " ".join(sentence.split()) in told
    assert told.endswith("it does not predict what will happen.")
    assert "is exactly the value shown" in told
    assert "%" not in told.replace("95 % interval", "")
    assert "None" not in told
    assert "nan" not in told
    for varied in finding.varied:
        assert varied.path in told


@pytest.mark.parametrize("name", MAKERS)
def test_lines_fit_the_width(name):
    for width in (60, 80):
        assert all(len(line) <= width for line in answer_text(case(name), width=width).splitlines())


@pytest.mark.parametrize("name", MAKERS)
def test_two_to_four_sentences(name):
    said = answer_says(case(name))
    assert 2 <= len(said) <= 4
    assert all(sentence.endswith(".") for sentence in said)


def test_where_it_turns_and_how_it_stands_to_the_unchanged_scenario_is_said():
    course, held = answer_says(case("one path"))
    assert course.startswith("As protocol.horizon goes from 10 to 40, the share that settles rises")
    assert "of 100 worlds" in course
    assert held.startswith("Unchanged, ")
    assert "fewer up to 20" in held


def test_each_of_two_codings_has_its_own_sentences():
    said = answer_says(case("one path, two codings"))
    assert [one for one in said if "in coding high-no-deal" in one.lower()] == [said[1], said[3]]


def test_more_codings_are_counted():
    course, held = answer_says(case("one path, four codings"))
    assert "in 4 of 4 codings (first, second, third and fourth) it rises" in course
    assert "in coding fourth" in held


def test_names_are_told_without_an_order():
    first, *_ = answer_says(case("names"))
    assert "is largest with “single-text” and smallest with" in first
    assert "rises" not in first


def test_a_grid_counts_its_lines():
    _, along, other, _ = answer_says(case("two paths"))
    assert along.startswith(
        "As protocol.horizon goes from 10 to 40, the share rises at all 3 values"
    )
    assert other.startswith("As party.seller.no_deal.shift goes from −0.3 to 0.3, the share falls")
    assert "by up to" in other


def test_the_stated_value_is_marked_in_the_table():
    text = answer_text(case("one path"))
    assert "30 (stated)" in text
    assert "unchanged" in text


def test_every_cell_of_a_grid_stands_in_its_place():
    finding = case("two paths")
    text = answer_text(finding)
    lines = [line.split() for line in text.splitlines()]
    (head,) = [line for line in lines if line == ["10", "20", "30", "40"]]
    for value in ("−0.3", "0", "0.3"):
        (row,) = [line for line in lines if len(line) == 5 and line[0] == value]
        assert len(row) == len(head) + 1


def test_a_wide_grid_is_cut_into_blocks():
    text = answer_text(case("many cells"), width=60)
    assert sum(line.split()[:1] == ["10"] for line in text.splitlines()) >= 2


VARIED = Varied(
    path="a.b",
    values=("0", "1", "2", "3", "4"),
    numbers=(0.0, 1.0, 2.0, 3.0, 4.0),
    scale=Scale.EVEN,
)


def stretch(course, first, last, change=0.0, half=None):
    half = half or (first, last)
    return Stretch(
        coding="stated",
        along="a.b",
        across="",
        course=course,
        first=first,
        last=last,
        change=Difference(difference=change, low=change - 0.02, high=change + 0.02),
        half_from=half[0],
        half_to=half[1],
    )


def test_a_course_that_rises_and_falls_is_told_as_both():
    hill = [stretch(Course.RISES, "0", "2", 0.3), stretch(Course.FALLS, "2", "4", -0.2)]
    assert turn_words(hill, VARIED) == (
        "rises by 30 of 100 worlds (28–32, sampling only) from 0 to 2, then "
        "falls by 20 of 100 worlds (18–22, sampling only) from 2 to 4"
    )
    assert kind_words(hill, VARIED) == "rises and falls"


def test_where_nothing_changes_is_told_as_well():
    step = [
        stretch(Course.LEVEL, "0", "1"),
        stretch(Course.RISES, "1", "2", 0.3),
        stretch(Course.LEVEL, "2", "4"),
    ]
    assert turn_words(step, VARIED).endswith(
        "; it does not change beyond noise from 0 to 1 and from 2 to 4"
    )
    flat = [stretch(Course.LEVEL, "0", "4")]
    assert turn_words(flat, VARIED) == "does not change beyond noise anywhere between them"


def test_half_of_a_change_is_told_where_it_is_close_together():
    close = [stretch(Course.RISES, "0", "4", 0.3, ("1", "2"))]
    assert "half of that between 1 and 2" in turn_words(close, VARIED)
    even = [stretch(Course.RISES, "0", "4", 0.3, ("0", "2"))]
    assert "half of that" not in turn_words(even, VARIED)


def test_lines_of_a_grid_are_told_briefly():
    step = [stretch(Course.RISES, "0", "2", 0.3, ("1", "2")), stretch(Course.LEVEL, "2", "4")]
    assert brief_words(step, VARIED) == "rises by 30 (28–32) from 0 to 2; within noise elsewhere"
    assert brief_words([stretch(Course.LEVEL, "0", "4")], VARIED) == "within noise"
    names = replace(VARIED, scale=Scale.NAMES)
    assert brief_words([step[0]], names) == "2 most, 0 least, 30 (28–32) apart"


def test_many_turns_are_counted():
    ways = [Course.RISES, Course.FALLS, Course.RISES, Course.FALLS]
    ends = ["0", "1", "2", "3", "4"]
    line = [stretch(way, *ends[k : k + 2], 0.2) for k, way in enumerate(ways)]
    assert turn_words(line, VARIED) == "turns 3 times beyond noise, first at 1 and last at 3"


@pytest.mark.parametrize(
    ("text", "told"), [("1.0", "1"), ("-0.0", "0"), ('"x y"', "“x y”"), ("true", "true")]
)
def test_values_read_as_a_person_writes_them(text, told):
    assert value_words(text) == told


def drawn(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas


def shown_ticks(axes):
    low, high = axes.get_xlim()
    return [one for one in axes.get_xticklabels() if low <= one.get_position()[0] <= high]


def words(figure):
    artists = figure.findobj(lambda one: hasattr(one, "get_text") and bool(one.get_text()))
    return " ".join(" ".join(one.get_text().split()) for one in artists)


@pytest.mark.parametrize("name", MAKERS)
def test_every_picture_says_what_it_shows_and_its_labels_stay_inside(name):
    finding = case(name)
    expected = ["sweep"] if len(finding.varied) == 1 else ["sweep", "sweep-change"]
    assert list(answer_figures(finding)) == expected
    with style.look():
        for make in answer_figures(finding).values():
            figure = make()
            renderer = drawn(figure).get_renderer()
            told = words(figure)
            assert "does not predict" in told
            assert "sampling only" in told
            assert "exact value" in told
            assert not [axes for axes in figure.axes if axes.get_legend()]
            own = [
                text
                for axes in figure.axes
                for text in (*axes.texts, *shown_ticks(axes), *axes.get_yticklabels())
            ]
            for text in (*figure.texts, *own):
                if text.get_visible() and text.get_text().strip():
                    box = text.get_window_extent(renderer)
                    assert box.x0 >= -2, text
                    assert box.x1 <= figure.bbox.width + 2, text
                    assert box.y0 >= -2, text


@pytest.mark.parametrize("name", ["one path, two codings", "names"])
def test_labels_at_the_ends_of_lines_do_not_overlap(name):
    with style.look():
        figure = answer_figures(case(name))["sweep"]()
        renderer = drawn(figure).get_renderer()
        for axes in figure.axes:
            boxes = [
                text.get_window_extent(renderer) for text in axes.texts if "(" in text.get_text()
            ]
            boxes.sort(key=lambda box: box.y0)
            for below, above in pairwise(boxes):
                assert below.y1 <= above.y0 + 1


def test_curves_and_bands_are_the_shares_of_the_finding():
    finding = case("one path")
    axes = draw_line(finding, "stated", Figure().subplots())
    curves = [list(line.get_ydata()) for line in axes.lines]
    assert [cell.settlement.share for cell in finding.cells] in curves
    assert [cell.impasse.share for cell in finding.cells] in curves
    (unchanged,) = finding.unchanged
    assert [unchanged.settlement.share] * 2 in curves


def test_endings_differ_in_more_than_colour():
    finding = case("one path, two codings")
    axes = draw_line(finding, "low-no-deal", Figure().subplots())
    marked = [line for line in axes.lines if line.get_marker() not in ("", "None")]
    assert len({line.get_marker() for line in marked}) == len(marked)
    assert len({line.get_linestyle() for line in marked}) == len(marked)


def test_the_stated_range_is_shaded_and_its_middle_drawn():
    finding = found("party.seller.patience=0.9:0.99:4")
    axes = draw_line(finding, "stated", Figure().subplots())
    assert "stated" in {text.get_text() for text in axes.texts}
    assert any(list(line.get_xdata()) == [0.97, 0.97] for line in axes.lines)


def test_numbers_stand_in_the_cells_they_belong_to():
    finding = case("two paths")
    axes = draw_grid(finding, "stated", "settled", Figure().subplots())
    image = axes.images[0].get_array()
    assert image.shape == (3, 4)
    for cell in finding.cells:
        first, second = finding.varied
        x, y = first.values.index(cell.first), second.values.index(cell.second)
        assert image[y][x] == cell.settlement.share
        (text,) = [one for one in axes.texts if one.get_position() == (x, y)]
        assert abs(float(text.get_text()) - 100 * cell.settlement.share) <= 2.5


def test_what_is_within_noise_has_no_colour_and_a_grey_number():
    finding = case("two paths")
    axes = draw_grid(finding, "stated", "change", Figure().subplots())
    image = axes.images[0].get_array()
    first, second = finding.varied
    for cell in finding.cells:
        x, y = first.values.index(cell.first), second.values.index(cell.second)
        (text,) = [one for one in axes.texts if one.get_position() == (x, y)]
        level = cell.beyond is Course.LEVEL
        assert bool(image[y][x] == 0.0) is level
        assert (to_rgba(text.get_color()) == to_rgba(style.DRAB)) is level
    assert {cell.beyond for cell in finding.cells} == set(Course)


def test_numbers_can_be_read_on_their_cells():
    finding = case("two paths, two codings")
    with style.look():
        for make in answer_figures(finding).values():
            for axes in make().axes:
                image = axes.images[0]
                for text in axes.texts:
                    x, y = (int(place) for place in text.get_position())
                    tone = image.to_rgba(image.get_array()[y][x])
                    grey = [sum(c * w for c, w in zip(one[:3], (0.299, 0.587, 0.114), strict=True))
                            for one in (tone, to_rgba(text.get_color()))]  # fmt: skip
                    assert abs(grey[0] - grey[1]) > 0.3


def test_too_many_cells_show_a_scale_instead_of_numbers():
    with style.look():
        figure = answer_figures(case("many cells"))["sweep"]()
    assert len(figure.axes) == 2
    assert not figure.axes[0].texts


def test_pictures_are_the_same_bytes_every_time(tmp_path):
    finding = case("one cell of two")
    first = write_answer_figures(finding, tmp_path / "a")
    second = write_answer_figures(finding, tmp_path / "b")
    assert len(first) == 4
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
