"""The page's requests and their answers: JSON in, JSON out, and the files of the page itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sim.errors import ParleyError, ScenarioError
from sim.explorer import tasks
from sim.explorer.answer import answer_of, source_of
from sim.explorer.asked import (
    BEHIND,
    PAGES,
    QUICK,
    REST,
    Asked,
    AskedPackage,
    AskedVariant,
    AskedWorld,
)
from sim.explorer.behind import Behind, Lane
from sim.explorer.board import board_of
from sim.explorer.ground import Ground
from sim.explorer.inputs import inputs_of
from sim.explorer.stories import story_of
from sim.explorer.words import Words

__all__ = ["application"]

Question = TypeVar("Question", bound=BaseModel)
Answer = Callable[[Request], Awaitable[Response]]

_LOG = logging.getLogger(__name__)

#: Nothing but the page's own files and requests; no inline script, no frame around it.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class _Page:
    """Answers the requests of one explored scenario."""

    def __init__(self, ground: Ground, behind: Behind, words: Words, folder: Path) -> None:
        self.ground = ground
        self.behind = behind
        self.words = words
        self.folder = folder
        self.pages = count()
        # One thread, so that first answers come in the order they were asked for.
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="answer")

    async def in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    async def scenario(self, request: Request) -> dict[str, Any]:
        """The board, the inputs, and how many worlds each stage plays."""
        coding = request.query_params.get("coding", self.ground.first.coding)
        scenario = self.ground.unmoved(coding)
        return {
            **board_of(scenario),
            "inputs": await self.in_thread(partial(inputs_of, scenario, self.words)),
            "opened_with": dict(scenario.overrides),
            "worlds": {"quick": QUICK, "rest": REST, "behind": BEHIND},
            "seed": self.ground.seed,
            "page": next(self.pages) % PAGES,
        }

    async def answer(self, request: Request) -> dict[str, Any]:
        """The first answer; it begins a new turn, so that whatever is older stops."""
        asked = await _read(request, Asked)
        turn = self.behind.next_turn(asked.page)

        def work() -> dict[str, Any]:
            if turn < self.behind.newest(asked.page):
                raise tasks.StaleError
            unmoved = self.ground.played(asked.coding, {}, asked.worlds)
            moved = self.ground.played(asked.coding, asked.changes, asked.worlds)
            return answer_of(unmoved, moved, self.words)

        return {**await self.in_thread(work), "turn": turn}

    async def larger(self, request: Request) -> dict[str, Any]:
        """The same answer from more worlds, for as long as the page has not moved on."""
        asked = await _read(request, Asked)
        lane = Lane.REST if asked.worlds <= REST else Lane.LONG
        return await self.behind.ask(lane, tasks.played, asked)

    async def map(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.map_of, await _read(request, Asked))

    async def blockers(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.blockers, await _read(request, Asked))

    async def concessions(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.concessions, await _read(request, Asked))

    async def package(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.REST, tasks.judged, await _read(request, AskedPackage))

    async def keeping(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.kept, await _read(request, AskedPackage))

    async def progress(self, request: Request) -> dict[str, Any]:
        return {"done": self.behind.done(Lane.LONG)}

    async def story(self, request: Request) -> dict[str, Any]:
        """One world, told."""
        from sim.engine import tell
        from sim.sampling import sample_worlds

        asked = await _read(request, AskedWorld)

        def work() -> dict[str, Any]:
            scenario = self.ground.edited(asked.coding, asked.changes)
            worlds = sample_worlds(scenario, n=asked.world + 1, seed=self.ground.seed)
            return story_of(scenario, tell(scenario, worlds, asked.world), self.words)

        return await self.in_thread(work)

    async def why(self, request: Request) -> dict[str, Any]:
        """Where a number comes from, as ``parley why`` tells it."""
        scenario = self.ground.unmoved(request.query_params.get("coding", ""))
        path = request.query_params.get("path", "")
        return {"text": await self.in_thread(partial(self.words.explain, scenario, path))}

    async def variant(self, request: Request) -> dict[str, Any]:
        """The text of a variant, to look at before it is saved."""
        asked = await _read(request, AskedVariant)
        return {"text": await self.in_thread(partial(self._text_of, asked))}

    async def save(self, request: Request) -> dict[str, Any]:
        """Write the variant into the folder in which the page was opened."""
        from sim.loading import save_variant

        asked = await _read(request, AskedVariant)
        place = self.folder / f"{asked.name}.toml"
        work = partial(
            save_variant,
            place,
            self._source(),
            asked.changes,
            title=asked.title,
            reasons=asked.reasons,
        )
        await self.in_thread(work)
        return {"file": str(place), "command": f"parley run {place.name}"}

    def _text_of(self, asked: AskedVariant) -> str:
        from sim.loading import variant_text

        return variant_text(self._source(), asked.changes, title=asked.title, reasons=asked.reasons)

    def _source(self) -> str:
        return source_of(self.ground.first.name, self.ground.first.file)


async def _read(request: Request, kind: type[Question]) -> Question:
    return kind.model_validate_json(await request.body())


def _answered(work: Callable[[Request], Awaitable[dict[str, Any]]]) -> Answer:
    """A route: what cannot be answered is said in words, with the faults one by one.

    A change that cannot be played is an answer too, and no failed request.
    """

    async def route(request: Request) -> Response:
        if request.method == "POST" and not _own(request):
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
    """Whether a request that makes the machine work comes from this page and no other site's.

    A foreign page can send simple requests but can set neither this content type nor our origin.
    """
    origin = request.headers.get("origin")
    same = origin is None or origin == f"http://{request.headers.get('host', '')}"
    return same and request.headers.get("content-type", "").startswith("application/json")


class _Files(StaticFiles):
    """The page's files, never from a cache: another version may have been served here before."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def application(ground: Ground, behind: Behind, words: Words, folder: Path) -> Starlette:
    """Everything that the page asks for. folder : where saved variants go."""
    page = _Page(ground, behind, words, folder)
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
    return Starlette(
        routes=[*routes, Mount("/", _Files(directory=place, html=True))],
        # A name that is made to point here from outside is not answered.
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
        ],
    )
