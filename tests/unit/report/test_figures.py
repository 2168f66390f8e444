"""Figures: drawn on the axes they are given, labelled directly, the same bytes every time."""

import ast
import itertools
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import matplotlib
import pytest
import synthetic
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

import sim.report.figures
from sim.errors import NotFoundError
from sim.report import style, write_concession_figure, write_figures, write_report
from sim.report.figures.beliefs import draw_beliefs, shown_beliefs
from sim.report.figures.by_day import draw_endings_by_day
from sim.report.figures.lifts import draw_lifts
from sim.report.figures.offers import draw_offers
from sim.report.figures.packages import draw_packages
from sim.report.figures.pages import RUN_KINDS, lift_page, run_kinds, run_page
from sim.report.figures.refusals import draw_refusals
from sim.report.figures.timing import draw_agreement, draw_states
from sim.report.figures.values import draw_values
from sim.report.wording import share_words

CASES = {
    "two codings": synthetic.run(),
    "one coding": synthetic.run((0.3,)),
    "nothing settles": synthetic.run((0.0, 0.0)),
    "three parties, one issue": synthetic.run((0.3,), parties=3, issues=1),
    "four codings": synthetic.run((0.1, 0.2, 0.3, 0.4)),
    "long names": synthetic.run(longer=True),
}


def drawn(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas


def words(figure):
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(is_text))


def is_text(artist):
    return hasattr(artist, "get_text") and bool(artist.get_text())


@pytest.mark.parametrize("kind", RUN_KINDS)
@pytest.mark.parametrize("case", CASES)
def test_every_page_says_what_it_shows_and_how_it_was_made(kind, case):
    with style.look():
        figure = run_page(CASES[case], kind)
        drawn(figure)
    told = words(figure)
    assert "2,000 worlds" in told
    # What offers and deals are worth is shown by its spread over worlds; no interval belongs to it.
    spread = kind in ("offers", "values", "beliefs") or (
        kind == "packages" and case == "nothing settles"
    )
    assert ("sampling only" in told) == (not spread)
    assert "does not predict" in told
    assert not [axes for axes in figure.axes if axes.get_legend()]
    if len(CASES[case].codings) > 1:
        assert "coding low-no-deal" in told


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", RUN_KINDS)
def test_labels_stay_inside_the_picture(kind, case):
    with style.look():
        figure = run_page(CASES[case], kind)
        canvas = drawn(figure)
        renderer = canvas.get_renderer()
        wide = figure.bbox.width
        own = [text for axes in figure.axes for text in (*axes.texts, *axes.get_yticklabels())]
        for text in (*figure.texts, *own):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent(renderer)
                assert box.x0 >= -2, text
                assert box.x1 <= wide + 2, text


@pytest.mark.parametrize(
    "draw",
    [
        draw_endings_by_day,
        draw_packages,
        draw_values,
        draw_refusals,
        draw_states,
        draw_agreement,
    ],
)
def test_a_figure_function_returns_the_axes_it_was_given(draw):
    run = synthetic.run()
    axes = Figure().subplots()
    assert draw(run, "low-no-deal", axes) is axes


def test_offers_and_lifts_return_their_axes_too():
    run, table = synthetic.run(), synthetic.concessions()
    first, second = Figure().subplots(1, 2)
    assert draw_offers(run, "low-no-deal", "russia", first) is first
    assert draw_lifts(table, "low-no-deal", second) is second


def test_curves_are_the_shares_of_the_finding():
    run = synthetic.run()
    axes = draw_endings_by_day(run, "low-no-deal", Figure().subplots())
    by_day = run.codings["low-no-deal"].by_day
    curves = [list(line.get_ydata()) for line in axes.lines]
    assert [point.settlement.share for point in by_day] in curves
    assert [point.partial.share for point in by_day] in curves
    assert [point.walkout.share for point in by_day] in curves


def test_cells_show_the_share_of_the_finding():
    run = synthetic.run()
    axes = draw_packages(run, "low-no-deal", Figure().subplots())
    issues = run.labels.options
    assert len(axes.patches) == sum(len(options) for options in issues.values())
    share = run.codings["low-no-deal"].options["alliance"]["oral"]
    assert share_words(share) in {text.get_text() for text in axes.texts}


