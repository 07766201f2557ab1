package dev.nunchi.app.ui.models;

import dev.nunchi.engine.device.MachineMemory;

/// Whether a model will fit into the memory of this computer; estimated, before it is opened.
///
/// @param needed bytes that opening and answering take, about
/// @param context tokens of the conversation that are counted in
/// @param machine memory that there is
public record MemoryFit(long needed, int context, MachineMemory machine) {
    /// What is left to the system and to what other programs may want.
    private static final double USABLE = 0.9;

    /// What the figures mean.
    public enum Verdict {
        GOOD,
        /// Other programs hold what it needs.
        TIGHT,
        TOO_LARGE
    }

    /// Of two models that are open at once.
    MemoryFit with(MemoryFit other) {
        return new MemoryFit(needed + other.needed, context, machine);
    }

    public Verdict verdict() {
        if (needed <= machine.free() * USABLE) {
            return Verdict.GOOD;
        }
        return needed <= machine.installed() * USABLE ? Verdict.TIGHT : Verdict.TOO_LARGE;
    }

    /// Bytes that may be filled.
    static long room(MachineMemory machine) {
        return (long) (machine.free() * USABLE);
    }
}
