"""What a page does while it is looked at: whom it asks, what goes wrong, who could not use it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

#: Addresses of these kinds stay within the page.
WITHIN = {"data", "blob", "about"}
HERE = "127.0.0.1"
GRAVE = {"serious", "critical"}


@dataclass(kw_only=True)
class Record:
    """Everything asked for and every fault of one page, oldest first."""

    requests: list = field(default_factory=list)
    faults: list = field(default_factory=list)


_RECORDS = WeakKeyDictionary()


def watch(page):
    """Record from now on what the page, and every window it opens, asks for and gets wrong."""
    record = _RECORDS[page] = Record()

    def failed(error):
        record.faults.append(f"uncaught: {error.error}")

    def said(message):
        if message.type == "error":
            place = message.location
            where = f"{place.get('url', '')}:{place.get('lineNumber', '')}"
            record.faults.append(f"console: {message.text} ({where})")

    def opened(window):
        window.on("websocket", lambda socket: record.requests.append(socket.url))

    page.context.on("request", lambda request: record.requests.append(request.url))
    page.context.on("console", said)
    page.context.on("weberror", failed)
    page.context.on("page", opened)
    opened(page)


def requests(page):
    """The addresses asked for, web sockets among them, oldest first."""
    return tuple(_RECORDS[page].requests)


def faults(page):
    """Console errors and uncaught errors, as readable text, oldest first."""
    return tuple(_RECORDS[page].faults)


def outside(page):
    """The addresses asked for that are neither on this machine nor within the page."""
    return tuple(address for address in requests(page) if not _is_inside(address))


def _is_inside(address):
    parts = urlsplit(address)
    return parts.scheme in WITHIN or parts.hostname == HERE


def serious(page):
    """What axe-core calls serious or critical in the page as it stands: one text a violation."""
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return tuple(_told(one) for one in violations if one["impact"] in GRAVE)


def _told(violation):
    lines = [f"{violation['impact']}: {violation['help']} ({violation['id']})"]
    lines += [f"  {node['target']}: {node['html'][:200]}" for node in violation["nodes"]]
    return "\n".join(lines)