def test_the_words_of_a_cell_stand_out_from_it():
    def light(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    for share in (k / 20 for k in range(21)):
        run = synthetic.run((0.3,))
        held = {
            issue: dict.fromkeys(options, synthetic.share(share))
            for issue, options in run.labels.options.items()
        }
        codings = {"stated": replace(run.codings["stated"], options=held)}
        axes = draw_packages(replace(run, codings=codings), "stated", Figure().subplots())
        lights = sorted(
            light(to_rgba(colour))
            for colour in (axes.texts[0].get_color(), axes.patches[0].get_facecolor())
        )
        # The least contrast that WCAG 2 asks of small print.
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, share


def test_values_have_one_scale_in_every_coding():
    run = synthetic.run()
    low = replace(run.codings["low-no-deal"], values=synthetic.values(run.labels, 0.5, above=0.4))
    run = replace(run, codings={**run.codings, "low-no-deal": low})
    first, second = run_page(run, "values").axes
    assert first.get_xlim() == second.get_xlim()
    assert "premium on any deal" in words(run_page(run, "values"))


def test_concessions_keep_mover_and_issue_however_long_the_option():
    told = words(lift_page(synthetic.concessions()))
    assert "Russia, alliance pledge:" in told
    assert "ranked by the lowest lift over the codings" in told
    assert "by day 14, the deadline" in told
    sooner = replace(synthetic.concessions(), early_day=15.0)
    assert "a sixth of the time" in words(lift_page(sooner))


def test_negative_lifts_point_to_the_left():
    table = synthetic.concessions()
    axes = draw_lifts(replace(table, rows=table.rows[-2:]), "low-no-deal", Figure().subplots())
    assert all(bar.get_width() < 0 for bar in axes.patches)
    assert axes.get_xlim()[0] < 0 < axes.get_xlim()[1]


def test_a_table_without_rows_still_draws():
    with style.look():
        drawn(lift_page(replace(synthetic.concessions(), rows=())))


def test_no_offers_still_draws():
    run = synthetic.run()
    codings = {name: replace(coding, track=()) for name, coding in run.codings.items()}
    with style.look():
        figure = run_page(replace(run, codings=codings), "offers")
        drawn(figure)
    assert "No offers were recorded" in words(figure)


@pytest.mark.parametrize("kind", ["endings", "packages"])
def test_files_are_the_same_bytes_in_another_process(kind, tmp_path):
    first = write_figures(synthetic.run(), tmp_path / "first", [kind])
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "import synthetic; from sim.report import write_figures\n"
        "write_figures(synthetic.run(), sys.argv[3], [sys.argv[4]])"
    )
    root, here = Path(sim.report.figures.__file__).parents[3], Path(__file__).parent
    second = tmp_path / "second"
    subprocess.run([sys.executable, "-c", program, root, here, second, kind], check=True)
    for file in first:
        assert file.read_bytes() == (second / file.name).read_bytes()
    svg = first[1].read_text(encoding="utf-8")
    assert "<dc:date>" not in svg


def test_an_unknown_kind_is_named_with_the_known_ones(tmp_path):
    with pytest.raises(NotFoundError, match="endings, timing, packages"):
        write_figures(synthetic.run(), tmp_path, ["pie"])


def test_a_report_of_a_run_has_text_and_every_figure(tmp_path):
    written = {
        path.relative_to(tmp_path).as_posix() for path in write_report(synthetic.run(), tmp_path)
    }
    assert written == {"report.txt"} | {
        f"figures/{kind}.{form}" for kind in RUN_KINDS for form in ("png", "svg")
    }


def test_screened_concessions_have_a_figure(tmp_path):
    table = synthetic.concessions(rows=3)
    assert write_concession_figure(table, tmp_path)[0].name == "concessions.png"


def test_the_look_leaves_nothing_behind():
    before = dict(matplotlib.rcParams)
    with style.look():
        assert matplotlib.rcParams["svg.hashsalt"] == "parley"
    assert dict(matplotlib.rcParams) == before


def test_labels_kept_apart_keep_their_order_and_distance():
    places = style.apart([0.5, 0.5, 0.52, 0.9], 0.1)
    assert places == sorted(places)
    assert all(b - a >= 0.1 - 1e-9 for a, b in itertools.pairwise(places))


def numbers(found):
    """Every number a finding holds, however deep."""
    if is_dataclass(found):
        return {n for field in fields(found) for n in numbers(getattr(found, field.name))}
    if isinstance(found, Mapping):
        return {n for one in found.values() for n in numbers(one)}
    if isinstance(found, tuple):
        return {n for one in found for n in numbers(one)}
    return {float(found)} if isinstance(found, int | float) else set()


def drawn_numbers(axes, place):
    """Every number drawn along an axis (0 for x, 1 for y), whatever draws it."""
    lines = [line for line in axes.lines if line.get_transform() == axes.transData]
    drawn = [float(n) for line in lines for n in line.get_data()[place]]
    drawn += [n for band in axes.collections for n in band.get_paths()[0].vertices[:, place]]
    return drawn + [bar.get_width() for bar in axes.patches]


