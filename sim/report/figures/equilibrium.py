"""The empirical game as pictures: how far profiles are from an equilibrium, and what happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.domain.equilibrium import Equilibria, Holds, ProfileKind, ProfileRow, ToldRow
from sim.domain.estimate import Amount
from sim.report import style, wording
from sim.report.answers.equilibrium_words import profile_phrase, told_name, tolerance_words
from sim.report.codings import coding_head
from sim.report.figures.canvas import canvas, caption_of, name_coding

__all__ = ["draw_changes", "draw_regrets", "draw_settled", "pages"]

#: Profiles shown in a panel.
_SHOWN = 8
_MARKERS = {Holds.YES: "o", Holds.UNTOLD: "D", Holds.NO: "X"}
_COLOURS = {
    Holds.YES: style.SIGNED,
    Holds.UNTOLD: style.DRAB,
    Holds.NO: style.ENDING_COLOURS["walkout"],
}


def pages(finding: Equilibria) -> Mapping[str, Callable[[], Figure]]:
    """File stem → what makes the figure."""
    return {"regret": lambda: _regret(finding), "at-equilibrium": lambda: _there(finding)}


def _regret(finding: Equilibria) -> Figure:
    codings = finding.made.codings
    reading = (
        "Regret: the most that any party would gain by changing its behaviour alone; circle: an "
        "equilibrium; diamond: may be one, as far as these worlds tell; cross: not one. Dashed: "
        "gains up to there do not count. Lines: 95 %, all comparisons of a coding together."
    )
    rows = [row for coding in codings for row in _regret_rows(finding, coding)]
    tall = sum(0.12 + 0.14 * (1 + label.count("\n")) for label, _, _ in rows)
    tall += 0.75 * len(codings)
    figure, axes = canvas(len(codings), 1, tall, _title(finding), caption_of(finding.made, reading))
    for name, one in zip(codings, axes, strict=True):
        draw_regrets(finding, name, one)
        name_coding(name, one)
        # A thousandth of the range of values, where nobody would gain anything.
        widest = max(finding.tolerance, 1e-3, *(regret.high for _, regret, _ in rows))
        one.set_xlim(0.0, 1.05 * widest)
    return figure


def _title(finding: Equilibria) -> str:
    told = [
        f"{game.yes} of {game.profiles}{coding_head(game.coding, ' in {}')}"
        for game in finding.games
    ]
    return (
        f"Profiles that clearly no party would leave to gain {tolerance_words(finding)}: "
        f"{wording.listed(told)}"
    )


def _regret_rows(finding: Equilibria, coding: str) -> list[tuple[str, Amount, Holds]]:
    """Label, regret and verdict: the profiles with the least regret, then as coded."""
    rows = [
        (_label(finding, row), row.regret, row.holds)
        for row in finding.profiles
        if row.coding == coding and row.rank <= _SHOWN
    ]
    rows += [
        ("as coded", row.regret, row.holds)
        for row in finding.told
        if row.coding == coding and row.kind is ProfileKind.CODED
    ]
    return rows


def _label(finding: Equilibria, row: ProfileRow) -> str:
    return style.wrapped(f"{row.rank}. {profile_phrase(finding, row.profile)}", 58)


def draw_regrets(finding: Equilibria, coding: str, axes: Axes) -> Axes:
    """A point with its interval for every profile shown, as coded last."""
    rows = _regret_rows(finding, coding)
    axes.axvline(finding.tolerance, color=style.INK, linewidth=0.9, linestyle="--")
    for place, (_, regret, holds) in enumerate(rows):
        axes.plot([regret.low, regret.high], [place, place], color=_COLOURS[holds], linewidth=1.6)
        axes.plot(
            regret.mean, place, marker=_MARKERS[holds], color=_COLOURS[holds], markersize=6,
            clip_on=False,
        )  # fmt: skip
    axes.axhline(len(rows) - 1.5, color=style.DRAB, linewidth=0.6)
    axes.set_yticks(range(len(rows)), [label for label, _, _ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel("regret, value units")
    return axes


def _there(finding: Equilibria) -> Figure:
    codings = finding.made.codings
    reading = (
        "Left: worlds of 100 that settle. Right: what each party has more than as coded, mean over "
        "the same worlds, deal or none, discounted to day 0. Profiles by rank, as in the report; "
        "logit: better choices more often, not always."
    )
    rows = sum(len(_told(finding, coding)) for coding in codings)
    tall = 0.5 * rows + 0.75 * len(codings) + 0.3
    figure, axes = canvas(
        len(codings), 2, tall, _change_title(finding), caption_of(finding.made, reading)
    )
    for place, coding in enumerate(codings):
        left, right = axes[2 * place : 2 * place + 2]
        draw_settled(finding, coding, left)
        draw_changes(finding, coding, right)
        name_coding(coding, left)
    for side in (0, 1):
        _alike(axes[side::2])
    _name_parties(finding, axes[1])
    return figure


def _name_parties(finding: Equilibria, axes: Axes) -> None:
    """The parties' signs and names in a row above a panel, each in its colour."""
    parties = finding.made.labels.parties
    words = [f"{style.party_look(parties, party).sign} {parties[party]}" for party in parties]
    # Names share the width by their lengths, two letters' room between them.
    total = sum(len(word) + 2 for word in words)
    start = 0.0
    for party, word in zip(parties, words, strict=True):
        colour = style.party_look(parties, party).colour
        axes.text(start / total, 1.03, word, transform=axes.transAxes, color=colour,
                  fontsize=style.SMALL, va="bottom")  # fmt: skip
        start += len(word) + 2


