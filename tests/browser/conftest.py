"""Fixtures for tests in a real browser; ``docs/decisions/016-browser-tests.md`` says why these.

``page`` is an empty page under watch: ask ``outside(page)``, ``faults(page)`` and ``serious(page)``
of the module ``recording``. ``explorer`` is the address of a running ``parley explore``:

    @pytest.mark.parametrize("explorer", ["labour-contract"], indirect=True)
    def test_it_opens(page, explorer):
        page.goto(explorer)
        assert not outside(page)
        assert not faults(page)
"""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from exploring import exploring
from finding_browser import NONE_FOUND, installed_browser
from recording import watch

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What a page asks of others is recorded, and goes no further.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)

#: Seconds until a test that waits for its turn gives up: longer than all of them together.
LONGEST_WAIT = 1_800


@pytest.fixture(autouse=True)
def turn(tmp_path_factory):
    """One test of this folder at a time, however many workers run: they share the processors.

    A file lock, since ``--dist worksteal`` heeds no groups; held for one test only, so that no
    worker waits for another one to be given its last test.
    """
    from filelock import FileLock

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    lock = folder / "browser.lock"
    with FileLock(lock, timeout=LONGEST_WAIT):
        yield lock


@pytest.fixture(scope="module")
def browser():
    """The installed browser, without a window; skipped where there is none.

    For a module, not for all tests: while playwright's plain interface is open its worker counts as
    inside an event loop, and no other test there could start one (as a server does).
    """
    program = installed_browser(os.environ)
    if program is None:
        pytest.skip(NONE_FOUND)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """An empty page in a profile of its own, at 1280 by 800, whose every request is recorded."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    watch(page)
    yield page
    context.close()


@pytest.fixture
def explorer(request, tmp_path):
    """The address of ``parley explore``, run in an empty folder; ended by an interrupt.

    The scenario is ``price-haggle`` unless the test names another (``indirect=True``).
    """
    with exploring(getattr(request, "param", "price-haggle"), folder=tmp_path) as address:
        yield address
