from stance.report.charts import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, draw_timelines, frequency_for


def test_points_lie_within_the_drawing(labels):
    (chart,) = draw_timelines(labels, ["nato-membership", "russia-sanctions"], "side", "year", str)
    assert chart.topic == "nato-membership"
    assert [line.name for line in chart.lines] == ["Norland", "Sudland"]
    for line in chart.lines:
        assert all(LEFT <= x <= WIDTH and TOP - 5 <= y <= HEIGHT - BOTTOM + 5 for x, y, _ in line.points)
    assert "Norland +1.00 in 2014 to −1.00 in 2015" in chart.summary


def test_few_groups_are_drawn_and_the_rest_counted():
    from stance.labels import Labels

    rows = [
        {"text": f"{side}{year}", "side": f"Side {side}", "date": f"{year}-01-01", "topic": "nato", "stance": "favor"}
        for side in range(7)
        for year in (2014, 2015)
    ]
    (chart,) = draw_timelines(Labels.from_records(rows), ["nato"], "side", "year", str)
    assert len(chart.lines) == 4 and chart.hidden == 3


def test_period_follows_the_time_that_dates_span():
    assert frequency_for(["2014-01-01", "2014-01-20"]) is None
    assert frequency_for(["nonsense"]) is None
    assert frequency_for(["2014-01-01", "2016-12-20"]) == "quarter"
