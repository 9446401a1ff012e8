"""A small network with people, whole as a dataset, and what a report is made of it."""

from functools import cache
from typing import Any

from graphs import dataset
from samverkan.analysis.gaps.whatif import temporary_store
from samverkan.model.dataset import Dataset
from samverkan.report.dossier import city_page
from samverkan.report.material import Material
from samverkan.report.page import Wanted
from samverkan.report.programme import programme_page
from samverkan.report.results import Results
from samverkan.store.base import Load

PEOPLE = {
    "person:eva-ek": {"name": "Eva Ek", "aliases": ["Evita Ekström"], "title": "kommunstyrelsens ordförande"},
    "person:ulf-alm": {"name": "Ulf Alm", "aliases": ["Uffe Alm"], "title": "doktorand"},
}

CITIES = {
    "city:aby": {"name": "Åby", "county": "Östra länet", "population": 12345, "skr_group": "B3", "country": "SE",
                 "co2_per_capita": 2.5, "co2_change": -3.1, "municipality_code": "0101", "latitude": 59.0,
                 "longitude": 15.0},
    "city:bro": {"name": "Bro", "county": "Östra länet", "population": 800, "skr_group": "B4", "country": "SE",
                 "municipality_code": "0102", "latitude": 59.2, "longitude": 15.1},
    "city:dal": {"name": "Dal", "county": "Västra länet", "population": 60000, "skr_group": "B3", "country": "SE",
                 "municipality_code": "0103", "latitude": 58.0, "longitude": 12.0},
    "city:ost": {"name": "Öst", "county": "Västra länet", "population": 3000, "country": "SE",
                 "municipality_code": "0104"},
}  # fmt: skip

NODES: dict[str, dict[str, Any]] = {
    **CITIES,
    **PEOPLE,
    "company:kraft": {"name": "Kraft AB", "sector": "business"},
    "university:vest": {"name": "Västra universitetet"},
    "project:ljus": {"name": "Ljus", "start": "2020", "end": "2023"},
    "project:varme": {"name": "Värme", "start": "2021"},
    "network:nat": {"name": "Nätet", "size": 10},
    "programme:framtid": {"name": "Framtid", "start": "2019", "size": 40},
    "event:mote": {"name": "Mötet", "start": "2021-05-01"},
    "theme:energy": {"name": "Energi", "name_en": "Energy"},
    "theme:finance": {"name": "Pengar", "name_en": "Finance"},
    "one": {"kind": "Source", "name": "Första boken", "publisher": "Förlaget", "url": "https://example.org/one",
            "published": "2020", "licence": "CC BY 4.0"},
    "two": {"kind": "Source", "name": "Andra boken", "publisher": "Huset", "url": "https://example.org/two",
            "licence": "Utgivarens villkor"},
}  # fmt: skip

RELATIONS: dict[str, dict[str, Any]] = {
    "city:aby MEMBER_OF programme:framtid 2019": {"sources": ["two"]},
    "city:bro MEMBER_OF programme:framtid 2021": {"sources": ["two"]},
    "city:dal MEMBER_OF programme:framtid 2021": {"sources": ["two"]},
    "city:aby PARTNER_IN project:ljus 2020": {"role": "värd", "sources": ["one"], "evidence": "sidan 3"},
    "company:kraft PARTNER_IN project:ljus 2020": {"sources": ["one"]},
    "company:kraft PARTNER_IN project:varme 2021": {"sources": ["one"]},
    "city:dal PARTNER_IN project:varme 2021": {"sources": ["one"]},
    "university:vest PARTNER_IN project:varme 2021": {"sources": ["two"]},
    "city:aby MEMBER_OF network:nat 2022": {"sources": ["one"]},
    "city:dal MEMBER_OF network:nat 2022": {"sources": ["one"]},
    "project:ljus PART_OF programme:framtid": {"sources": ["two"]},
    "project:ljus FOCUSES_ON theme:energy": {"sources": ["one"]},
    "project:varme FOCUSES_ON theme:finance": {"sources": ["one"]},
    "company:kraft LOCATED_IN city:aby": {"sources": ["one"]},
    "university:vest LOCATED_IN city:dal": {"sources": ["one"]},
    "city:aby TOOK_PART_IN event:mote 2021-05-01": {"sources": ["two"]},
    "city:bro SISTER_CITY_OF city:aby 1990": {"sources": ["two"]},
    "company:kraft FUNDS project:varme 2021": {"amount": 1500000, "sources": ["one"]},
    "person:eva-ek WORKS_FOR city:aby 2018": {"role": "ordförande", "sources": ["two"]},
    "person:ulf-alm WORKS_FOR company:kraft": {"role": "doktorand", "sources": ["two"]},
    "city:dal TOOK_PART_IN event:mote 2021-05-01": {"evidence": "Uffe Alm sade det", "sources": ["one"]},
}

LOAD = Load("1", "2024-02-29T01:02:03+00:00", "0.1.0", "abcdef0123456789abcdef", "2022")


def whole(
    nodes: dict[str, dict[str, Any]] | None = None, relations: dict[str, dict[str, Any]] | None = None
) -> Dataset:
    """The small network, with facts of some nodes and relations instead of their own."""
    changed = {id: {**facts, **(nodes or {}).get(id, {})} for id, facts in NODES.items()}
    ties = {line: {**facts, **(relations or {}).get(line, {})} for line, facts in RELATIONS.items()}
    added = {id: facts for id, facts in (nodes or {}).items() if id not in changed}
    return dataset({**changed, **added}, ties)


def material(audience: str = "public", **changes: Any) -> Material:
    """What a report of the small network is made of."""
    return Material.of(whole(**changes), LOAD, audience)


def results(audience: str = "public", **changes: Any) -> Results:
    """What is found out about it, with few permutations."""
    seen = material(audience, **changes)
    with temporary_store(seen.dataset) as store:
        return Results.of(store, seen, permutations=19)


known = cache(results)
"""The same, once for each audience."""


def pages(found: Results | None = None, wanted: Wanted | None = None) -> dict[str, str]:
    """The programme's report and the dossier of Åby, in the language in use."""
    found, wanted = found or known(), wanted or Wanted()
    return {"programme": programme_page(found, wanted), "city": city_page(found, "city:aby", wanted)}
