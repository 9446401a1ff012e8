"""What two sources tell of the same -> what they tell together."""

from samverkan.model.dataset import Value
from samverkan.model.names import fold_case
from samverkan.sources.foreign.claims import TieClaim
from samverkan.sources.foreign.words import BETWEEN, types_between


def pointer(claim: TieClaim) -> str:
    """Tell where in the file a relation stands, in the language of the data."""
    sheet = claim.grid.partition("[")[2].rstrip("]")
    return f"{sheet}, rad {claim.line}" if sheet else f"rad {claim.line}"


def relation_between(claim: TieClaim, source: str, target: str) -> tuple[str, bool] | None:
    """Tell the type of a relation by the kinds of its ends, and whether it leads the other way round.

    A type that was stated holds as it stands; a guess from a heading gives way to the list of what two columns say by
    themselves, and only where neither fits there is none.
    """
    forwards, backwards = types_between(source, target), types_between(target, source)
    if claim.stated:
        return (claim.type, False) if claim.type in forwards else None
    for type in filter(None, (claim.type, "COLLABORATES_WITH" if claim.type == "PARTNER_IN" else "")):
        if type in forwards or type in backwards:
            return type, type not in forwards
    if (source, target) in BETWEEN:
        return BETWEEN[source, target], False
    if (target, source) in BETWEEN:
        return BETWEEN[target, source], True
    return None


def pointers(old: Value, new: Value) -> Value:
    """Return pointers into two sources as one text."""
    if old is None or new is None or str(new) in str(old):
        return new if old is None else old
    return f"{old}; {new}"


def joined(old: Value, new: Value) -> Value:
    """Return what two sources tell together; ``None`` if they contradict each other."""
    if old is None or old == new:
        return new
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    if isinstance(old, str) and isinstance(new, str):
        if old.startswith(new) and old[:4].isdigit() and len(new) in (4, 7):
            return old
        if new.startswith(old) and new[:4].isdigit() and len(old) in (4, 7):
            return new
        return old if fold_case(old) == fold_case(new) else None
    if isinstance(old, int | float) and isinstance(new, int | float) and float(old) == float(new):
        return old
    return None