@pytest.mark.parametrize(
    ("draw", "place"),
    [
        (draw_endings_by_day, 1),
        (draw_values, 0),
        (draw_refusals, 0),
        (draw_agreement, 1),
        (
            lambda run, coding, axes: draw_beliefs(run, coding, shown_beliefs(run)[0], axes),
            1,
        ),
        (lambda run, coding, axes: draw_offers(run, coding, "russia", axes), 1),
        (lambda _, coding, axes: draw_lifts(synthetic.concessions(), coding, axes), 0),
    ],
    ids=["endings", "values", "refusals", "agreement", "beliefs", "offers", "lifts"],
)
def test_what_is_drawn_stands_in_the_finding(draw, place):
    run = synthetic.run()
    drawn = drawn_numbers(draw(run, "low-no-deal", Figure().subplots()), place)
    assert len(set(drawn)) > 5
    assert set(drawn) <= numbers(run) | numbers(synthetic.concessions())


def test_cells_are_as_bright_as_their_share():
    run = synthetic.run()
    axes = draw_packages(run, "low-no-deal", Figure().subplots())
    options = run.codings["low-no-deal"].options
    bright = matplotlib.colormaps["cividis"]
    wanted = [bright(share.share) for held in options.values() for share in held.values()]
    assert [cell.get_facecolor() for cell in axes.patches] == wanted


def test_figure_modules_ask_nobody_to_compute():
    folder = Path(sim.report.figures.__file__).parent
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not {name for name in imported if "numpy" in name or "analysis" in name}, path


@pytest.mark.parametrize(
    ("n", "told"),
    [(2000, "followed in the first 512 worlds only"), (300, "followed in all worlds")],
)
def test_offers_say_how_many_worlds_were_followed(n, told):
    assert told in words(run_page(synthetic.run(n=n), "offers"))


def test_labels_of_concessions_stay_inside_the_picture():
    with style.look():
        figure = lift_page(synthetic.concessions(longer=True))
        renderer = drawn(figure).get_renderer()
        labels = [text for axes in figure.axes for text in (*axes.texts, *axes.get_yticklabels())]
        boxes = [text.get_window_extent(renderer) for text in labels if text.get_text()]
        assert boxes
        assert min(box.x0 for box in boxes) >= -2
        assert max(box.x1 for box in boxes) <= figure.bbox.width + 2


def test_the_areas_are_the_three_states_on_top_of_one_another():
    run = synthetic.run()
    axes = draw_states(run, "low-no-deal", Figure().subplots())
    last = run.codings["low-no-deal"].timing.points[-1]
    tops = [max(area.get_paths()[0].vertices[:, 1]) for area in axes.collections]
    settled, over = last.settled.share, last.over.share
    assert tops == pytest.approx([settled, settled + over, 1.0])


def test_the_full_line_ends_at_the_deadline_and_says_who_is_left():
    run = synthetic.run()
    timing = run.codings["low-no-deal"].timing
    axes = draw_agreement(run, "low-no-deal", Figure().subplots())
    full, beyond = axes.lines[:2]
    assert max(full.get_xdata()) == 12.0  # the last round before day 14
    assert (min(beyond.get_xdata()), max(beyond.get_xdata())) == (12.0, 90.0)
    assert any(share_words(timing.left) in text.get_text() for text in axes.texts)


def test_without_a_deadline_nobody_is_censored_before_the_horizon():
    run = synthetic.run((0.3,))
    coding = run.codings["stated"]
    timing = replace(coding.timing, left=None)
    run = replace(run, deadline=None, codings={"stated": replace(coding, timing=timing)})
    told = words(run_page(run, "timing"))
    assert "deadline" not in told
    assert "when the clock runs out" in told


def test_a_party_has_one_colour_in_every_figure_of_a_run():
    run = synthetic.run()
    wanted = to_rgba(style.party_look(run.labels.parties, "russia").colour)
    offers = draw_offers(run, "low-no-deal", "ukraine", Figure().subplots())
    assert to_rgba(offers.lines[0].get_color()) == wanted
    values = draw_values(run, "low-no-deal", Figure().subplots())
    assert to_rgba(values.lines[0].get_color()) == wanted
    refusals = draw_refusals(run, "low-no-deal", Figure().subplots())
    assert refusals.patches[0].get_edgecolor() == wanted


def test_a_run_in_which_nobody_believes_anything_has_no_picture_of_beliefs():
    run = synthetic.run((0.3,))
    coding = replace(run.codings["stated"], beliefs=(), timing=None)
    plain = replace(run, codings={"stated": coding})
    assert set(run_kinds(run)) == set(RUN_KINDS)
    assert set(RUN_KINDS) - set(run_kinds(plain)) == {"beliefs", "timing"}
    for kind in ("beliefs", "timing"):
        with style.look():
            drawn(run_page(plain, kind))
    assert "Nobody holds a belief" in words(run_page(plain, "beliefs"))


def test_figure_modules_take_their_colours_from_the_palette():
    folder = Path(sim.report.figures.__file__).parent
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        written = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert not [text for text in written if isinstance(text, str) and text[:1] == "#"], path
