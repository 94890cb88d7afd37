"""Values as the text that Kaltura prints: three ways to say "none", and PHP's floats."""

import polars as pl

UNKNOWN = "Unknown"
NONE_WORDS = dict(enumerate(["", "0", UNKNOWN]))
SMALL = 1e-4  # below it PHP prints an exponent


def or_none_word(column: str, by: str) -> pl.Expr:
    """The column's text; where it is null, one of the words for "none", chosen by the number in `by`."""
    word = (pl.col(by).cast(pl.Int64) % len(NONE_WORDS)).replace_strict(NONE_WORDS, return_dtype=pl.String)
    return pl.coalesce(pl.col(column), word).alias(column)


def number(value: pl.Expr) -> pl.Expr:
    """A number that is not negative, as PHP prints it: at most 14 digits, 60 not 60.0, 6.5E-5 not 0.000065."""
    exponent = value.log10().floor()
    mantissa = (value / pl.lit(10.0).pow(exponent)).round_sig_figs(14).cast(pl.String)
    plain = value.cast(pl.Float64).round_sig_figs(14).cast(pl.String).str.strip_suffix(".0")
    tiny = pl.concat_str(mantissa, pl.lit("E"), exponent.cast(pl.Int64, strict=False).cast(pl.String))
    return pl.when((value > 0) & (value < SMALL)).then(tiny).otherwise(plain)
