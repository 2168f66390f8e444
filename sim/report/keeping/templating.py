"""Templates of ours filled with text of others: everything is escaped unless it was made here."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sim.report.keeping.input_rows import claim_words, group_words
from sim.report.plain import CODE, harmless, plain

__all__ = ["render"]

_TEMPLATES = "sim.report.keeping"


def render(template: str, **held: Any) -> str:
    """A template of this folder with its values.

    ``style``, ``script`` and ``policy`` are added; the policy lets the page run that one script
    and fetch nothing.
    """
    style, script = _own("page.css"), _own("page.js")
    page: str = (
        _environment()
        .get_template(template)
        .render(style=Markup(style), script=Markup(script), policy=_policy(script), **held)
    )
    return page.lstrip()


def _policy(script: str) -> str:
    """The script is named by its hash, so that one smuggled in by a name would not run."""
    digest = b64encode(sha256(script.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _own(name: str) -> str:
    text = files(_TEMPLATES).joinpath("templates", name).read_text(encoding="utf-8")
    if "</" in text:
        raise AssertionError(f"{name} would end the element it stands in")
    return text


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader(_TEMPLATES, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters |= {
        "breaking": _breaking,
        "coded": _coded,
        "drawing": _drawing,
        "kind": lambda part: type(part).__name__,
        "says": claim_words,
        "trust": group_words,
    }
    return made


def _finalized(value: Any) -> Any:
    return harmless(value) if type(value) is str else value


def _coded(text: str) -> Markup:
    """What stands between backquotes as code."""
    pieces = CODE.split(plain(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


def _breaking(path: str) -> Markup:
    """A path that may go on on the next line after each of its keys."""
    return Markup(".<wbr>").join(plain(path).split("."))


def _drawing(svg: str) -> Markup:
    # Written by ``embedded`` alone, which keeps no script and no address.
    return Markup(svg)
