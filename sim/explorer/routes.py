"""The page's addresses: who may ask, what is answered how, and the files of the page itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.errors import ParleyError, ScenarioError
from sim.explorer import tasks
from sim.explorer.behind import Behind
from sim.explorer.ground import Ground
from sim.explorer.questions import Questions

__all__ = ["application"]

Answer = Callable[[Request], Awaitable[Response]]

_HEADERS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_LOG = logging.getLogger(__name__)

#: Nothing but the page's own files and requests; no inline script, no frame around it.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _answered(work: Callable[[Request], Awaitable[dict[str, Any]]]) -> Answer:
    """A route: what cannot be answered is said in words, with the faults one by one.

    A change that cannot be played is an answer too, and no failed request.
    """

    async def route(request: Request) -> Response:
        if not _own(request):
            return JSONResponse({"faults": ["only the page itself may ask"]}, status_code=403)
        try:
            return JSONResponse(await work(request))
        except (tasks.StaleError, asyncio.CancelledError):
            # Cancelled only where the server ends: then nobody waits for it either.
            return JSONResponse({"stale": True})
        except ScenarioError as error:
            return JSONResponse({"faults": [str(one) for one in error.faults]})
        except ParleyError as error:
            return JSONResponse({"faults": [str(error)]})
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            return JSONResponse({"faults": faults}, status_code=400)
        except Exception as error:
            _LOG.exception("a fault in Parley, not in what was asked")
            told = f"this is a fault in Parley, not in your input: {type(error).__name__}: {error}"
            return JSONResponse({"faults": [told]}, status_code=500)

    return route


def _own(request: Request) -> bool:
    """Whether a request comes from this page, or from no page at all, and from no other site's.

    A foreign page can send simple requests, but it can set neither this content type nor our
    origin, and its browser says where it comes from.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    if request.method != "POST":
        return True
    origin = request.headers.get("origin")
    same = origin is None or origin == f"http://{request.headers.get('host', '')}"
    return same and request.headers.get("content-type", "").startswith("application/json")


class _Files(StaticFiles):
    """The page's files, with what they may load."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Content-Security-Policy"] = _POLICY
        return response


class _Headed:
    """Heads every response: no other site may hold it, and no cache, where another version of the
    page may have been served before."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, headed)


def application(ground: Ground, behind: Behind, folder: Path) -> Starlette:
    """Everything that the page asks for. folder : where saved variants go."""
    page = Questions(ground, behind, folder)
    read = {"scenario": page.scenario, "why": page.why, "progress": page.progress}
    ask = {
        "answer": page.answer,
        "larger": page.larger,
        "map": page.map,
        "blockers": page.blockers,
        "concessions": page.concessions,
        "package": page.package,
        "keeping": page.keeping,
        "story": page.story,
        "variant": page.variant,
        "save": page.save,
    }
    routes = [Route(f"/api/{name}", _answered(work)) for name, work in read.items()]
    routes += [
        Route(f"/api/{name}", _answered(work), methods=["POST"]) for name, work in ask.items()
    ]
    place = str(files("sim.explorer").joinpath("page"))

    async def palette(_: Request) -> Response:
        return Response(page.palette(), media_type="text/css")

    routes.append(Route("/palette.css", palette))
    return Starlette(
        routes=[*routes, Mount("/", _Files(directory=place, html=True))],
        # A name that is made to point here from outside is not answered.
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(_Headed),
        ],
    )
