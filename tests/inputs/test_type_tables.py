"""Tables of weights and of place types that a town edits."""

from pathlib import Path

import pytest

from placement.errors import InputError
from placement.inputs import type_tables


def test_a_czech_table_of_weights(tmp_path: Path) -> None:
    """Semicolons, decimal commas and cp1250 as a spreadsheet writes them; empty shares are 1."""
    file = tmp_path / "vahy.csv"
    text = "type;also;weight;preventability;note\nKrádež;Theft;2,5;0,13;x\nŽhářství;;0;;\n"
    file.write_text(text, encoding="cp1250")
    found = type_tables.weights(file, purpose="prevention")

    assert found.weight("theft") == pytest.approx(2.5 * 0.13)
    assert found.weight("ZHARSTVI") == 0.0
    assert found.entries[1].preventability == 1.0


def test_every_problem_of_a_table_is_told(tmp_path: Path) -> None:
    """A word for a number, a share above 1, a missing weight: all at once, with their rows."""
    file = tmp_path / "w.csv"
    file.write_text("type,weight,evidence\na,much,0.2\nb,1,7\nc,,0.5\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        type_tables.weights(file)

    kinds = {problem.kind for problem in caught.value.problems}
    assert kinds == {"value_not_number", "value_out_of_range", "value_missing"}


def test_a_table_of_place_types(tmp_path: Path) -> None:
    """What a town's own table says of a type is taken, under every name it gives."""
    file = tmp_path / "p.csv"
    text = "type,also,radius_m,exposure,density_px_m\nškola,school; amenity=school,80,2,250\n"
    file.write_text(text, encoding="utf-8")
    found = type_tables.place_types(file).of(["amenity=school"])

    assert found is not None
    assert (found.radius_m, found.exposure, found.density_px_m) == (80.0, 2.0, 250.0)
