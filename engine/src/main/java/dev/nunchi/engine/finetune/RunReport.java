package dev.nunchi.engine.finetune;

/// What a run tells of itself.
public sealed interface RunReport
        permits StepReport, EvaluationReport, SampleReport, SnapshotReport {
    /// The step that was made last.
    long step();

    /// One line of a run's log: `{"kind": "step", …}`, with the kinds `step`, `evaluation`,
    /// `sample` and `snapshot`, and the report's fields.
    default String toJson() {
        return switch (this) {
            case StepReport it -> RunJson.line("step", it);
            case EvaluationReport it -> RunJson.line("evaluation", it);
            case SampleReport it -> RunJson.line("sample", it);
            case SnapshotReport it -> RunJson.line("snapshot", it);
        };
    }
}
