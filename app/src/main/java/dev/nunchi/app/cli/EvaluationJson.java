package dev.nunchi.app.cli;

import dev.nunchi.engine.eval.CaptionReport;

import tools.jackson.databind.json.JsonMapper;

/// An evaluation's figures as one line of JSON; the words of its keys are an interface that scripts
/// rely on.
final class EvaluationJson {
    private static final double MILLIONTHS = 1e6;

    private EvaluationJson() {}

    static String of(CaptionReport report) {
        var json = JsonMapper.shared().createObjectNode();
        report.captionLoss()
                .ifPresent(loss ->
                        json.put("captionLoss", rounded(loss.right()))
                                .put("captionLossShuffled", rounded(loss.other())));
        json.put("cider", rounded(report.cider()))
                .put("nounRecall", rounded(report.nounRecall()))
                .put("nounRecallShuffled", rounded(report.nounRecallShuffled()))
                .put("rows", report.rows());
        return JsonMapper.shared().writeValueAsString(json);
    }

    private static double rounded(double value) {
        return Math.round(value * MILLIONTHS) / MILLIONTHS;
    }
}
