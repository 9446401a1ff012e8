"""Where everybody is, in a file."""

import pytest

from samverkan.errors import ReportError
from samverkan.report.pictures import positions_text, read_positions


def test_positions_are_read_as_they_were_written(tmp_path):
    path = tmp_path / "positions.json"
    path.write_text(positions_text({"city:b": (1.5, -2.0), "city:a": (0.0, 3.25)}), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == '{\n"city:a": [0.0, 3.25],\n"city:b": [1.5, -2.0]\n}\n'
    assert read_positions(path) == {"city:a": (0.0, 3.25), "city:b": (1.5, -2.0)}


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"city:a": 3}', '{"city:a": [1]}', '{"city:a": [1, "x"]}', '{"city:a": [1, NaN]}', "\x00"]
)
def test_what_is_none_is_refused(tmp_path, text):
    path = tmp_path / "positions.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match="does not hold positions"):
        read_positions(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ReportError, match="cannot be read"):
        read_positions(tmp_path / "none.json")
