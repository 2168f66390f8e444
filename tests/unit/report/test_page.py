"""A page of its own: everything inside, nothing obeyed that was only to be shown."""

from html.parser import HTMLParser

from sim.report.page import html_page

TEXT = """# A & B

<script>alert(1)</script> | **bold** [x](javascript:alert(2))

| a | b |
|---|---|
| 1 | 2 |

![what it shows](figures/one.svg)
"""


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def tags(page):
    reader = Tags()
    reader.feed(page)
    return reader.seen


def test_what_looks_like_html_is_shown_and_not_obeyed():
    page = html_page(TEXT, title="<b>&")
    names = {tag for tag, _ in tags(page)}
    assert "script" not in names
    assert "<title>&lt;b&gt;&amp;</title>" in page
    assert not any("javascript" in (attrs.get("href") or "") for _, attrs in tags(page))


def test_figures_are_inside_and_nothing_is_fetched():
    page = html_page(TEXT, title="t", figures={"figures/one.svg": "<svg/>"})
    images = [attrs for tag, attrs in tags(page) if tag == "img"]
    assert images == [{"src": "data:image/svg+xml;base64,PHN2Zy8+", "alt": "what it shows"}]
    assert "http" not in page.replace("http-equiv", "")
    assert {"table", "th", "td", "main", "h1"} <= {tag for tag, _ in tags(page)}
