"""`python -m benchmarks [NAME …]`: one table, each figure beside its reference and goal; exit 1 when one is missed."""

import argparse
import importlib
import os
import sys

from benchmarks.figure import Figure, table

NAMES = ("parse", "overview", "fetch", "page_load", "memory", "redraw", "load", "reruns")


def main() -> int:
    """Runs the benchmarks named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer visitors and reruns, smaller accounts, for a look")
    options = parser.parse_args()
    names = options.names or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in names:
        # Above the number of cores, what others do on this machine is measured too.
        print(f"{name} … load average {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        figures += module.measure(**(getattr(module, "QUICK", {}) if options.quick else {}))
    print(table(figures))
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
