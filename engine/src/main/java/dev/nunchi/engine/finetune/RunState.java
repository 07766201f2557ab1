package dev.nunchi.engine.finetune;

import java.util.Optional;
import java.util.OptionalDouble;

/// How far a run is, as `state.json` keeps it; written with every snapshot and at the end.
///
/// @param step of the last snapshot
/// @param loss of the last step before it
/// @param end empty while the run goes on, and for good if it was killed
/// @param made the name of the adapter or model that the run has made, if it has come to that
record RunState(
        long step,
        OptionalDouble loss,
        OptionalDouble bestLoss,
        Optional<RunEnd> end,
        Optional<String> made) {
    static final RunState BEGINNING =
            new RunState(
                    0,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty());
}
