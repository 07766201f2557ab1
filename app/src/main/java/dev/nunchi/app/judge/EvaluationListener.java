package dev.nunchi.app.judge;

/// Hears how far an evaluation is. Called on the thread that evaluates: return quickly.
@FunctionalInterface
public interface EvaluationListener {
    /// @param done replies that are there, of all phases
    /// @param total replies that all phases need; a judge that turns out to be unusable gives fewer
    void heard(Phase phase, long done, long total);

    /// What is being done.
    sealed interface Phase {
        /// A candidate answers the questions.
        record Answering(String candidate) implements Phase {}

        /// The teacher writes references.
        record Referencing(String teacher) implements Phase {}

        /// It is found out whether the judge can be trusted.
        record Testing(String judge) implements Phase {}

        /// The judge compares a candidate's answers with the references.
        record Judging(String judge, String candidate) implements Phase {}
    }
}
