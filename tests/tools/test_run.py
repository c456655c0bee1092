"""`make run`: the settings file it writes once, and the port it takes."""

import socket
from pathlib import Path

import environ
import pytest

from tools import run


def test_the_settings_file_is_written_once_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    run.write_environment_file()
    path = tmp_path / ".env"
    written = path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().out == "-- Wrote .env for the demonstration\n"

    read: dict[str, str] = {}
    monkeypatch.setattr(environ.Env, "ENVIRON", read)
    env = environ.Env()
    env.read_env(path)
    assert set(read) == {"DEMONSTRATION", "SECRET_KEY", "ALLOWED_HOSTS"}
    assert env.bool("DEMONSTRATION")
    assert env.list("ALLOWED_HOSTS") == ["127.0.0.1", "localhost"]
    assert len(env.str("SECRET_KEY")) > 60

    run.write_environment_file()
    assert path.read_text(encoding="utf-8") == written
    assert capsys.readouterr().out == ""


def test_a_taken_port_is_given_up_for_the_next_free_one(capsys: pytest.CaptureFixture[str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chosen = run.free_port(port)
        assert port < chosen < port + 100
        assert capsys.readouterr().out == f"-- Port {port} is taken: using {chosen}\n"


def test_a_free_port_is_taken_without_a_word(capsys: pytest.CaptureFixture[str]):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert run.free_port(port) == port
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("word", ["", "0", "65536", "80a", "-1"])
def test_what_is_no_port_is_refused(word: str):
    with pytest.raises(SystemExit, match="PORT is a number"):
        run.main(word)
