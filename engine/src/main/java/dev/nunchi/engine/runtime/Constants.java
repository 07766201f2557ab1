package dev.nunchi.engine.runtime;

/// What a session does with computations of constants only.
public enum Constants {
    /// Does them once, when it is opened.
    FOLD,
    /// Leaves them to each run, so that packed weights stay packed in memory; and products as they
    /// are, for a transposition that is moved into one of many small matrices makes it slow.
    LEAVE,
    /// Does them once, and leaves weights where the file is mapped, laid out as they are: for
    /// products that lay them out in passing. Others become very slow.
    MAP
}
