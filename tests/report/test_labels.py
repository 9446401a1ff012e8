"""Names in a picture: the most important, none on top of another."""

import numpy as np
import pytest

from samverkan.report.labels import Label, box_of, place_labels, text_width


def test_a_name_stands_under_its_node():
    assert place_labels(["Gävle"], [(10.0, 20.0)], [4.0], [1.0], font=10, limit=5) == [
        Label(0, 10.0, 31.5, text_width("Gävle", 10))
    ]


def test_the_more_important_of_two_has_the_place_and_the_other_another():
    found = place_labels(["Umeå", "Luleå"], [(0.0, 0.0), (12.0, 0.0)], [4.0, 4.0], [1.0, 2.0], font=10, limit=5)
    assert [(label.place, label.y) for label in found] == [(1, 11.5), (0, -11.5)]


def test_a_name_without_room_is_left_out_and_so_is_what_is_beyond_the_limit():
    points, sizes = [(0.0, 0.0)] * 8, [1.0] * 8
    assert len(place_labels(["Enköping"] * 8, points, sizes, range(8), font=10, limit=8)) < 8
    far = [(100.0 * p, 0.0) for p in range(8)]
    assert [label.place for label in place_labels(["Enköping"] * 8, far, sizes, range(8), font=10, limit=3)] == [
        7,
        6,
        5,
    ]


def test_no_name_is_written_over_a_large_node():
    found = place_labels(["Kiruna", "Åre"], [(0.0, 0.0), (0.0, 24.0)], [4.0, 12.0], [2.0, 1.0], font=10, limit=5)
    assert found[0].place == 0
    assert found[0].y != 11.5  # under it is the other node


@pytest.mark.parametrize("seed", range(5))
def test_no_two_names_are_on_top_of_each_other(seed):
    random = np.random.default_rng(seed)
    points = [tuple(p) for p in random.uniform(0, 400, size=(120, 2)).tolist()]
    names = ["Klimatneutrala Göteborg 2030" if p % 7 == 0 else f"Stad {p}" for p in range(120)]
    found = place_labels(names, points, [3.0] * 120, random.uniform(size=120).tolist(), font=11, limit=60)
    boxes = [box_of(label, 11) for label in found]
    assert len(found) > 20
    assert [1 for a in range(len(boxes)) for b in range(a) if boxes[a].meets(boxes[b])] == []
