/// Runs reference fixtures and says, value by value, how near this implementation comes.
///
/// The layout of a case is described in `docs/conformance.md`. It is our test and what a user runs
/// to check a device. First class to open: [dev.nunchi.engine.conformance.ConformanceRunner].
package dev.nunchi.engine.conformance;
