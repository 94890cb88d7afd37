import pandas as pd

from kaltura.charts.bands import band, faded


def test_a_gap_ends_one_piece_and_begins_another() -> None:
    nan = float("nan")
    table = pd.DataFrame({"period": [1, 2, 3, 4, 5], "low": [0, 1, nan, 3, nan], "high": [9, 8, nan, 6, 5]})
    area = band(table, "low", "high", "#2463DC", "Spread")
    assert list(area.x) == [1, 2, 2, 1, None, 4, 4, None]
    assert list(area.y) == [9, 8, 1, 0, None, 6, 3, None]
    assert area.fillcolor == "rgba(36,99,220,0.22)"


def test_nothing_known_is_an_empty_trace() -> None:
    table = pd.DataFrame({"period": [1], "low": [float("nan")], "high": [1.0]})
    assert list(band(table, "low", "high", "#000000", "").x) == []


def test_faded_keeps_the_hue() -> None:
    assert faded("#102030", 0.5) == "rgba(16,32,48,0.5)"
