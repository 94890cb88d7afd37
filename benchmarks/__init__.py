"""Speed and memory, each figure as a ratio in the same run: `python -m benchmarks --help`."""
