"""Speed and memory as ratios to a floor of the same run: `python -m benchmarks [NAME…]`. Never part of the tests."""
