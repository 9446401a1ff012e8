"""The language that messages are worded in, and the Swedish order of words."""

import gettext as _gettext
import unicodedata
from pathlib import Path

LANGUAGES = ("sv", "en")
_LOCALE = Path(__file__).parent / "locale"
_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Word every message from now on in a language: ``sv`` or ``en``."""
    global _translations, _language
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is none of {', '.join(LANGUAGES)}")
    _language = language
    if language == "en":  # the messages in the code are the English ones
        _translations = _gettext.NullTranslations()
    else:
        _translations = _gettext.translation("samverkan", _LOCALE, [language])


def language() -> str:
    """Tell the language that messages are worded in now."""
    return _language


def _(message: str) -> str:
    """Word a message in the language in use. Its placeholders are filled afterwards, by ``str.format``."""
    return _translations.gettext(message) if message else ""


def in_every_language(message: str) -> tuple[str, ...]:
    """Return a message as each language words it, whichever is in use."""
    swedish = _gettext.translation("samverkan", _LOCALE, ["sv"])
    return message, swedish.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Word a message that counts, in the language in use."""
    return _translations.ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a message for the catalogue that is worded later, where it is shown."""
    return message


_REASONS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("No space left on device"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Read-only file system"),
    N_("File exists"),
    N_("File is not a zip file"),
)
"""What systems and libraries say that is worth a translation; they have no language of ours."""


def reason_of(error: BaseException) -> str:
    """Say why something failed: in the language in use, where it is a common reason."""
    told = str((isinstance(error, OSError) and error.strerror) or error).strip().rstrip(".!?")
    return _(told) if told in _REASONS else told


_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"})


def swedish_key(text: str) -> tuple[str, str]:
    """Order texts as Swedish does: å, ä and ö after z, other accents as their plain letter.

    Examples
    --------
    >>> sorted(["Örebro", "Ängelholm", "Åre", "Zorn", "ale", "Évora"], key=swedish_key)
    ['ale', 'Évora', 'Zorn', 'Åre', 'Ängelholm', 'Örebro']
    """
    placed = unicodedata.normalize("NFC", text).casefold().translate(_LAST)
    return "".join(c for c in unicodedata.normalize("NFD", placed) if not unicodedata.combining(c)), text
