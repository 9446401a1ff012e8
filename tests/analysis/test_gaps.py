"""All gaps together: gaps planted in variants of the real data, the order, what is not known, and each type by hand."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from networks import network
from samverkan.analysis.context import Context
from samverkan.analysis.gaps.dormant import dormant
from samverkan.analysis.gaps.filling import completed
from samverkan.analysis.gaps.gap import Gap, Pattern, Scale
from samverkan.analysis.gaps.search import Gaps, Only, cities_of, find_gaps, mixed, ranked
from samverkan.analysis.gaps.ties import missing_ties
from samverkan.analysis.gaps.whatif import Change, Tie, changed, effect, read_back, temporary_store
from samverkan.language import use_language
from samverkan.model.dataset import Dataset
from samverkan.model.domain import SCHEMA
from samverkan.network.projection import read_network
from samverkan.sources.reader import read_dataset

PROGRAMME = "programme:klimatneutrala-stader-2030"


@pytest.fixture(scope="module")
def dataset(real_data) -> Dataset:
    """The curated network."""
    return read_dataset(real_data, SCHEMA)


def gaps_of(data: Dataset, permutations: int = 1):
    """All gaps of some data, at the date of the real ones."""
    with temporary_store(data) as store:
        context = Context.of(read_network(store, SCHEMA), as_of="2025-12-05", programme=PROGRAMME)
        return find_gaps(store, context, permutations=permutations)


@pytest.fixture(scope="module")
def real(dataset):
    """Its gaps."""
    return gaps_of(dataset, permutations=199)


def without_rows(data: Dataset, *rows: tuple[str, str, str]) -> Dataset:
    """The data without some relations."""
    relationships = {}
    for type, columns in data.relationships.items():
        ends = zip(columns["from"], columns["to"], strict=True)
        kept = [(source, type, target) not in rows for source, target in ends]
        relationships[type] = {
            name: [v for v, keep in zip(values, kept, strict=True) if keep] for name, values in columns.items()
        }
    made = Dataset(data.schema, data.nodes, relationships)
    assert sum(len(c["from"]) for c in relationships.values()) < sum(
        len(c["from"]) for c in data.relationships.values()
    )
    return made


def opened_and_closed(before, data: Dataset):
    """Type and who of the gaps that a variant opens and closes; of chance nothing is asked."""
    found = effect(before, gaps_of(data))
    told = [
        sorted((gap.type, gap.who[:2]) for gap in some if gap.type != "unlinked-groups")
        for some in (found.opened, found.closed)
    ]
    return told[0], told[1]


# ---- planted


def test_a_twin_removed(real, dataset):
    data = without_rows(dataset, ("city:borlange", "TWINNED_WITH", "city:avesta"))
    assert opened_and_closed(real, data) == (
        [("unpaired", ("city:avesta",)), ("unpaired", ("city:borlange",))],
        [],
    )


def test_a_university_taken_out_of_an_initiative(real, dataset):
    data = without_rows(dataset, ("university:hogskolan-i-gavle", "PARTNER_IN", "project:klimatneutrala-gavle-2030"))
    opened, closed = opened_and_closed(real, data)
    assert (opened, closed) == ([("missing-sector", ("project:klimatneutrala-gavle-2030",))], [])


def test_the_members_of_a_county_removed(real, dataset):
    data = without_rows(dataset, *((f"city:{id}", "MEMBER_OF", PROGRAMME) for id in ("borlange", "avesta")))
    assert opened_and_closed(real, data) == (
        [("silent-county", ("countyboard:dalarna", "region:dalarna"))],
        [],
    )


def test_a_tie_that_alone_holds_two_parts_together(real, dataset):
    """Borås and its four partners are known to work with nobody else; one tie joins them to the rest."""
    data = changed(dataset, Change(ties=(Tie("city:boras", "COLLABORATES_WITH", "researchinstitute:rise"),)))
    opened, closed = opened_and_closed(real, data)
    assert (opened, closed) == ([("single-bridge", ("researchinstitute:rise", "city:boras"))], [])


def test_a_store_for_a_change_is_thrown_away(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def break_off():
        with temporary_store(dataset):
            assert [path.name[:10] for path in tmp_path.iterdir()] == ["samverkan-"]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_data_are_read_back_as_they_were_but_for_people(dataset):
    back = read_back_of(dataset)
    assert {label: sorted(c["id"]) for label, c in back.nodes.items()} == {
        label: [] if label == "Person" else sorted(c["id"]) for label, c in dataset.nodes.items()
    }
    people = {*dataset.nodes["Person"]["id"]}
    for type, columns in dataset.relationships.items():
        keys = {k for k, a in zip(dataset.relationship_keys(type), columns["from"], strict=True) if a not in people}
        assert {*back.relationship_keys(type)} == keys


def test_no_change_changes_nothing(real, dataset):
    assert opened_and_closed(real, read_back_of(dataset)) == ([], [])


def read_back_of(data: Dataset) -> Dataset:
    with temporary_store(data) as store:
        return read_back(store, SCHEMA)


# ---- the real data


def test_the_first_twenty_are_mixed_and_sure_of_what_they_say(real):
    first = real.first()
    assert len(first) == 20
    assert max(Counter(gap.type for gap in first).values()) <= 4
    assert max(Counter(city for gap in first for city in cities_of(real.context, gap)).values()) <= 2
    assert [gap.severity for gap in first] == sorted((gap.severity for gap in first), reverse=True)
    assert all(gap.severity <= 3 for gap in real.gaps if gap.confidence == "low")
    assert len({gap.key for gap in real.gaps}) == len(real.gaps)


def test_every_gap_has_words_in_both_languages_evidence_and_somebody_to_ask(real):
    told = {}
    for language in ("en", "sv"):
        use_language(language)
        told[language] = [gap.text(real.context) for gap in real.gaps]
    use_language("en")
    assert [one for one, other in zip(told["en"], told["sv"], strict=True) if one == other] == []
    unworded = re.compile(r"[{}]|None|\b(city|company|project|theme|programme|region|university):|[a-z]-[a-z]+ sector")
    assert [text for text in (*told["en"], *told["sv"]) if unworded.search(text)] == []
    for gap in real.first():
        done = completed(real.context, gap)
        assert done.evidence, gap
        assert all(row.sources for row in done.evidence), gap
        assert done.candidates or done.bridge, gap


def test_no_missing_tie_rests_on_what_was_over_two_years_ago(real):
    gaps = [completed(real.context, gap) for gap in real.gaps if gap.type == "missing-tie"]
    assert gaps
    assert [row for gap in gaps for row in gap.evidence if row.end is not None and row.end <= "2023-12-05"] == []


def test_what_is_not_known_is_counted_and_called_nothing_else(real):
    assert real.unknown["members_not_in_data"] == 10
    assert real.unknown["members_without_data"] == ["city:arvika"]
    nothing = {*real.unknown["no_data"]}
    assert len(nothing) == 228
    for gap in real.gaps:
        if gap.type in ("isolated", "uncovered-theme"):
            assert not nothing & {*gap.who}
            assert "city:arvika" not in gap.who


# ---- the order


def made(pattern: str, type: str, who: str, weight: float, scale: str = "3", confidence: str = "high") -> Gap:
    texts = {"en": "x", "sv": "y"}
    return Gap(Pattern(pattern, type, texts, texts, Scale.parse(scale)), (who,), {}, 0, 1, weight, confidence)


CITIES = Context.of(network([f"city:c{i} PARTNER_IN project:x" for i in range(9)]))


def test_gaps_stand_by_severity_then_by_how_sure_and_types_take_turns():
    gaps = [
        made("a", "dormant", "city:c0", 1.0),
        made("a", "dormant", "city:c1", 2.0),
        made("b", "isolated", "city:c2", 5.0),
        made("b", "isolated", "city:c3", 1.0, "4"),
        made("b", "isolated", "city:c4", 1.0, "5", "low"),
        made("c", "unpaired", "city:c5", 9.0, "4", "low"),
    ]
    assert [gap.who[0][-1] for gap in ranked(gaps)] == ["3", "1", "2", "0", "4", "5"]
    assert [gap.severity for gap in ranked(gaps)] == [4, 3, 3, 3, 3, 3]
    assert ranked(gaps) == ranked(gaps[::-1])


def test_of_the_first_twenty_four_are_of_one_type_and_two_about_one_city():
    gaps = ranked([made("a", "dormant", f"city:c{i % 3}", float(i)) for i in range(9)])
    first, others = mixed(CITIES, gaps)
    assert [gap.weight for gap in first] == [8.0, 7.0, 6.0, 5.0]
    assert [gap.weight for gap in others] == [4.0, 3.0, 2.0, 1.0, 0.0]
    assert [gap.weight for gap in mixed(CITIES, gaps, by_type=False)[0]] == [8.0, 7.0, 6.0, 5.0, 4.0, 3.0]
    assert mixed(CITIES, gaps, by_type=False, by_city=False) == (gaps, [])
    found = Gaps(CITIES, tuple(gaps), {})
    assert (found.first(), found.first(3), found.first(21), found.every()) == (first, first[:3], gaps, gaps)


def test_what_does_not_fit_into_the_first_twenty_comes_after_them():
    types = ("unpaired", "missing-tie", "dormant", "isolated", "silent-county")
    gaps = ranked([made(type, type, f"company:k{type}{i}", float(i)) for type in types for i in range(5)])
    first, others = mixed(CITIES, gaps)
    assert Counter(gap.type for gap in first) == dict.fromkeys(types, 4)
    assert [gap.weight for gap in others] == [0.0] * 5
    found = Gaps(CITIES, tuple(gaps), {})
    assert (found.first(), found.first(22)) == (first, first + others[:2])


def test_a_change_concerns_whoever_is_changed_and_whom_that_ties_to_them():
    lines = ["city:a PARTNER_IN project:x", "city:b PARTNER_IN project:x", "city:a TWINNED_WITH city:c"]
    lines += ["city:d PARTNER_IN project:y", "city:e PARTNER_IN project:y"]
    lines += [f"city:{c} MEMBER_OF programme:p" for c in "abcdef"]
    context = Context.of(network(lines, city__a={"county": "Ale län"}))
    gaps = {c: made("z", "isolated", f"city:{c}", 1.0) for c in "abcdef"}
    county = replace(gaps["f"], who=("company:r",), values={"county": "Ale län"})
    before, after = Gaps(context, (*gaps.values(), county), {}), Gaps(context, (), {})

    def closed(change: Change) -> tuple[str, str]:
        found = effect(before, after, None, change)
        assert found.opened == ()
        return "".join(gap.who[0][-1] for gap in found.closed), "".join(gap.who[0][-1] for gap in found.moved)

    assert closed(Change(without=("city:a",))) == ("abcr", "def")
    assert closed(Change(without=("project:y",))) == ("de", "abcfr")
    assert closed(Change(ties=(Tie("city:f", "PARTNER_IN", "project:y"),))) == ("def", "abcr")
    assert closed(Change(ties=(Tie("city:f", "MEMBER_OF", "programme:p"),))) == ("f", "abcder")


# ---- one type each, by hand

TOWN = {"country": "SE", "skr_group": "B3", "county": "Ale län"}


def two_towns(kilometres: float, emissions: float = 9.0, *more: str) -> Context:
    """Two towns, each in three projects on energy of its own, so many kilometres apart from south to north."""
    lines = [f"city:{c} PARTNER_IN project:{c}{i} 2020" for c in "ab" for i in range(3)]
    lines += [f"company:{c}{i} PARTNER_IN project:{c}{i}" for c in "ab" for i in range(3)]
    lines += [f"project:{c}0 FOCUSES_ON theme:energy" for c in "ab"]
    north = 60 + kilometres / 111.195
    return Context.of(
        network(
            [*lines, *more, "city:d PARTNER_IN project:n", "project:n FOCUSES_ON theme:nature"],
            city__a={**TOWN, "latitude": 60.0, "longitude": 15.0, "co2_per_capita": 3.0},
            city__b={**TOWN, "latitude": north, "longitude": 15.0, "co2_per_capita": emissions},
        )
    )


def test_two_towns_that_are_near_or_emit_alike_lack_a_tie():
    (near,) = missing_ties(two_towns(150))
    assert (near.pattern.name, near.who, near.values["kilometres"]) == ("missing-tie", ("city:a", "city:b"), 150)
    assert (near.observed, near.expected, near.confidence) == (0, 0.75, "high")  # 3 · 3 / 12: six ties, twice
    (alike,) = missing_ties(two_towns(250, 4.0))
    assert (alike.pattern.name, alike.who) == ("missing-tie-alike", ("city:a", "city:b"))
    assert missing_ties(two_towns(250, 4.1)) == []


@pytest.mark.parametrize(
    "tie",
    ["city:a TWINNED_WITH city:b 2021", "city:b COLLABORATES_WITH city:a", "city:a PARTNER_IN project:b0 2021"],
)
def test_whatever_joins_them_is_a_tie(tie):
    assert missing_ties(two_towns(150, 9.0, tie)) == []


def test_a_project_of_any_size_joins_them_and_an_event_does_not():
    many = [f"company:m{i} PARTNER_IN project:large" for i in range(15)]
    large = [*many, "city:a PARTNER_IN project:large", "city:b PARTNER_IN project:large"]
    assert missing_ties(two_towns(150, 9.0, *large)) == []
    event = ["city:a TOOK_PART_IN event:day 2021", "city:b TOOK_PART_IN event:day 2021"]
    assert len(missing_ties(two_towns(150, 9.0, *event))) == 1


def test_a_theme_that_one_of_them_has_worked_with_lately_only_counts():
    """The day of the data is the last of 2025; what ended in 2023 was over two years before it."""

    def shared(**facts: dict[str, str]) -> list[Gap]:
        lines = [f"city:{c} PARTNER_IN project:{c}{i} 2021" for c in "ab" for i in range(3)]
        lines += [f"company:{c}{i} PARTNER_IN project:{c}{i}" for c in "ab" for i in range(3)]
        lines += [f"project:{c}{i} FOCUSES_ON theme:{t}" for c in "ab" for i, t in enumerate(("energy", "nature"))]
        lines += ["city:d PARTNER_IN project:n", "project:n FOCUSES_ON theme:water"]
        there = {"latitude": 60.0, "longitude": 15.0}
        made = network(lines, city__a={**TOWN, **there}, city__b={**TOWN, **there}, **facts)
        return missing_ties(Context.of(made, as_of="2025-12-31"))

    energy, nature = "theme:energy", "theme:nature"
    assert [gap.values["theme"] for gap in shared()] == [(energy, nature)]
    assert [gap.values["theme"] for gap in shared(project__a0={"end": "2023"})] == [(nature,)]
    assert [gap.values["theme"] for gap in shared(project__a0={"end": "2024-01-01"})] == [(energy, nature)]
    assert shared(project__a0={"end": "2023"}, project__b1={"end": "2022-06"}) == []
    assert [gap.values["theme"] for gap in shared(project__b0={"start": "2017"})] == [
        (nature,)
    ]  # six years without an end


def test_where_an_organisation_is_counts_if_it_is_in_one_place_and_is_not_told():
    def pair(*more: str) -> list[Gap]:
        lines = [f"agency:{c} PARTNER_IN project:{c}{i} 2020" for c in "ab" for i in range(3)]
        lines += [f"company:{c}{i} PARTNER_IN project:{c}{i}" for c in "ab" for i in range(3)]
        lines += [f"project:{c}0 FOCUSES_ON theme:energy" for c in "ab"]
        lines += ["city:d PARTNER_IN project:n", "project:n FOCUSES_ON theme:nature"]
        places = {
            "city__near": {"latitude": 60.0, "longitude": 15.0},
            "city__far": {"latitude": 67.0, "longitude": 20.0},
        }
        return missing_ties(Context.of(network([*lines, "agency:a LOCATED_IN city:near", *more], **places)))

    (gap,) = pair("agency:b LOCATED_IN city:near")
    assert (gap.pattern.name, set(gap.values)) == ("missing-tie-organisations", {"one", "other", "theme"})
    assert pair("agency:b LOCATED_IN city:far") == pair() == []
    assert pair("agency:b LOCATED_IN city:near", "agency:b LOCATED_IN city:far") == []


def over(end: str, *more: str) -> list[Gap]:
    """A project of three that ended, and what else they do by the end of 2025."""
    lines = [f"company:{a} PARTNER_IN project:old 2018" for a in "abc"]
    facts = {"project__old": {"end": end}, "project__new": {"start": "2024"}}
    return dormant(Context.of(network([*lines, *more], **facts), as_of="2025-12-31"))


def test_an_activity_is_dormant_two_years_after_its_last_day():
    (gap,) = over("2023")
    assert gap.who == ("project:old", "company:a", "company:b", "company:c")
    assert (gap.observed, gap.expected, gap.weight) == (0, 0.6, 3.0)
    assert over("2023-12-31") != []
    assert over("2024-01-01") == over("2024") == []


def test_a_fifth_of_the_pairs_may_still_work_together():
    together = ["company:a PARTNER_IN project:new", "company:b PARTNER_IN project:new"]
    assert over("2020", *together) == []  # one pair of three
    assert over("2020", "company:a COLLABORATES_WITH company:b") == []
    assert len(over("2020", "company:a COLLABORATES_WITH company:b 2019 2021")) == 1
    ended = ["company:a PARTNER_IN project:gone 2010", "company:b PARTNER_IN project:gone 2010"]
    assert len(over("2020", *ended)) == 1  # without an end, and older than six years


def test_what_is_wanted(real):
    circular = real.wanted(Only(theme="theme:circularity", types=("uncovered-theme",)))
    assert {gap.who[0] for gap in circular} == {"city:boras", "city:enkoping", "city:gavle"}
    assert {gap.values["county"] for gap in real.wanted(Only(county="Blekinge län")) if "county" in gap.values} == {
        "Blekinge län"
    }
    assert all("city:lund" in cities_of(real.context, gap) for gap in real.wanted(Only(city="city:lund")))
