"""What the bench makes of what it measured: `python -m unittest` in this folder; the standard library is enough."""

import pathlib
import tempfile
import unittest

import bench
import kpis
import page


class Peers(unittest.TestCase):
    def test_a_difference_is_named_with_both_values(self):
        wanted = {"core.sessions": {"2026-01-01": 4, "2026-01-02": 5}}
        found = {"core.sessions": {"2026-01-01": 4, "2026-01-02": 6}}
        self.assertEqual(bench.difference_of(wanted, found), ("core.sessions of 2026-01-02", 5, 6))
        self.assertEqual(bench.difference_of(wanted, {}), ("core.sessions of 2026-01-01", 4, None))
        more = {"core.sessions": {"2026-01-01": 4, "2026-01-02": 5, "2026-01-03": 1}}
        self.assertEqual(bench.difference_of(wanted, more), ("core.sessions of 2026-01-03", None, 1))

    def test_no_row_is_no_value_or_none(self):
        self.assertIsNone(bench.difference_of({"k": {"a": 0, "b": None}}, {"k": {"b": 0}}))
        self.assertTrue(bench.is_same(1 / 3, 0.3333333333333))
        self.assertFalse(bench.is_same(1 / 3, 0.33333333))

    def test_time_that_doubles_with_the_size_grows_with_its_first_power(self):
        self.assertAlmostEqual(page.exponent([(1e6, 0.5), (1e7, 5), (1e8, 50)]), 1)
        self.assertAlmostEqual(page.exponent([(1e6, 2), (4e6, 4)]), 0.5)

    def test_fused_and_each_answer_the_same_kpis(self):
        fused = [kpi for table in kpis.RATIOS.values() for kpi in table]
        self.assertEqual(sorted(fused), sorted(kpis.EACH))
        self.assertEqual(len(fused), 18)

    def test_tables_have_medians_ratios_and_growth(self):
        taken = lambda jauge, duckdb: {
            "jauge": {"seconds": [jauge, 3 * jauge, 2 * jauge], "mib": 100.4},
            "duckdb": {"seconds": [duckdb], "mib": 0},
            "chdb": {"seconds": [], "mib": 0, "failed": "ended with -9"},
        }
        result = lambda events, jauge, duckdb: {
            "events": events, "machine": "m", "date": "2026-11-29", "build": "b", "repeats": 3,
            "versions": {"duckdb": "2.0.1"}, "tasks": {task: taken(jauge, duckdb) for task in page.TASKS},
        }  # fmt: skip
        text = page.text([result(10_000_000, 10, 100), result(1_000_000, 1, 0.5)])
        self.assertLess(text.index("### 1,000,000 events"), text.index("### 10,000,000 events"))
        row = "| 2.00 s (1.00 s–3.00 s), 100 MiB | 500 ms (500 ms–500 ms) | failed | 0.25 × (DuckDB) |"
        self.assertIn(row, text)
        self.assertIn("in 100.0% of the time of the first load", text)
        self.assertIn("| start of the program | 1.00 | 2.30 | – |", text)

    def test_a_page_keeps_what_is_around_its_tables(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "speed.md"
            path.write_text(f"# Speed\n{page.BEGIN}\nold\n{page.END}\nafter\n")
            page.write(path, "new")
            self.assertEqual(path.read_text(), f"# Speed\n{page.BEGIN}\n\nnew\n\n{page.END}\nafter\n")


if __name__ == "__main__":
    unittest.main()
