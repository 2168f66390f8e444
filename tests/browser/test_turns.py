"""Tests in the browser take turns, and leave nothing behind that other tests would stumble over."""

import asyncio

import pytest
from filelock import FileLock, Timeout


def test_nobody_else_has_a_turn_meanwhile(turn):
    with pytest.raises(Timeout):
        FileLock(turn, timeout=0).acquire()


def test_all_workers_take_turns_at_one_lock(turn, tmp_path_factory, worker_id):
    own = tmp_path_factory.getbasetemp()
    assert turn.parent == (own if worker_id == "master" else own.parent)


def test_a_server_can_be_run_where_no_browser_is_open():
    asyncio.run(asyncio.sleep(0))
