"""`make audit`: look the locked packages up in the public lists of vulnerabilities (needs the network)."""

import subprocess
import sys
from pathlib import Path

ALLOWED = Path(__file__).with_name("audit-allowed.txt")


def allowed() -> list[str]:
    """Return the ids that were judged harmless here; each has to give its reason."""
    found = []
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        identifier, _blank, reason = line.partition(" ")
        if not reason.strip():
            raise SystemExit(f"!! {ALLOWED.name}: {identifier} has no reason")
        found.append(identifier)
    return found


def main() -> int:
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "--progress-spinner=off",
    ]
    command += [f"--requirement=requirements/{name}.txt" for name in ("base", "dev")]
    command += [f"--ignore-vuln={identifier}" for identifier in allowed()]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
