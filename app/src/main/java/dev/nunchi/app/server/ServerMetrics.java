package dev.nunchi.app.server;

import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.device.ProcessMemory;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/// What a server has done, in [Prometheus' text
/// format](https://prometheus.io/docs/instrumenting/exposition_formats/). Holds nothing of what was
/// asked. Thread-safe.
final class ServerMetrics {
    private static final double[] SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};

    private final Map<Integer, LongAdder> responses = new ConcurrentSkipListMap<>();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder promptTokens = new LongAdder();
    private final LongAdder imageTokens = new LongAdder();
    private final LongAdder newTokens = new LongAdder();
    private final Histogram whole = new Histogram();
    private final Histogram first = new Histogram();

    private static final class Histogram {
        private final LongAdder[] buckets = new LongAdder[SECONDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Histogram() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        void add(Duration took) {
            double seconds = took.toNanos() / 1e9;
            int bucket = 0;
            while (bucket < SECONDS.length && seconds > SECONDS[bucket]) {
                bucket++;
            }
            buckets[bucket].increment();
            nanos.add(took.toNanos());
        }

        void write(String name, String help, StringBuilder out) {
            head(name, "histogram", help, out);
            long count = 0;
            for (int i = 0; i < buckets.length; i++) {
                count += buckets[i].sum();
                String bound = i < SECONDS.length ? String.valueOf(SECONDS[i]) : "+Inf";
                out.append(name).append("_bucket{le=\"").append(bound).append("\"} ");
                out.append(count).append('\n');
            }
            out.append(String.format(Locale.ROOT, "%s_sum %.6f\n", name, nanos.sum() / 1e9));
            out.append(name).append("_count ").append(count).append('\n');
        }
    }

    void responded(int status) {
        responses.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }

    void cancelled() {
        cancelled.increment();
    }

    void begun(Duration waited) {
        first.add(waited);
    }

    void answered(TokenUsage usage, Duration took) {
        promptTokens.add(usage.promptTokens());
        imageTokens.add(usage.imageTokens());
        newTokens.add(usage.newTokens());
        whole.add(took);
    }

    /// @param waiting requests now
    /// @param answering requests now
    /// @param parallel most that are answered at once
    String text(IntSupplier waiting, IntSupplier answering, int parallel, BatchMetrics batches) {
        var out = new StringBuilder();
        head("nunchi_responses_total", "counter", "Responses by HTTP status.", out);
        responses.forEach((status, count) ->
                out.append("nunchi_responses_total{status=\"")
                        .append(status)
                        .append("\"} ")
                        .append(count.sum())
                        .append('\n'));
        value("nunchi_cancelled_total", "counter", "Callers who left.", cancelled.sum(), out);
        head("nunchi_tokens_total", "counter", "Tokens by kind; images are part of prompts.", out);
        out.append("nunchi_tokens_total{kind=\"prompt\"} ").append(promptTokens.sum()).append('\n');
        out.append("nunchi_tokens_total{kind=\"image\"} ").append(imageTokens.sum()).append('\n');
        out.append("nunchi_tokens_total{kind=\"completion\"} ")
                .append(newTokens.sum())
                .append('\n');
        value("nunchi_waiting", "gauge", "Requests in the queue.", waiting.getAsInt(), out);
        value("nunchi_answering", "gauge", "Requests being answered.", answering.getAsInt(), out);
        value("nunchi_parallel", "gauge", "Most requests answered at once.", parallel, out);
        value("nunchi_steps_total", "counter", "Steps of the model.", batches.steps(), out);
        value(
                "nunchi_step_answers_total",
                "counter",
                "Answers that the steps were for: by nunchi_steps_total, how many at once.",
                batches.answers(),
                out);
        first.write("nunchi_first_text_seconds", "From the request to the first text.", out);
        whole.write("nunchi_answer_seconds", "From the request to the whole answer.", out);
        value(
                "process_resident_memory_bytes",
                "gauge",
                "Memory of the process.",
                ProcessMemory.resident(),
                out);
        return out.toString();
    }

    private static void value(
            String name, String type, String help, long value, StringBuilder out) {
        head(name, type, help, out);
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void head(String name, String type, String help, StringBuilder out) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
