package dev.nunchi.bench;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.train.GradientStep;
import dev.nunchi.engine.train.SeenPicture;
import dev.nunchi.engine.train.TrainableParts;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingExample;
import dev.nunchi.engine.train.TrainingPlan;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Times steps of both training stages on a random batch of the shape that captions have: a
/// picture, a question, an answer of some targets. The second stage is an update of rank 8 of all
/// linear layers.
public final class TrainingSteps {
    private static final String USAGE =
            """
            usage: model FOLDER ASSETS LAYERS                    writes a random model of TinyLlama's shape
                   steps STAGE MODEL SCRATCH WEIGHTS ACTIVATIONS B S T COUNT [OUT.safetensors]
                     STAGE 1 or 2, WEIGHTS float32 or stored, ACTIVATIONS keep or recompute; B examples of S positions,
                     T targets each
            """;

    /// Where the default model's prompts have their picture.
    private static final int PICTURE_AT = 4;

    private TrainingSteps() {}

    public static void main(String[] arguments) throws EngineException, IOException {
        var rest = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        if (arguments.length == 4 && arguments[0].equals("model")) {
            var model = new RandomModel(Integer.parseInt(rest.get(2)));
            model.write(Path.of(rest.get(0)), Path.of(rest.get(1)));
        } else if (arguments.length >= 10 && arguments[0].equals("steps")) {
            steps(parts(rest.getFirst()), rest.subList(1, rest.size()), System.out);
        } else {
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static TrainableParts parts(String stage) {
        return stage.equals("2")
                ? TrainableParts.projectorAndLora(LoraConfig.ofAll(8, 16))
                : TrainableParts.projector();
    }

    private static void steps(TrainableParts parts, List<String> arguments, PrintStream out)
            throws EngineException, IOException {
        var numbers = arguments.subList(4, 8).stream().mapToInt(Integer::parseInt).toArray();
        var plan = plan(arguments.get(2), arguments.get(3));
        try (var checkpoint = Checkpoint.open(Path.of(arguments.get(0)));
                var runtime = OrtRuntime.cpu()) {
            var shape = new TrainingPlan.BatchShape(numbers[0], numbers[1]);
            long start = System.nanoTime();
            try (var step =
                    GradientStep.open(
                            checkpoint, runtime, plan, parts, Path.of(arguments.get(1)))) {
                out.printf(
                        Locale.ROOT,
                        "%s, %s %s: loaded in %.1f s, %d MB, estimate of the peak %d MB%n",
                        parts.lora().isPresent() ? "stage 2" : "stage 1",
                        plan.weights(),
                        plan.activations(),
                        secondsSince(start),
                        memory("VmRSS"),
                        plan.bytes(checkpoint, shape, parts) / 1_000_000);
                var batch = batch(checkpoint, shape, numbers[2]);
                var results = Path.of(arguments.size() > 8 ? arguments.get(8) : "");
                step.parameters().forEach(TrainingSteps::randomise);
                run(step, batch, numbers[3], results, out);
            }
        }
    }

    private static TrainingPlan plan(String weights, String activations) {
        return new TrainingPlan(
                Precision.valueOf(weights.toUpperCase(Locale.ROOT)),
                ActivationMemory.valueOf(activations.toUpperCase(Locale.ROOT)));
    }

    private static void run(
            GradientStep step, TrainingBatch batch, int count, Path results, PrintStream out)
            throws EngineException, IOException {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            double processor = processorSeconds();
            var result = step.run(batch);
            out.printf(
                    Locale.ROOT,
                    "step %d: %.2f s, processor %.2f s, loss %.6f, %d targets, peak %d MB%n",
                    i,
                    secondsSince(start),
                    processorSeconds() - processor,
                    result.loss(),
                    result.targets(),
                    memory("VmHWM"));
            if (i == 0 && !results.toString().isEmpty()) {
                write(batch, step, result, results);
            }
        }
    }

    /// Factors in the middle of a run: both have gradients.
    private static void randomise(String name, Tensor parameter) {
        if (name.contains(".lora_")) {
            var random = new Random(name.hashCode());
            var values = new float[Math.toIntExact(parameter.shape().count())];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.02f * (float) random.nextGaussian();
            }
            parameter.write(0, values, 0, values.length);
        }
    }

    private static TrainingBatch batch(
            Checkpoint checkpoint, TrainingPlan.BatchShape shape, int targets) {
        var config = checkpoint.config();
        var random = new Random(3);
        int width = config.projector().orElseThrow().inputSize();
        var examples = new ArrayList<TrainingExample>();
        for (int b = 0; b < shape.size(); b++) {
            var ids = random.ints(shape.length(), 3, config.language().vocabSize()).toArray();
            var labels = new int[ids.length];
            Arrays.fill(labels, TrainingExample.IGNORED);
            int from = ids.length - targets;
            System.arraycopy(ids, from, labels, from, targets);
            var rows = new float[config.imageTokens() * width];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) random.nextGaussian();
            }
            var tensor = Tensor.ofFloats(Shape.of(config.imageTokens(), width), rows);
            var picture = new TrainingExample.PlacedPicture(PICTURE_AT, SeenPicture.whole(tensor));
            examples.add(new TrainingExample(ids, labels, List.of(picture)));
        }
        return new TrainingBatch(examples);
    }

    /// What another implementation needs to compute the same.
    private static void write(
            TrainingBatch batch, GradientStep step, GradientStep.Result result, Path file)
            throws EngineException {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int b = 0; b < batch.size(); b++) {
            var example = batch.examples().get(b);
            tensors.put("ids." + b, longs(example.ids()));
            tensors.put("labels." + b, longs(example.labels()));
            tensors.put("picture." + b, example.pictures().getFirst().picture().rows());
        }
        var loss = new float[] {(float) result.loss()};
        tensors.put("loss", Tensor.ofFloats(Shape.of(1), loss));
        tensors.put("picture_at", longs(new int[] {PICTURE_AT}));
        step.parameters().forEach((name, tensor) -> tensors.put("param." + name, tensor));
        result.gradients().forEach((name, tensor) -> tensors.put("grad." + name, tensor));
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    private static Tensor longs(int[] values) {
        return Tensor.ofLongs(
                Shape.of(values.length), Arrays.stream(values).asLongStream().toArray());
    }

    /// A line of Linux's `/proc/self/status`, in MB.
    private static long memory(String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(key + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1_000_000;
            }
        }
        return 0;
    }

    /// Of all threads: what other work on the machine disturbs least.
    private static double processorSeconds() {
        var used = ProcessHandle.current().info().totalCpuDuration();
        return used.map(duration -> duration.toMillis() / 1e3).orElse(Double.NaN);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
