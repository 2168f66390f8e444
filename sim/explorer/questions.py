"""What a page asks, and the answers: plain data that becomes JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import Request

from sim.analysis.endings import coding_says
from sim.domain.palette import css_variables
from sim.domain.protocol import ProtocolKind
from sim.errors import ScenarioError
from sim.explorer import tasks
from sim.explorer.answer import run_words, source_of
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

__all__ = ["Questions", "read"]

Question = TypeVar("Question", bound=BaseModel)


class Questions:
    """Answers what pages ask about one explored scenario.

    folder : where saved variants go.
    """

    def __init__(self, ground: Ground, behind: Behind, folder: Path) -> None:
        self.ground = ground
        self.behind = behind
        self.folder = folder
        self.pages = count()
        self.saved: set[Path] = set()
        # First answers come in the order they were asked for; nothing else waits in their queue.
        self.answers = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self.others = ThreadPoolExecutor(1, thread_name_prefix="other")

    async def in_thread(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.others, work)

    async def scenario(self, request: Request) -> dict[str, Any]:
        """The board, the inputs, and how many worlds each stage plays."""
        # A page that only takes up another coding has its number already.
        fresh = "coding" not in request.query_params
        coding = request.query_params.get("coding", self.ground.first.coding)
        scenario = self.ground.unmoved(coding)
        return {
            **board_of(scenario),
            "codings": {name: coding_says(one) for name, one in self.ground.codings.items()},
            "protocols": await self.in_thread(partial(self._protocols, coding)),
            "inputs": await self.in_thread(partial(inputs_of, scenario, self.ground.words)),
            "worlds": {"quick": QUICK, "rest": REST, "behind": BEHIND},
            "seed": self.ground.seed,
            "page": next(self.pages) % PAGES if fresh else None,
        }

    def _protocols(self, coding: str) -> dict[str, str]:
        """Kinds of talks, each with why this scenario cannot be played so; empty where it can."""
        found = {}
        for kind in ProtocolKind:
            try:
                self.ground.edited(coding, {"protocol.kind": kind.value})
                found[kind.value] = ""
            except ScenarioError as error:
                found[kind.value] = "; ".join(str(fault) for fault in error.faults)
        return found

    async def answer(self, request: Request) -> dict[str, Any]:
        """The first answer; it begins a new turn, so that whatever is older stops."""
        asked = await read(request, Asked)
        turn = self.behind.next_turn(asked.page)

        def work() -> dict[str, Any]:
            if turn < self.behind.newest(asked.page):
                raise tasks.StaleError
            return self.ground.answered(asked.coding, asked.changes, asked.worlds)

        loop = asyncio.get_running_loop()
        return {**await loop.run_in_executor(self.answers, work), "turn": turn}

    async def larger(self, request: Request) -> dict[str, Any]:
        """The same answer from more worlds, for as long as the page has not moved on."""
        asked = await read(request, Asked)
        lane = Lane.REST if asked.worlds <= REST else Lane.LONG
        return await self.behind.ask(lane, tasks.played, asked)

    async def map(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.map_of, await read(request, Asked))

    async def blockers(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.blockers, await read(request, Asked))

    async def concessions(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.concessions, await read(request, Asked))

    async def package(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.REST, tasks.judged, await read(request, AskedPackage))

    async def keeping(self, request: Request) -> dict[str, Any]:
        return await self.behind.ask(Lane.LONG, tasks.kept, await read(request, AskedPackage))

    async def progress(self, request: Request) -> dict[str, Any]:
        return {"done": self.behind.done(Lane.LONG)}

    async def story(self, request: Request) -> dict[str, Any]:
        """One world, told."""
        from sim.engine import tell
        from sim.sampling import sample_worlds

        asked = await read(request, AskedWorld)

        def work() -> dict[str, Any]:
            scenario = self.ground.edited(asked.coding, asked.changes)
            worlds = sample_worlds(scenario, n=asked.world + 1, seed=self.ground.seed)
            return story_of(scenario, tell(scenario, worlds, asked.world), self.ground.words)

        return await self.in_thread(work)

    async def why(self, request: Request) -> dict[str, Any]:
        """Where a number comes from, as ``parley why`` tells it."""
        scenario = self.ground.unmoved(request.query_params.get("coding", ""))
        path = request.query_params.get("path", "")
        return {"text": await self.in_thread(partial(self.ground.words.explain, scenario, path))}

    async def variant(self, request: Request) -> dict[str, Any]:
        """The text of a variant, to look at before it is saved."""
        from sim.loading import variant_text

        asked = await read(request, AskedVariant)
        made = partial(variant_text, self._source(), self._all_changes(asked), **_said(asked))
        return {"text": await self.in_thread(made)}

    async def save(self, request: Request) -> dict[str, Any]:
        """Write the variant into the folder in which the page was opened."""
        from sim.loading import save_variant

        asked = await read(request, AskedVariant)
        place = self.folder / f"{asked.name}.toml"
        if place.exists() and place not in self.saved and not asked.over:
            return {"exists": str(place)}
        changes = self._all_changes(asked)
        await self.in_thread(partial(save_variant, place, self._source(), changes, **_said(asked)))
        self.saved.add(place)
        command = run_words(place.name, asked.coding, {}, asked.worlds, self.ground.seed)
        return {"file": str(place), "command": command}

    def _all_changes(self, asked: AskedVariant) -> dict[str, Any]:
        """What the page changed, over what the command line had set when it was opened."""
        from sim.loading import changes_of

        opened = self.ground.unmoved(asked.coding).overrides
        return {**changes_of([f"{path}={text}" for path, text in opened.items()]), **asked.changes}

    def _source(self) -> str:
        return source_of(self.ground.first.name, self.ground.first.file)

    def palette(self) -> str:
        """The colours of the figures, as a style sheet."""
        return f":root {{\n{css_variables(self.ground.first.parties)}\n}}\n"


def _said(asked: AskedVariant) -> dict[str, Any]:
    return {"title": asked.title, "reasons": asked.reasons}


async def read(request: Request, kind: type[Question]) -> Question:
    """What a request asks. Raises ``pydantic.ValidationError`` for anything else."""
    return kind.model_validate_json(await request.body())
