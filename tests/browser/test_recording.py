"""What is said of a page is seen: every fault planted here is found, and none where none is."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from recording import faults, outside, requests, serious, watch

SOUND = (
    '<!doctype html><html lang="en"><head><title>Talks</title>'
    '<link rel="icon" href="data:,"></head>'
    "<body><main><h1>Talks</h1>{}</main></body></html>"
)
ELSEWHERE = "http://elsewhere.example/"


@pytest.fixture
def asked():
    """The paths the server of the test was asked for, oldest first."""
    return []


@pytest.fixture
def served(tmp_path, asked):
    """A function that serves a text as a page and returns its address."""

    class Served(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Served, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(body):
        (tmp_path / "index.html").write_text(SOUND.format(body), encoding="utf-8")
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    server.shutdown()
    server.server_close()


def shown(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def test_a_sound_page_shows_nothing_amiss(page, served):
    address = served("<p>Nobody signs.</p><button>Move</button>")
    shown(page, address)
    assert requests(page)[0] == address
    assert not outside(page)
    assert not faults(page)
    assert not serious(page)


def test_what_lies_within_a_page_is_not_outside(page):
    own = "<script>fetch(URL.createObjectURL(new Blob(['{}'])))</script><img src='data:,' alt=''>"
    shown(page, "data:text/html," + SOUND.format(own))
    assert any(address.startswith("blob:") for address in requests(page))
    assert not outside(page)


@pytest.mark.parametrize(
    "body",
    [
        f'<img src="{ELSEWHERE}" alt="">',
        f'<script>fetch("{ELSEWHERE}").catch(() => null)</script>',
        f'<link rel="stylesheet" href="{ELSEWHERE}">',
        f'<style>body {{ background: url("{ELSEWHERE}") }}</style>',
        f'<iframe title="other" src="{ELSEWHERE}"></iframe>',
        f'<script>navigator.sendBeacon("{ELSEWHERE}", "told")</script>',
        f'<script>new Worker(URL.createObjectURL(new Blob([`fetch("{ELSEWHERE}")`])))</script>',
    ],
    ids=["image", "fetch", "style", "background", "frame", "beacon", "worker"],
)
def test_a_request_to_others_is_seen(page, served, body):
    shown(page, served(body))
    assert ELSEWHERE in outside(page)


def test_a_web_socket_to_others_is_seen(page, served):
    shown(page, served('<script>new WebSocket("ws://elsewhere.example/")</script>'))
    assert outside(page) == ("ws://elsewhere.example/",)


def test_a_request_of_a_window_the_page_opens_is_seen(page, served):
    shown(page, served("<p>Nobody signs.</p>"))
    with page.expect_popup():
        page.evaluate(f"void window.open('{ELSEWHERE}')")
    page.wait_for_timeout(200)
    assert ELSEWHERE in outside(page)


def test_another_name_of_this_machine_is_outside(page, served):
    """``localhost`` may be another address; a page served on 127.0.0.1 has no need of it."""
    shown(page, served('<script>fetch("http://localhost:9/").catch(() => null)</script>'))
    assert outside(page) == ("http://localhost:9/",)


def test_a_request_to_others_goes_no_further(page, served, asked):
    """The page's own server would answer under its other name, were it asked."""
    address = served("<p>Nobody signs.</p>")
    shown(page, address)
    other = address.replace("127.0.0.1", "localhost") + "secret"
    page.evaluate(f"fetch('{other}', {{mode: 'no-cors'}}).catch(() => null)")
    assert outside(page) == (other,)
    assert asked == ["/"]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('console.error("no such party")', "no such party"),
        ('throw new Error("no such issue")', "no such issue"),
        ('Promise.reject(new Error("no such day"))', "no such day"),
        ('fetch("missing.json")', "404"),
    ],
    ids=["console", "uncaught", "promise", "not found"],
)
def test_a_fault_of_the_page_is_seen(page, served, script, told):
    shown(page, served(f"<script>{script}</script>"))
    assert any(told in fault for fault in faults(page))


def test_a_remark_is_no_fault(page, served):
    shown(page, served('<script>console.log("fine"); console.warn("nearly")</script>'))
    assert not faults(page)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<input type="range" min="0" max="1">', "label"),
        ('<p style="color: #ccc; background: #fff">Nobody signs.</p>', "color-contrast"),
        ("<button></button>", "button-name"),
        ('<svg role="img" width="9" height="9"></svg>', "svg-img-alt"),
    ],
)
def test_a_planted_barrier_is_told_with_its_place(page, served, body, rule):
    shown(page, served(body))
    (told,) = serious(page)
    assert f"({rule})" in told
    assert body[:6] in told


def test_each_page_has_a_record_of_its_own(page, browser, served):
    shown(page, served('<script>console.error("no such party")</script>'))
    other = browser.new_page()
    watch(other)
    assert faults(page)
    assert not faults(other)
    assert not requests(other)
    other.close()
