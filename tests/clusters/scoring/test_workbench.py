"""The process that opens strange files is bounded in memory and writes nothing; without its bounds it could."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clusters.scoring.files import workbench

GREEDY = """
import sys
sys.path.insert(0, sys.argv[1])
import workbench
if sys.argv[2] == "bound":
    workbench.bound()
try:
    held = bytearray(workbench.MEMORY + 1024)
    print("held")
except MemoryError:
    print("refused")
"""
WRITING = """
import sys
sys.path.insert(0, sys.argv[1])
import workbench
if sys.argv[2] == "bound":
    workbench.bound()
with open(sys.argv[3], "wb") as file:
    file.write(b"x" * 100)
"""


def run(script, *words):
    command = [sys.executable, "-I", "-c", script, str(Path(workbench.__file__).parent), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.mark.parametrize(("how", "said"), [("bound", "refused\n"), ("free", "held\n")])
def test_memory_is_bounded(how, said):
    assert run(GREEDY, how).stdout == said


@pytest.mark.parametrize(("how", "written"), [("bound", 0), ("free", 100)])
def test_nothing_is_written(tmp_path, how, written):
    place = tmp_path / "file"
    run(WRITING, how, str(place))
    assert place.stat().st_size == written
