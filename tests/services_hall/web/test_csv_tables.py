"""Tables for spreadsheet programs: no cell is taken for a formula."""

import pytest

from services_hall.web.csv_tables import FORMULA_STARTS, csv_table


@pytest.mark.parametrize("start", [*FORMULA_STARTS, " ="])
def test_a_cell_is_no_formula(start: str) -> None:
    table = csv_table(["名称"], [[f"{start}1"], [f"1{start}"]]).decode("utf-8-sig")
    assert table.startswith("名称\r\n")
    assert f"'{start}1" in table
    assert f"'1{start}" not in table
