"""A Markdown text as one HTML file that needs nothing else, neither network nor other files."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["html_page"]

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.45 "DejaVu Sans", "Segoe UI", Arial, sans-serif; color: #222; background: #fff;
  max-width: 50rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.45rem; margin: 0 0 .3rem; }
h2 { font-size: 1.05rem; margin: 1.1rem 0 .25rem; border-bottom: 1px solid #bbb; }
p, ul, ol { margin: .3rem 0; }
li { margin: .15rem 0; }
table { border-collapse: collapse; margin: .4rem 0; font-size: .92em; }
th, td { text-align: left; vertical-align: top; padding: .15rem .7rem .15rem 0;
  border-bottom: 1px solid #ddd; }
img { max-width: 100%; height: auto; margin: .3rem 0; }
em { color: #4a4f57; }
@page { size: A4; margin: 14mm; }
@media print {
  body { font-size: 9.5pt; line-height: 1.3; max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 14pt; } h2 { font-size: 10.5pt; margin-top: .5rem; break-after: avoid; }
  img { max-height: 52mm; } table, img { break-inside: avoid; }
}
"""


def html_page(markdown: str, *, title: str, figures: Mapping[str, str] | None = None) -> str:
    """The text as a page of its own; whatever looks like HTML in it is shown, not obeyed.

    figures : address as the text names it (``figures/clock.svg``) → SVG text, put into the page.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    drawn = {name: _embedded(svg) for name, svg in (figures or {}).items()}
    tokens = parser.parse(markdown)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                source = str(child.attrGet("src"))
                child.attrSet("src", drawn.get(source, source))
    environment: dict[str, Any] = {}
    body = parser.renderer.render(tokens, parser.options, environment)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _embedded(svg: str) -> str:
    # As an image, so that what is named alike in two drawings does not clash.
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
