/// Measurements that are too long, or too dependent on the machine, to be tests.
///
/// Run by `src/bench/run`; figures go into `docs/benchmarks.md` with the command that made them.
/// First class to open: [dev.nunchi.bench.Benchmarks].
@NullMarked
package dev.nunchi.bench;

import org.jspecify.annotations.NullMarked;
