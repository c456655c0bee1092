"""`make lock`: compile requirements/ from pyproject.toml, with hashes and without any index's name."""

import os
import subprocess
import sys
from pathlib import Path

PLAIN = (
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--quiet",
    "--no-header",
    "--no-emit-options",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
)


def compile_to(target: str, words: list[str]) -> None:
    print(f"-- {target}", flush=True)
    command = [sys.executable, "-m", "piptools", "compile", *PLAIN, *words, "--output-file", target]
    # The machine's own pip settings may know other builds of a package, with other hashes.
    environment = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    subprocess.run([*command, "pyproject.toml"], env=environment, check=True)
    heading = "# Compiled by `make lock` from pyproject.toml; not edited by hand.\n"
    path = Path(target)
    path.write_text(heading + path.read_text(encoding="utf-8").removeprefix(heading), encoding="utf-8")


if __name__ == "__main__":
    compile_to("requirements/base.txt", sys.argv[1:])
    compile_to("requirements/dev.txt", ["--extra=dev", "--constraint=requirements/base.txt", *sys.argv[1:]])
