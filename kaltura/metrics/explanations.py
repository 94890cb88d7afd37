"""The sentence of each decision: its numbers, written as finely as it takes to see why it is this one."""

import narwhals as nw

from kaltura.metrics.denominators import DENOMINATORS
from kaltura.metrics.rule import BRIEF, NOT_JUDGED, PRESENT, UNDECIDED, Rule
from kaltura.metrics.tables import Lazy
from kaltura.written import ROUNDING, short_percent

_NEAR = 0.05  # minutes: closer to a line, one decimal does not tell its sides apart
_FINE = 1000


def explained(frame: Lazy, rule: Rule) -> Lazy:
    """Adds explanation, such as "47.2 of 60.0 min = 78.7 % ≥ 75 % → Present (+2.2 min)".

    frame: user_type, minutes, of_minutes, ended, share, decision, margin, borderline of
    `kaltura.metrics.decisions.marked`, and breakout_minutes, null or 0 where there are none.
    """
    word, reached = nw.col("decision"), nw.col("margin") >= -ROUNDING
    compared = _text(
        _minutes(rule), " of ", _rounded("of_minutes"), " min = ", _share(rule, reached), " % ",
        nw.when(reached).then(nw.lit("≥")).otherwise(nw.lit("<")), f" {short_percent(rule.threshold)}",
    )  # fmt: skip
    sign = nw.when(reached).then(nw.lit("+")).otherwise(nw.lit("−"))
    sentence = _text(
        compared, _tolerance(rule, reached), _floor(rule), " → ", word, " (", sign, _margin(rule, reached), " min)"
    )
    whole = f"{DENOMINATORS[rule.denominator]} {'is' if rule.denominator == 'session' else 'are'} not known"
    lacking = nw.when(nw.col("ended")).then(nw.lit(whole)).otherwise(nw.lit("when the session ended is not known"))
    unknown = _text(
        nw.when(nw.col("minutes").is_null())
        .then(nw.lit("The minutes are not known"))
        .otherwise(_text(_rounded("minutes"), " min; ", lacking)),
        f" → {UNDECIDED}",
    )
    known = nw.when(word == UNDECIDED).then(unknown).otherwise(_text(sentence, _in_breakouts()))
    return frame.with_columns(explanation=nw.when(word == NOT_JUDGED).then(_not_judged()).otherwise(known))


def _in_breakouts() -> nw.Expr:
    """Minutes that do not count, where they might have made Present."""
    spent = nw.col("breakout_minutes").fill_null(0.0)
    words = _text(
        "; ",
        nw.when(spent < _NEAR).then(_up(spent)).otherwise(spent.round(1)).cast(nw.String),
        " min in its breakouts are not counted",
    )
    return nw.when((spent > 0) & (nw.col("decision") != PRESENT)).then(words).otherwise(nw.lit(""))


def _not_judged() -> nw.Expr:
    minutes = _rounded("minutes").fill_null("An unknown number of")
    kind = nw.col("user_type").cast(nw.String).fill_null("somebody of unknown type")
    return _text(minutes, " min as ", kind, f", a user type that is not judged → {NOT_JUDGED}")


def _tolerance(rule: Rule, reached: nw.Expr) -> nw.Expr:
    """Below the threshold: what the tolerance made of it, said for those it is about."""
    if not rule.tolerance_minutes:
        return nw.lit("")
    named = f"the tolerance of {rule.tolerance_minutes:g} min"
    beyond = _text(", ", _beyond(rule).cast(nw.String), f" min beyond {named}")
    missed = nw.when(nw.col("borderline")).then(beyond).otherwise(nw.lit(""))
    below = nw.when(nw.col("decision") == PRESENT).then(nw.lit(f", within {named}")).otherwise(missed)
    return nw.when(reached).then(nw.lit("")).otherwise(below)


def _floor(rule: Rule) -> nw.Expr:
    under = nw.lit(f", under the floor of {rule.floor_minutes:g} min")
    return nw.when(nw.col("decision") == BRIEF).then(under).otherwise(nw.lit(""))


def _beyond(rule: Rule) -> nw.Expr:
    """Minutes below the line, to one decimal, or to three and up where one would hide them; 0 or less: above it."""
    exact = -nw.col("margin") - rule.tolerance_minutes
    return nw.when(exact < _NEAR).then(_up(exact)).otherwise(exact.round(1))


def _margin(rule: Rule, reached: nw.Expr) -> nw.Expr:
    """Minutes from the threshold, to three decimals where one would hide which side of it, or of the line, they are."""
    size = nw.col("margin").abs()
    close = (size < _NEAR) | ((size - rule.tolerance_minutes).abs() < _NEAR) & ~reached
    missed = ~reached & (nw.col("decision") != PRESENT)
    fine = nw.when(missed).then((_beyond(rule) + rule.tolerance_minutes).round(3)).otherwise(_down(size))
    return nw.when(close).then(fine).otherwise(size.round(1)).cast(nw.String)


def _minutes(rule: Rule) -> nw.Expr:
    """To one decimal, or to three where one would reach the floor that was missed."""
    minutes = nw.col("minutes")
    hides = (nw.col("decision") == BRIEF) & (minutes.round(1) >= rule.floor_minutes)
    return nw.when(hides).then(_down(minutes)).otherwise(minutes.round(1)).cast(nw.String)


def _share(rule: Rule, reached: nw.Expr) -> nw.Expr:
    """The share in per cent to one decimal, or to three where one would contradict the comparison."""
    per_cent, line = nw.col("share") * 100, rule.threshold * 100
    shown = per_cent.round(1)
    contradicts = (reached & (shown < line - ROUNDING)) | (~reached & (shown >= line - ROUNDING))
    finer = nw.when(reached).then(_up(per_cent)).otherwise(_down(per_cent))
    return nw.when(contradicts).then(finer).otherwise(shown).cast(nw.String)


def _up(number: nw.Expr) -> nw.Expr:
    return _thousandths((number * _FINE - ROUNDING * _FINE).ceil())


def _down(number: nw.Expr) -> nw.Expr:
    return _thousandths((number * _FINE + ROUNDING * _FINE).floor())


def _thousandths(number: nw.Expr) -> nw.Expr:
    # Divided alone, 9 is 0.009000000000000001 in a long column, where Polars multiplies by the inverse.
    return (number / _FINE).round(3)


def _rounded(column: str) -> nw.Expr:
    return nw.col(column).round(1).cast(nw.String)


def _text(*parts: nw.Expr | str) -> nw.Expr:
    return nw.concat_str([nw.lit(part) if isinstance(part, str) else part for part in parts])
