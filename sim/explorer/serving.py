"""Serve the page on this machine until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from sim.domain.scenario import Scenario
from sim.errors import UsageError
from sim.explorer.words import Words

__all__ = ["PORT", "check_installed", "serve"]

#: Where the page is looked for first, so that a link to it goes on working.
PORT = 8643

_LOOPBACK = "127.0.0.1"


def check_installed() -> None:
    """Raise ``UsageError`` where what serves the page is not installed."""
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise UsageError("parley explore needs its extra: pip install 'parley-sim[explore]'")


def serve(
    codings: Mapping[str, Scenario],
    words: Words,
    *,
    seed: int = 1,
    port: int | None = None,
    folder: Path = Path(),
    opened: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve the page of a scenario until Ctrl-C; nothing outside this machine can reach it.

    codings : coding → scenario. port : ``None`` takes the usual one, or any that is free; 0 any.
    folder : where saved variants go. opened : called with the address once it answers. Raises
    ``UsageError`` where a port that was asked for is taken, or the extra is not installed.
    """
    check_installed()
    import uvicorn

    from sim.explorer.behind import Behind
    from sim.explorer.ground import Ground
    from sim.explorer.routes import application

    listening = _listen(port)
    address = f"http://{_LOOPBACK}:{listening.getsockname()[1]}/"
    behind = Behind(codings, seed, words)
    try:
        behind.warm()
        made = application(Ground(codings, seed, words), behind, folder)
        opened(address)
        config = uvicorn.Config(made, log_level="critical", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        behind.close()
        listening.close()


def _listen(port: int | None) -> socket.socket:
    for wanted in [PORT, 0] if port is None else [port]:
        # Named as TCP, it is served without the 40 ms that small answers else wait to be joined.
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((_LOOPBACK, wanted))
            # Whoever comes before the server is ready waits in the queue of the socket.
            one.listen(128)
        except OSError:
            one.close()
            continue
        return one
    raise UsageError(f"port {port} cannot be had; leave --port out to take one that is free")
