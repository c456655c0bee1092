"""Find what the slices register: import their `permissions`, `history`, `worklist` … once at start."""

import importlib
import importlib.util
import pkgutil

REGISTERED = ("states", "permissions", "history", "worklist", "panels", "papers", "searches", "checks")


def import_slices(package: str) -> None:
    """Import the registering modules of every slice (sub-package) of an app, in alphabetical order."""
    root = importlib.import_module(package)
    for slice_info in pkgutil.iter_modules(root.__path__, f"{package}."):
        if not slice_info.ispkg or slice_info.name.endswith((".migrations", ".management")):
            continue
        for module in REGISTERED:
            name = f"{slice_info.name}.{module}"
            if importlib.util.find_spec(name):
                importlib.import_module(name)
