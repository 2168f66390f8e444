"""The processes behind the page: they work, stop when the page moves on, and end with it."""

import asyncio
import time
from multiprocessing import active_children

import pytest

from sim.explorer import tasks
from sim.explorer.asked import Asked
from sim.explorer.behind import Behind, Lane


@pytest.fixture
def behind(talks, words):
    made = Behind(talks("price-haggle").codings, 1, words)
    yield made
    made.close()


def question(turn, worlds=64):
    return Asked(coding="stated", turn=turn, worlds=worlds)


def test_a_task_gives_what_it_gives_here(behind, talks):
    turn = behind.next_turn(0)
    found = asyncio.run(behind.ask(Lane.REST, tasks.played, question(turn)))
    assert found == talks("price-haggle").answered("stated", {}, 64)


def test_what_is_stale_is_not_begun(behind):
    turn = behind.next_turn(0)
    behind.next_turn(0)
    with pytest.raises(tasks.StaleError):
        asyncio.run(behind.ask(Lane.REST, tasks.played, question(turn)))


def test_what_becomes_stale_on_the_way_is_dropped(behind):
    async def move_on():
        turn = behind.next_turn(0)
        work = asyncio.ensure_future(behind.ask(Lane.LONG, tasks.played, question(turn, 20_000)))
        await asyncio.sleep(0)
        behind.next_turn(0)
        with pytest.raises(tasks.StaleError):
            await work

    asyncio.run(move_on())


def test_a_process_that_dies_is_replaced_and_its_task_done(behind):
    turn = behind.next_turn(0)
    first = asyncio.run(behind.ask(Lane.REST, tasks.played, question(turn)))
    for process in active_children():
        process.kill()
        process.join()
    assert asyncio.run(behind.ask(Lane.REST, tasks.played, question(turn))) == first


def test_the_end_waits_for_no_long_task(talks, words):
    made = Behind(talks("price-haggle").codings, 1, words)

    async def begin():
        turn = made.next_turn(0)
        return asyncio.ensure_future(made.ask(Lane.LONG, time.sleep, Sleepy(turn)))

    async def both():
        work = await begin()
        await asyncio.sleep(0.2)
        before = time.monotonic()
        made.close()
        assert time.monotonic() - before < 20
        with pytest.raises(BaseException):  # noqa: B017 - however it ends, it ends
            await work

    asyncio.run(both())
    assert not active_children()


class Sleepy(int):
    """A question that is also a number of seconds nobody would wait for."""

    turn = page = 0

    def __new__(cls, turn):
        made = super().__new__(cls, 3600)
        made.turn = turn
        return made
