"""``manage.py serve`` with real processes: started together, stopped together, none left over."""

from __future__ import annotations

import os
import signal
import socket
from functools import partial

import pytest

from config.processes import page_status
from tests.installations import PATIENCE_SECONDS, until
from tests.processes.running import runs

pytestmark = pytest.mark.processes


def test_serve_starts_web_worker_and_beat_and_tells_where_the_page_is(served):
    status = _status(served)

    assert sorted(served.parts()) == ["beat", "web", "worker"]
    assert status == 302
    assert f"http://127.0.0.1:{served.port}/" in served.output()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_supervisor_stops_all_three(served, number):
    below = served.everything()

    served.supervisor.send_signal(number)
    status = served.supervisor.wait(PATIENCE_SECONDS)

    assert status == 0, served.output()
    assert [process for process in below if runs(process)] == []


def test_killing_the_supervisor_leaves_no_orphan(served):
    below = served.everything()

    served.supervisor.kill()
    served.supervisor.wait(PATIENCE_SECONDS)

    # granian's main process and the one that answers, the worker, the beat.
    assert len(below) == 4
    until(lambda: not any(runs(process) for process in below), what="the orphans to end", seconds=30)


def test_whoever_is_killed_is_started_again_and_the_others_stay(served):
    for part in ("web", "worker", "beat"):
        before = served.parts()

        os.kill(before[part], signal.SIGKILL)
        until(partial(served.has_replaced, part, before[part]), what=f"a new {part}")

        after = served.parts()
        assert {name for name in before if after[name] != before[name]} == {part}
        assert f"{part} が止まりました（シグナル SIGKILL）。1 秒後に起動し直します。" in served.output()
    until(lambda: (_status(served) or 500) < 500, what="the page to answer again")


def test_worker_and_beat_show_signs_of_life_and_take_them_away_when_they_stop(served):
    for name in ("worker", "beat"):
        until(partial(served.shows_life, name), what=f"a living {name}")

    served.supervisor.terminate()
    served.supervisor.wait(PATIENCE_SECONDS)

    after = [served.installation.manage("alive", name) for name in ("worker", "beat", "web")]
    assert [(done.returncode, done.stderr) for done in after] == [
        (1, "worker は動いていません。\n"),
        (1, "beat は動いていません。\n"),
        (1, "web は動いていません。\n"),
    ]


def test_the_web_is_alive_by_its_page(served):
    environment = {**served.installation.environment, "KYOTEN_PORT": str(served.port)}

    alive = type(served.installation)(served.installation.var, environment).manage("alive", "web")

    assert (alive.returncode, alive.stderr) == (0, "")


def test_a_taken_port_is_told_in_one_line(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = installation.manage("serve", "--port", str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"ポート {port} はほかの処理が使っています。--port で別の番号を選んでください。\n"


def test_a_second_beat_on_the_same_state_is_refused(served):
    second = served.installation.manage("serve", "beat")

    assert second.returncode == 1
    assert second.stderr == (
        f"この {served.installation.var} を使う beat がすでに動いています。先にそちらを止めてください。\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_no_port_is_a_matter_of_usage(installation, port):
    done = installation.manage("serve", "--port", port)

    assert done.returncode == 2
    assert f"「{port}」はポートの番号ではありません（1〜65535）。" in done.stderr


def _status(served) -> int | None:
    return page_status("127.0.0.1", served.port, name="127.0.0.1", timeout=PATIENCE_SECONDS)
