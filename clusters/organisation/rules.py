"""What holds for the register of units and clusters as a whole."""

from collections.abc import Mapping


def is_own_ancestor(code: str, parents: Mapping[str, str]) -> bool:
    """Tell whether the line of parents above a unit leads back to it. `parents`: code → code of the parent."""
    seen = {code}
    above = parents.get(code, "")
    while above:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False
