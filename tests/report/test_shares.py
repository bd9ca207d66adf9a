import warnings

from stance.analysis import prevalence
from stance.report.shares import lay_out_shares


def test_shares_are_laid_out_with_their_intervals(labels):
    sample = [{"text": text, "labels": {"nato-membership": "against"}} for text in set(labels.column("text"))]
    shares = lay_out_shares(prevalence(labels, by="topic", sample=sample, n_boot=50), {"nato-membership": "NATO"})
    assert shares.corrected and shares.level == "95 %"
    row = next(row for row in shares.rows if row.cell == ["NATO"] and row.label == "against")
    assert row.share.endswith(" %") and 0 <= row.at[0] <= 100


def test_naive_shares_say_so(labels):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shares = lay_out_shares(prevalence(labels, by=["side", "topic"]), {})
    assert not shares.corrected and shares.rows[0].interval == "–" and shares.notes
