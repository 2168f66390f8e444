"""One look per party: told apart without colour, by colour-blind readers too, and legible."""

import itertools
import re

import numpy as np
import pytest

from sim.domain import palette

#: Machado, Oliveira & Fernandes (2009), table 1, severity 1: linear RGB as such a reader sees it.
SEEN_BY = {
    "most": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
PARTY_COLOURS = list(dict.fromkeys(look.colour for look in palette.PARTY_LOOKS))
#: A difference of 2.3 in CIELAB is just noticeable; ten times that is plain at a glance.
PLAIN, CLOSE = 23.0, 15.0


def linear(colour):
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light):
    x = XYZ @ np.clip(light, 0.0, 1.0) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(colour):
    return 1.05 / (XYZ[1] @ linear(colour) + 0.05)


def distance(one, other, reader):
    seen = np.array(SEEN_BY[reader])
    return np.linalg.norm(lab(seen @ linear(one)) - lab(seen @ linear(other)))


@pytest.mark.parametrize("reader", SEEN_BY)
def test_parties_stay_apart_for_every_reader(reader):
    for one, other in itertools.combinations(PARTY_COLOURS, 2):
        assert distance(one, other, reader) >= PLAIN, (one, other)


@pytest.mark.parametrize("reader", SEEN_BY)
def test_endings_stay_apart_for_every_reader(reader):
    for one, other in itertools.combinations(palette.ENDING_COLOURS.values(), 2):
        assert distance(one, other, reader) >= CLOSE, (one, other)


@pytest.mark.parametrize(
    "colour", [palette.INK, palette.DRAB, *PARTY_COLOURS, *palette.ENDING_COLOURS.values()]
)
def test_words_in_a_colour_can_be_read(colour):
    # The least contrast that WCAG 2 asks of small print.
    assert contrast(colour) >= 4.5


def test_neighbours_differ_in_colour_shape_and_line():
    for looks in (palette.PARTY_LOOKS, palette.SERIES_LOOKS):
        for one, other in itertools.pairwise(looks):
            assert one.colour != other.colour
            assert one.marker != other.marker
            assert one.dashes != other.dashes


def test_no_two_looks_are_the_same_however_many_parties():
    for looks in (palette.PARTY_LOOKS, palette.SERIES_LOOKS):
        assert len({(look.colour, look.marker) for look in looks}) == len(looks)


def test_endings_differ_in_shape_and_line_too():
    looks = palette.ENDING_LOOKS.values()
    assert len({look.marker for look in looks}) == len({look.dashes for look in looks}) == 4


def test_a_party_looks_the_same_whoever_else_is_asked_about():
    order = ["russia", "ukraine", "united_states", "europe"]
    assert [palette.party_look(order, party) for party in order] == list(palette.PARTY_LOOKS[:4])
    with pytest.raises(ValueError, match="moon"):
        palette.party_look(order, "moon")


def test_css_says_what_figures_draw():
    order = ["russia", "united_states"]
    told = dict(re.findall(r"^--([\w-]+): (.+);$", palette.css_variables(order), re.MULTILINE))
    assert len(told) == len(palette.css_variables(order).splitlines())
    assert told["party-united_states"] == palette.party_look(order, "united_states").colour
    assert told["party-united_states-dashes"] == "10 4"
    assert told["party-russia-dashes"] == "none"
    assert told["party-russia-sign"] == '"●"'
    assert told["ending-walkout"] == palette.ENDING_COLOURS["walkout"]
