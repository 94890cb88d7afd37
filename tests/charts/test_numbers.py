from kaltura.charts.numbers import percent_range


def test_a_range_is_one_figure_when_both_ends_read_alike() -> None:
    assert percent_range(0.64, 0.71) == "64\u00a0% to 71\u00a0%"
    assert percent_range(0.641, 0.643) == "64\u00a0%"
    assert percent_range(0.641, 0.643, 1) == "64.1\u00a0% to 64.3\u00a0%"
    assert percent_range(None, None) == "–"
