package dev.nunchi.app.paid;

import java.nio.charset.StandardCharsets;

/// Tokens of a text by its length, for budgets: rather too many than too few.
final class TokenEstimate {
    /// English has about four bytes a token; Korean, with three bytes a syllable, about as many.
    private static final int BYTES_A_TOKEN = 3;

    private TokenEstimate() {}

    static long ofText(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / BYTES_A_TOKEN + 1L;
    }
}
