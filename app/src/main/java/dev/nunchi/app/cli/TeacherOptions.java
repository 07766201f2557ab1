package dev.nunchi.app.cli;

import dev.nunchi.app.paid.Budget;
import dev.nunchi.app.paid.Price;
import dev.nunchi.app.paid.RequestPolicy;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The options that say who teaches, and how a server is asked.
final class TeacherOptions {
    static final String SYMBOLIC = "symbolic";
    static final String LOCAL = "local";

    @Option(
            names = "--teacher",
            paramLabel = "T",
            defaultValue = SYMBOLIC,
            description = {
                "symbolic: sentences from counted and measured boxes, exact, without a model.",
                "local: the language model of a model that is installed.",
                "URL: a server that speaks OpenAI's chat API (Ollama, llama-server, vLLM, …), or the"
                        + " name that it has in the settings.",
                "Default: ${DEFAULT-VALUE}."
            })
    private String teacher = "";

    @Option(
            names = "--balanced",
            paramLabel = "N",
            description =
                    "Of the symbolic teacher: short questions whether and how many alone, N a picture"
                            + " at most, so drawn that each thing is there as often as not, and"
                            + " each number of it right as often. --kinds counts for nothing then.")
    private @Nullable Integer balanced;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "The teacher's model: one of 'nunchi models list', or the server's name for"
                            + " it.")
    private @Nullable String model;

    @Option(
            names = "--captions-by",
            paramLabel = "NAME",
            description =
                    "For pictures without captions and boxes: the model that describes them first.")
    private @Nullable String captionsBy;

    @Option(
            names = "--key-variable",
            paramLabel = "NAME",
            description = "The environment variable that holds the server's key.")
    private @Nullable String keyVariable;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Requests at once (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(names = "--per-minute", paramLabel = "N", description = "Requests a minute at most.")
    private @Nullable Integer perMinute;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "1024",
            description = "The longest answer, in tokens (default: ${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.7",
            description = "0 for the likeliest words, up to 2 (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--budget-tokens",
            paramLabel = "N",
            description = "Stop before more tokens are spent on this file, over all runs.")
    private @Nullable Long budgetTokens;

    @Option(
            names = "--budget-money",
            paramLabel = "M",
            description = "Stop before more money is spent on this file; needs --prices.")
    private @Nullable Double budgetMoney;

    @Option(
            names = "--prices",
            paramLabel = "IN,OUT",
            split = ",",
            description = "What a million tokens cost, of prompts and of answers.")
    private double[] prices = {};

    String teacher() {
        return teacher;
    }

    boolean isServer() {
        return !teacher.equals(SYMBOLIC) && !teacher.equals(LOCAL);
    }

    /// How many balanced questions a picture gets, if it shall get nothing else.
    OptionalInt balanced() {
        return balanced == null ? OptionalInt.empty() : OptionalInt.of(balanced);
    }

    @Nullable String model() {
        return model;
    }

    @Nullable String captionsBy() {
        return captionsBy;
    }

    @Nullable String keyVariable() {
        return keyVariable;
    }

    int maxTokens() {
        return maxTokens;
    }

    double temperature() {
        return temperature;
    }

    /// Whether all numbers are in their ranges.
    boolean areSound() {
        return parallel >= 1
                && parallel <= RequestPolicy.MAX_CONCURRENCY
                && (perMinute == null || perMinute >= 1)
                && (balanced == null || (balanced >= 1 && teacher.equals(SYMBOLIC)))
                && maxTokens >= 1
                && maxTokens <= 32_768
                && temperature >= 0
                && temperature <= 2
                && (prices.length == 0 || (prices.length == 2 && prices[0] >= 0 && prices[1] >= 0))
                && (budgetMoney == null || prices.length == 2);
    }

    /// @return of numbers that [are sound][#areSound]
    RequestPolicy policy() {
        return RequestPolicy.defaults()
                .withConcurrency(parallel)
                .withPerMinute(perMinute == null ? OptionalInt.empty() : OptionalInt.of(perMinute))
                .withPrice(prices.length == 0 ? Price.free() : new Price(prices[0], prices[1]))
                .withBudget(
                        new Budget(
                                budgetTokens == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(budgetTokens),
                                budgetMoney == null
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(budgetMoney)));
    }
}
