/// An evaluation as something to read: one document, written as HTML, Markdown and PDF.
///
/// [dev.nunchi.app.judge.report.ReportWords] turns figures into blocks of words; the three writers
/// know blocks only, neither figures nor models. First class to open:
/// [dev.nunchi.app.judge.report.Report].
package dev.nunchi.app.judge.report;
