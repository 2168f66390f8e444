"""Role sheets as pages to hand out: one for each party, in the same words for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.domain.answer import Made
from sim.domain.estimate import Labels
from sim.domain.roles import RoleLine, RoleSheet
from sim.report import wording
from sim.report.markdown import escaped, escaped_labels

__all__ = ["role_page", "score_form"]


def role_page(sheet: RoleSheet, made: Made) -> str:
    """One party's confidential sheet, as Markdown."""
    names = escaped_labels(made.labels)
    parts = [
        f"# {wording.capital(names.parties[sheet.party])}: confidential",
        f"{escaped(made.title)}. {escaped(made.question)}",
        _task(sheet, made),
        "## What a deal is worth to you",
        _points(sheet, names),
        *_lines(sheet, names),
        *_breach(sheet, names),
        *_consents(sheet, names),
        "## Without a deal",
        _no_deal(sheet, made),
        "Do not show this sheet. Points are for you alone: another party's hundred points are not "
        "yours, and nobody adds them up at the table.",
        f"*Numbers are the middle of the ranges in {made.scenario} "
        f"({wording.listed(made.codings)}), where every one has its source or is named an "
        "assumption. They describe a modelled party for an exercise, not what anybody wants.*",
    ]
    return "\n\n".join(parts) + "\n"


def _task(sheet: RoleSheet, made: Made) -> str:
    role = (
        "Nothing is settled without your signature."
        if sheet.principal
        else "A settlement needs you only where it holds one of the options listed below as yours."
    )
    until = f"The talks end on {wording.day_words(made.horizon)} at the latest."
    if made.deadline is not None and made.deadline < made.horizon:
        until += f" Something may happen on {wording.day_words(made.deadline)}."
    return f"{role} {until} Sign only what is worth more to you than no deal."


def _points(sheet: RoleSheet, names: Labels) -> str:
    rows = ["| issue | option | points |", "|---|---|---|"]
    for issue, points in sheet.points.items():
        shown = [(o, p) for o, p in points.items() if o in names.options[issue]]
        for place, (option, worth) in enumerate(shown):
            head = names.issues[issue] if place == 0 else ""
            rows.append(f"| {head} | {names.options[issue][option]} | {worth:.0f} |")
    text = "\n".join(rows)
    if sheet.premium:
        text += f"\n\nAny deal at all: {sheet.premium:+.0f} points."
    return text.replace("-", "−") if sheet.premium < 0 else text


def _lines(sheet: RoleSheet, names: Labels) -> Iterator[str]:
    if not sheet.lines:
        return
    yield "## Your red lines"
    yield "\n".join(_line(line, names) for line in sheet.lines)


def _line(line: RoleLine, names: Labels) -> str:
    issue, options = names.issues[line.issue], names.options[line.issue]
    firm = [options[one] for one in line.firm if one in options]
    soft = [options[one] for one in line.soft if one in options]
    told = []
    if firm:
        told.append(f"you do not sign {_quoted(firm)}, whatever else is offered")
    if soft:
        told.append(
            f"you may hold out against {_quoted(soft)}, or let it go: decide before the talks, "
            "and tell nobody"
        )
    text = f"- **{issue}**: {'; '.join(told) or 'none that can come up'}."
    for other, option in line.waived.items():
        reached = names.options[other].get(option, option)
        text += f" It falls where {names.issues[other]} reaches “{reached}” or a later option."
    return text


def _quoted(names: Sequence[str]) -> str:
    return wording.listed([f"“{name}”" for name in names], last="or")


def _breach(sheet: RoleSheet, names: Labels) -> Iterator[str]:
    if sheet.breach is None:
        return
    yield "## What you fear"
    told = [f"A deal may be broken. Take {sheet.breach.points:.0f} points off any deal for that."]
    for issue, shares in sheet.breach.remaining.items():
        for option, share in shares.items():
            if option in names.options[issue] and share < 1.0:
                less = f"{sheet.breach.points * share:.0f}"
                told.append(f"- with “{names.options[issue][option]}”: only {less}")
    yield "\n".join([told[0], "", *told[1:]]) if told[1:] else told[0]


def _consents(sheet: RoleSheet, names: Labels) -> Iterator[str]:
    if not sheet.consents:
        return
    yield "## What may need your signature"
    yield "\n".join(
        f"- **{names.issues[issue]}**: {_quoted([names.options[issue][one] for one in options])}"
        for issue, options in sheet.consents.items()
    )


def _no_deal(sheet: RoleSheet, made: Made) -> str:
    text = f"No deal is worth {_number(sheet.no_deal)} points to you on day 0"
    if abs(sheet.drift) >= 0.05:
        end = sheet.no_deal + sheet.drift * made.horizon / 7.0
        text += (
            f", and {_number(end)} on {wording.day_words(made.horizon)} if things go on as they do"
        )
    return text + ". A deal worth less is worse than none."


def _number(points: float) -> str:
    return f"{points:.0f}".replace("-", "−")


def score_form(sheets: Sequence[RoleSheet], made: Made) -> str:
    """The form on which a teacher scores what each table signed, as Markdown."""
    names = escaped_labels(made.labels)
    heads = [wording.capital(names.parties[sheet.party]) for sheet in sheets]
    rows = [
        "| issue | option | " + " | ".join(heads) + " |",
        "|---|---|" + "---|" * len(sheets),
    ]
    for issue, options in names.options.items():
        for place, (option, name) in enumerate(options.items()):
            head = names.issues[issue] if place == 0 else ""
            points = " | ".join(f"{sheet.points[issue][option]:.0f}" for sheet in sheets)
            rows.append(f"| {head} | {name} | {points} |")
    lasts = (
        ("any deal at all", [sheet.premium for sheet in sheets]),
        ("off for a feared breach", [-_feared(sheet) for sheet in sheets]),
        ("no deal, day 0", [sheet.no_deal for sheet in sheets]),
    )
    for label, numbers in lasts:
        rows.append(f"| {label} | | " + " | ".join(_number(n) for n in numbers) + " |")
    return "\n".join(rows)


def _feared(sheet: RoleSheet) -> float:
    return 0.0 if sheet.breach is None else sheet.breach.points
