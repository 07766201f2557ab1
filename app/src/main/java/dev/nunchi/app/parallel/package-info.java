/// Works at several items at once and hands the results over in order, on threads of its own.
///
/// Knows neither what is done nor what becomes of it. The class to open:
/// [dev.nunchi.app.parallel.ParallelExecutor].
package dev.nunchi.app.parallel;
