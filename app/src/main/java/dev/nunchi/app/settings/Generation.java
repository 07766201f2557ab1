package dev.nunchi.app.settings;

import java.util.OptionalLong;

/// How answers are made.
///
/// @param temperature `0` for the likeliest words, up to `2`
/// @param maxNewTokens longest answer, `1..32768`
/// @param seed empty for a different answer each time; has no effect at temperature 0
/// @param systemPrompt empty for none
public record Generation(
        double temperature, int maxNewTokens, OptionalLong seed, String systemPrompt) {
    public Generation {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature " + temperature + " not in 0..2");
        }
        if (maxNewTokens < 1 || maxNewTokens > 32_768) {
            throw new IllegalArgumentException("maxNewTokens " + maxNewTokens + " not in 1..32768");
        }
    }

    public static Generation defaults() {
        return new Generation(0, 256, OptionalLong.empty(), "");
    }

    public Generation withTemperature(double value) {
        return new Generation(value, maxNewTokens, seed, systemPrompt);
    }

    public Generation withMaxNewTokens(int value) {
        return new Generation(temperature, value, seed, systemPrompt);
    }

    public Generation withSeed(OptionalLong value) {
        return new Generation(temperature, maxNewTokens, value, systemPrompt);
    }

    public Generation withSystemPrompt(String value) {
        return new Generation(temperature, maxNewTokens, seed, value);
    }
}
