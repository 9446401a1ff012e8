"""The named queries on graph_data/: how much each answers, and that the engines agree in every row."""

import pytest

from samverkan.cli.entities import reader_of_values
from samverkan.model.names import Entity
from samverkan.store.queries import arguments, named_queries

NAMED = named_queries()
GIVEN = {"person": {"person": "person:salomon-abresparr"}}

COUNTS = {
    "bridges": 7,
    "cities": 10,
    "cities-of-theme": 34,
    "city-partners": 15,
    "companies": 4,
    "counties": 21,
    "ending": 19,
    "events-hosted": 16,
    "focus-areas": 3,
    "funded": 7,
    "hosts-and-funders": 4,
    "leaders": 1,
    "members": 38,
    "memberships": 21,
    "municipal-groups": 1,
    "no-data": 272,
    "participants": 12,
    "partners": 11,
    "people": 4,
    "person": 5,
    "same-theme-no-project": 20,
    "signatories": 50,
    "sources": 29,
    "twin-pairs": 12,
    "twins": 2,
    "who-works-with-whom": 32,
}

ROWS: dict[str, dict] = {}
"""Answers of the engine that was asked first."""


@pytest.mark.parametrize("name", sorted(NAMED))
def test_engines_agree_on_the_real_network(real, name):
    query = NAMED[name]
    given = arguments(
        query, GIVEN.get(name, {}), lambda text, kinds: Entity(text, "", "", text), reader_of_values(real)
    )
    found = real.query(query.statement, given)
    first = ROWS.setdefault(name, found)
    assert (found.columns, found.rows) == (first.columns, first.rows)
    assert len(found.rows) == COUNTS[name]
