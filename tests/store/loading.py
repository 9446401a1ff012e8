"""Load a large dataset, in a process that can be killed: python loading.py PLACE VERSION NODES RELATIONSHIPS"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from graphs import large_dataset
from samverkan.errors import StoreError
from samverkan.model.domain import SCHEMA
from samverkan.store.connect import open_store


def main() -> None:
    place, version, nodes, relationships = sys.argv[1], *map(int, sys.argv[2:])
    made = large_dataset(nodes, relationships, version)
    user, password = os.environ.get("SAMVERKAN_DB_USER"), os.environ.get("SAMVERKAN_DB_PASSWORD")
    with open_store(place, SCHEMA, write=True, credentials=(user, password) if user and password else None) as store:
        print("loading", flush=True)
        try:
            store.sync(made, time=f"2026-11-24T12:00:0{version}Z", allow_removals=True)
        except StoreError as error:
            print(error, flush=True)
            sys.exit(1)
        print("loaded", flush=True)


if __name__ == "__main__":  # pytest imports it, to look for examples
    main()
