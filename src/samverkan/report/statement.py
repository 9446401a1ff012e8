"""The accessibility statement that the law asks of a public body, as the office words it; the tool claims nothing."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from samverkan.errors import ReportError
from samverkan.language import N_, _

CONFORMS = {
    "full": N_("fully compliant"),
    "partial": N_("partly compliant"),
    "none": N_("not compliant"),
}
"""How far a page complies."""

AUTHORITY = "https://www.digg.se/tdosanmalan"
"""Where one complains to the authority, unless the file names another."""


@dataclass(frozen=True)
class Statement:
    """What the office says of how accessible its pages are.

    Parameters
    ----------
    organisation : str
        Whose page it is.
    conforms : str
        One of ``CONFORMS``.
    assessed : date
    method : str
        How it was assessed.
    contact : str
        How to report what is lacking.
    lacking : tuple of str
        What is not accessible.
    burden : str
        What would be an unreasonable burden, and why; empty if nothing is said to be.
    authority : str
        Address at which one complains.
    """

    organisation: str
    conforms: str
    assessed: date
    method: str
    contact: str
    lacking: tuple[str, ...] = ()
    burden: str = ""
    authority: str = AUTHORITY

    @property
    def compliance(self) -> str:
        """How far it complies, in words."""
        return _(CONFORMS[self.conforms])


TEXTS = ("organisation", "conforms", "method", "contact", "burden", "authority")
REQUIRED = ("organisation", "conforms", "assessed", "method", "contact")


def read_statement(path: Path) -> Statement:
    """Read a statement from a TOML file.

    Raises
    ------
    ReportError
        It cannot be read, lacks something, or says something that is not asked.
    """
    try:
        with path.open("rb") as file:
            told = tomllib.load(file)
    except OSError as error:
        raise ReportError(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportError(_("{path} is no TOML: {reason}").format(path=path, reason=error)) from error
    if problems := list(_problems(told)):
        raise ReportError(
            "\n".join([_("{path} is no accessibility statement:").format(path=path), *(f"  {p}" for p in problems)])
        )
    return Statement(**{**told, "lacking": tuple(told.get("lacking", ()))})


def _problems(told: dict[str, Any]) -> list[str]:
    """Say everything that is wrong with what a file tells."""
    known = Statement.__dataclass_fields__
    found = [
        _("{key} is not known; known are {known}.").format(key=k, known=", ".join(known))
        for k in told
        if k not in known
    ]
    found += [_("{key} is missing.").format(key=key) for key in REQUIRED if key not in told]
    found += [
        _("{key} has to be a text.").format(key=key)
        for key in TEXTS
        if key in told and not (isinstance(told[key], str) and told[key].strip())
    ]
    if isinstance(conforms := told.get("conforms"), str) and conforms not in CONFORMS:
        found.append(_("{key} has to be one of {known}.").format(key="conforms", known=", ".join(CONFORMS)))
    if "assessed" in told and type(told["assessed"]) is not date:
        found.append(_("{key} has to be a date, such as 2026-11-30, without quotes.").format(key="assessed"))
    lacking = told.get("lacking", [])
    if not (isinstance(lacking, list) and all(isinstance(item, str) for item in lacking)):
        found.append(_("{key} has to be a list of texts.").format(key="lacking"))
    elif conforms in ("partial", "none") and not lacking:
        found.append(_("lacking has to say what is not accessible, as conforms does not say full."))
    return found
