package dev.nunchi.app.server;

import java.time.Duration;
import java.time.Instant;

/// What became of a request, without anything of what was asked or answered.
///
/// @param client the address it came from
/// @param call method and path, shortened
/// @param status of the response; 0 if the caller left before there was one
/// @param code why it was not answered; `cancelled` if the caller left; empty if it was
/// @param promptTokens 0 if nothing was answered
/// @param newTokens 0 if nothing was answered
public record ServedRequest(
        Instant at,
        String client,
        String call,
        int status,
        String code,
        int promptTokens,
        int newTokens,
        Duration took) {}
