package dev.nunchi.app.server;

import java.time.Duration;

/// How much of a request is taken, and how long it is waited for.
///
/// @param bodyBytes of one request: a photograph of 18 MB in base64 is 24 MB
/// @param bodiesBytes of all requests that are read or wait for their turn
/// @param bodyTime until a body has come, until all pictures that it names have, and until a caller
///   takes what is sent
/// @param parallel answers made at once, where the model can: each takes memory for its keys and
///   values, and none while nobody asks; `>= 1`
/// @param waiting requests that wait for their turn; more are turned away
/// @param quiet how long somebody who waits for a whole answer is sent nothing: what is sent keeps
///   his own limit of time from ending the wait
/// @param stillThere how often he is sent something then, and a reader of a stream whenever no
///   words come: it shows who has left
public record ServerLimits(
        int bodyBytes,
        int bodiesBytes,
        Duration bodyTime,
        int parallel,
        int waiting,
        Duration quiet,
        Duration stillThere) {
    /// Levels of nesting in a body; those of a schema count.
    static final int DEPTH = 64;

    static final int MESSAGES = 1024;
    static final int PICTURES = 64;

    /// Four give more than twice the tokens a second in all, eight hardly more than four; each of
    /// them comes half as quickly as alone.
    public static final int PARALLEL = 4;

    private static final int BODY = 32 << 20;

    /// Of the heap: what is held grows while it is taken apart, and pictures are decoded beside it.
    private static final int SHARE = 4;

    public static ServerLimits defaults() {
        long heap = Runtime.getRuntime().maxMemory();
        return new ServerLimits(
                BODY,
                (int) Math.clamp(heap / SHARE, BODY, 8L * BODY),
                Duration.ofSeconds(60),
                PARALLEL,
                128,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
    }

    public ServerLimits withBodies(int one, int all) {
        return new ServerLimits(one, all, bodyTime, parallel, waiting, quiet, stillThere);
    }

    public ServerLimits withBodyTime(Duration time) {
        return new ServerLimits(bodyBytes, bodiesBytes, time, parallel, waiting, quiet, stillThere);
    }

    public ServerLimits withParallel(int answers) {
        return new ServerLimits(
                bodyBytes, bodiesBytes, bodyTime, answers, waiting, quiet, stillThere);
    }

    public ServerLimits withWaiting(int requests) {
        return new ServerLimits(
                bodyBytes, bodiesBytes, bodyTime, parallel, requests, quiet, stillThere);
    }

    public ServerLimits withStillThere(Duration first, Duration period) {
        return new ServerLimits(bodyBytes, bodiesBytes, bodyTime, parallel, waiting, first, period);
    }
}
