/// Where rows to learn from are made: a source, a teacher, a look at the first rows, the run; and
/// the examples that a person writes for teachers.
///
/// It knows no teacher by class and no file of rows. First class to open:
/// [dev.nunchi.app.ui.generate.GenerateViewModel].
package dev.nunchi.app.ui.generate;
