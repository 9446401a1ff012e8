"""``--audience``: who is in the answer of a command that somebody passes on."""

import json

import pytest

from samverkan.model.audience import NOT_SHOWN

NAMED = "Eva Ek tog emot"
SECRET = ("Eva Ek", "eva ek", "Evelina", "person:eva", "Ola Al", "person:ola")


@pytest.fixture
def told(filled, run):
    """The small network, with texts that name a person who may be seen by partners, and one who may not."""
    changed = {
        "people": ("person:eva,Person,Eva Ek,two,projektledare\n", "person:ola,Person,Ola Al,two,professor\n"),
        "sources": ("one,Source,Första boken", None),
        "relations": (None, "person:ola,WORKS_FOR,company:kraft,,,professor,,two,\n"),
    }
    for table, (_old, new) in changed.items():
        with (filled / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(new or "")
    swap(filled / "sources.csv", "Andra boken", "Andra boken av Ola Al")
    swap(filled / "sources.csv", "org/two", "org/eva-ek")
    swap(filled / "relations.csv", "sidan 3", NAMED)
    assert run("load").status == 0
    return filled


def swap(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


QUESTIONS = [
    ("show", "Åby"), ("show", "Kraft AB"), ("show", "two"), ("show", "Ljus"),
    ("suggest", "--city", "Åby"), ("suggest", "--city", "Åby", "--purpose", "project"),
    ("suggest", "--all-cities", "--purpose", "twin"),
]  # fmt: skip


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("format", ["table", "json", "csv"])
def test_the_public_is_told_of_nobody(told, run, words, format):
    done = run(*words, *(() if "--all-cities" in words else ("--format", format)))
    assert done.status == 0, done.stderr
    assert [name for name in SECRET if name in done.stdout + done.stderr] == []


def test_partners_see_who_has_a_public_post(told, run):
    card = json.loads(run("show", "Åby", "--format", "json", "--audience", "partner").stdout)
    posts = [tie for tie in card["ties"] if tie["type"] == "WORKS_FOR"]
    assert [tie["other"]["name"] for tie in posts] == ["Eva Ek"]
    assert [tie["evidence"] for tie in card["ties"] if tie["type"] == "PARTNER_IN"] == [NAMED]
    assert {source["name"] for source in card["sources"]} == {NOT_SHOWN, "Första boken"}
    done = run("show", "Kraft AB", "--audience", "partner")
    assert "Ola Al" not in done.stdout
    assert done.stderr == (
        "1 relation to people is not shown to the audience partner; --audience internal shows all.\n"
    )


def test_who_links_two_is_named_to_whom_may_see_her(told, run):
    link = "Eva Ek has a post or a role in both Åby and Ljus."
    with (told / "relations.csv").open("a", encoding="utf-8") as file:
        file.write(
            "person:eva,COORDINATES,project:ljus,,,,,two,\nproject:nytt,PART_OF,programme:framtid,,,,,two,\n"
            "company:kraft,PARTNER_IN,project:nytt,2022,,,,two,\ncity:ost,PARTNER_IN,project:nytt,2022,,,,two,\n"
        )
    with (told / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("project:nytt,Project,Nytt,two,2022,,\n")
    assert run("load").status == 0
    words = ("suggest", "--city", "Åby", "--purpose", "project")
    for audience, sees in (("public", False), ("partner", True), ("internal", True)):
        assert (link in run(*words, "--audience", audience).stdout) == sees
        (s, *_others) = json.loads(run(*words, "--audience", audience, "--format", "json").stdout)["suggestions"]
        assert [said["text"] for said in s["links"]] == ([link] if sees else [])


def test_internal_sees_all(told, run):
    done = run("show", "Kraft AB", "--audience", "internal")
    assert (done.status, done.stderr) == (0, "")
    assert "Ola Al" in done.stdout
    assert "Andra boken av Ola Al. https://example.org/eva-ek" in done.stdout


@pytest.mark.parametrize(("name", "audience"), [("Eva Ek", "public"), ("ola al", "partner"), ("person:ola", "public")])
def test_a_person_who_is_not_seen(told, run, name, audience):
    done = run("show", name, "--audience", audience)
    assert (done.status, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: “{name}” is a person who is not shown to the audience {audience}; --audience internal shows all.\n"
    )


def test_nobody_is_named_among_the_nearest(told, run):
    done = run("show", "Eva Eek")
    assert (done.status, done.stdout, done.stderr) == (1, "", "Nothing here is called “Eva Eek”.\n")
    assert "Eva Ek (person:eva)" in run("show", "Eva Eek", "--audience", "internal").stderr


def test_a_terminal_is_for_partners(told, run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "Eva Ek" in run("show", "Åby").stdout
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    assert "Eva Ek" not in run("show", "Åby").stdout
