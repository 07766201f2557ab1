package dev.nunchi.app.store;

/// How many rows two reviewers judged so.
public record VerdictPair(Verdict first, Verdict second, int rows) {}