def _alike(panels: Sequence[Axes]) -> None:
    """One scale for all codings."""
    low, high = zip(*(one.get_xlim() for one in panels), strict=True)
    for one in panels:
        one.set_xlim(min(low), max(high))


def _change_title(finding: Equilibria) -> str:
    told, coded = [], {row.coding: row for row in finding.ends if row.at == "as-coded"}
    for game in finding.games:
        if game.least is not None and game.most is not None:
            ends = wording.range_words([game.least, game.most])
            before = wording.range_words([coded[game.coding].settlement])
            name = coding_head(game.coding, " in {}")
            may = "" if game.told is Holds.YES else "it may be that "
            # Where there is one coding only, a title has room for both.
            after = "" if len(finding.games) > 1 else f", as coded in {before}"
            told.append(f"{may}{ends}{name}{after}")
    if not told:
        return "No profile of pure choices holds: what happens where parties mix"
    return f"Where nobody would change, talks settle in {wording.listed(told)}"


def _told(finding: Equilibria, coding: str) -> Sequence[ToldRow]:
    return [row for row in finding.told if row.coding == coding]


def _name(finding: Equilibria, row: ToldRow) -> str:
    """A profile's name; of a pure one what is chosen, too."""
    if row.kind is not ProfileKind.PURE:
        return told_name(row)
    found = next(
        one for one in finding.profiles if (one.coding, one.rank) == (row.coding, row.rank)
    )
    return style.wrapped(f"{row.rank}. {profile_phrase(finding, found.profile)}", 34)


def draw_settled(finding: Equilibria, coding: str, axes: Axes) -> Axes:
    """Worlds that settle, profile by profile."""
    told = _told(finding, coding)
    ends = {row.at: row.settlement for row in finding.ends if row.coding == coding}
    for place, row in enumerate(told):
        share = ends[row.at]
        axes.plot([share.low, share.high], [place, place], color=style.INK, linewidth=2.0)
        axes.plot(share.share, place, marker="o", color=style.INK, markersize=6)
    axes.set_yticks(range(len(told)), [_name(finding, row) for row in told])
    axes.set_ylim(len(told) - 0.5, -0.5)
    axes.set_xlim(left=0.0)
    style.of_100(axes, axis="x")
    axes.set_xlabel("of 100 worlds, settled")
    return axes


def draw_changes(finding: Equilibria, coding: str, axes: Axes) -> Axes:
    """What each party has more than as coded, a marker a party."""
    told = _told(finding, coding)
    parties = finding.made.labels.parties
    step = 0.6 / max(1, len(parties) - 1)
    apart = [step * (k - (len(parties) - 1) / 2) for k in range(len(parties))]
    axes.axvline(0.0, color=style.INK, linewidth=0.8)
    for k, party in enumerate(parties):
        look = style.party_look(parties, party)
        colour, marker = look.colour, look.marker
        changes = {
            row.at: row.change
            for row in finding.values
            if (row.coding, row.party) == (coding, party)
        }
        for place, row in enumerate(told):
            change = changes[row.at]
            if change is None:
                continue
            at = place + apart[k]
            axes.plot([change.low, change.high], [at, at], color=colour, linewidth=1.4)
            axes.plot(change.mean, at, marker=marker, color=colour, markersize=4.5)
    axes.set_yticks(range(len(told)), [""] * len(told))
    axes.set_ylim(len(told) - 0.5, -0.5)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel("more than as coded, value units")
    return axes
