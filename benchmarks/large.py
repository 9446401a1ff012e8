"""A large network in the form of graph_data/: CORDIS where it is at hand, else one of the same shape made up."""

import csv
import random
import subprocess
import sys
from pathlib import Path

CORDIS = Path(__file__).resolve().parents[2] / "shared" / "data" / "cordis-h2020" / "to_graph_data.py"
ORGANISATIONS, PROJECTS, TOWNS, AREAS = 35_871, 31_451, 4_170, 27
HEADINGS = {
    "sources": "id kind name publisher url published retrieved licence",
    "cities": "id kind name country latitude longitude sources",
    "organisations": "id kind name aliases country sources",
    "activities": "id kind name start end sources",
    "people": "id kind name sources",
    "focus_areas": "id kind name name_en sources",
    "relations": "from type to start end role sources evidence",
}


def large_network(folder: Path) -> str:
    """Write the large network into a folder and say what it is."""
    if CORDIS.exists():
        subprocess.run([sys.executable, str(CORDIS), str(folder)], check=True, stdout=subprocess.DEVNULL)
        return "CORDIS, Horizon 2020"
    made_up_network(folder)
    return "a made-up network of the shape of CORDIS, which is not at hand"


def made_up_network(folder: Path, seed: int = 1) -> None:
    """Write a network with the sizes of CORDIS: few organisations in many projects, most of them in one or two."""
    chance = random.Random(seed)
    kinds = ("Company", "University", "ResearchInstitute", "Agency", "Association")
    actors = [f"{kinds[i % 5].lower()}:{900_000_000 + i}" for i in range(ORGANISATIONS)]
    popularity = [1 / (1 + i) ** 0.8 for i in range(ORGANISATIONS)]
    tables: dict[str, list[list[str]]] = {name: [] for name in HEADINGS}
    tables["sources"] = [["made-up", "Source", "Made up", "", "", "", "", "CC0"]]
    tables["cities"] = [[f"city:{i}", "City", f"Town {i}", "SE", f"{55 + i % 14}.5", f"{11 + i % 13}.25", "made-up"]
                        for i in range(TOWNS)]  # fmt: skip
    tables["focus_areas"] = [[f"focusarea:{i}", "FocusArea", f"Area {i}", f"Area {i}", "made-up"] for i in range(AREAS)]
    for i, actor in enumerate(actors):
        tables["organisations"].append([actor, kinds[i % 5], f"Organisation {i}", "", "SE", "made-up"])
        if i % 2:
            where = f"city:{chance.randrange(TOWNS)}"
            tables["relations"].append(
                [actor, "LOCATED_IN", where, "", "", "", "made-up", "address of the participant"]
            )
    for i in range(PROJECTS):
        project, start, end = f"project:{i}", f"{2014 + i % 7}-{1 + i % 12:02}-01", f"{2018 + i % 7}-{1 + i % 12:02}-01"
        tables["activities"].append([project, "Project", f"Project {i}", start, end, "made-up"])
        area = f"focusarea:{i % AREAS}"
        tables["relations"].append([project, "FOCUSES_ON", area, start, end, "", "made-up", "programme part"])
        size = 1 if chance.random() < 0.6 else 2 + int(chance.expovariate(1 / 8.5))
        team = dict.fromkeys(chance.choices(actors, popularity, k=size))
        for place, actor in enumerate(team):
            type, role = ("PARTNER_IN", "participant") if place else ("COORDINATES", "coordinator")
            tables["relations"].append([actor, type, project, start, end, role, "made-up", "participants table"])
    write_tables(folder, tables)


def write_tables(folder: Path, tables: dict[str, list[list[str]]]) -> None:
    """Write rows of the tables into a folder, each under its headings."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, heading in HEADINGS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([heading.split(), *tables[name]])
