"""What an address of a server may be, and whether a password travels to it in the open."""

import ipaddress
from urllib.parse import urlsplit

from samverkan.language import _

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def what_is_wrong(address: str) -> str | None:
    """Say what is wrong with an address; ``None`` if nothing is.

    It is a text and not an exception, which would keep the address, and with it a password, in its trace.

    Examples
    --------
    >>> what_is_wrong("neo4j://localhost")
    >>> what_is_wrong("bolt://ann:secret@localhost")[:55]
    'An address must not hold a user or a password: others c'
    """
    if "@" in address:  # wherever it stands: a password may have a slash in it
        return _(
            "An address must not hold a user or a password: others can read it. "
            "Set SAMVERKAN_DB_USER and SAMVERKAN_DB_PASSWORD instead."
        )
    try:
        parts = urlsplit(address)
        sound = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
    except ValueError:  # a port that is no number, or half an IPv6 address
        sound = False
    if sound:
        return None
    return _(
        "{address} is no address of a Neo4j server. One such as neo4j://localhost, neo4j://server.example:7687 or "
        "neo4j+s://server.example was expected."
    ).format(address=address)


def is_open(address: str) -> bool:
    """Tell whether what is sent to an address can be read on its way: it is another machine, and nothing encrypts.

    Nothing is ever sent to a wrong address.

    Examples
    --------
    >>> [is_open(a) for a in ("neo4j://db.example", "neo4j+s://db.example", "bolt://127.0.0.2:7687", "bolt://[::1]")]
    [True, False, False, False]
    >>> is_open("neo4j://ann:secret@db.example")
    False
    """
    if what_is_wrong(address):
        return False
    parts = urlsplit(address)
    host = parts.hostname or ""
    if "+" in parts.scheme or host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return True
