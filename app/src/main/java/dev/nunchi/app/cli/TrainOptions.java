package dev.nunchi.app.cli;

import dev.nunchi.engine.finetune.ProjectorStart;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.RunSettings.Batches;
import dev.nunchi.engine.finetune.RunSettings.Rates;
import dev.nunchi.engine.finetune.RunSettings.Schedule;
import dev.nunchi.engine.finetune.RunSettings.Validation;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The options of `nunchi train` that are settings of a run; what is not given keeps the stage's
/// default.
final class TrainOptions {
    private static final String ALL = "all";

    @Option(
            names = "--form",
            paramLabel = "chat|plain",
            description =
                    "How samples are laid out: by the chat template, or a picture with its caption"
                            + " alone (default: chat).")
    private @Nullable SampleForm form;

    @Option(
            names = "--projector",
            paramLabel = "fresh|model",
            description =
                    "Where the projector starts (default: fresh in stage 1, model in stage 2 and"
                            + " with --from).")
    private @Nullable ProjectorStart projector;

    @Option(
            names = "--rank",
            paramLabel = "N",
            description = "Rank of the LoRA update in stage 2 (default: 16).")
    private @Nullable Integer rank;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "Its scale is A / rank (default: twice the rank).")
    private @Nullable Double alpha;

    @Option(
            names = "--targets",
            paramLabel = "T",
            description = "The layers it updates: all, or some of q_proj,k_proj,… (default: all).")
    private @Nullable String targets;

    @Option(
            names = "--full",
            description = "Stage 2: train the language model's own weights, without LoRA.")
    private boolean full;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Samples that run together (default: 16 in stage 1, 8 in stage 2).")
    private @Nullable Integer batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Batches that make one step (default: 1 in stage 1, 2 in stage 2).")
    private @Nullable Integer accumulate;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "The longest sample, in tokens (default: 1024).")
    private @Nullable Integer maxLength;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often all samples are seen (default: 1 in stage 1, 3 in stage 2).")
    private @Nullable Double epochs;

    @Option(names = "--steps", paramLabel = "N", description = "Steps in all, instead of epochs.")
    private @Nullable Long steps;

    @Option(
            names = "--lr",
            paramLabel = "R",
            description = "The learning rate's peak (default: 1e-3 in stage 1, 2e-4 in stage 2).")
    private @Nullable Double rate;

    @Option(
            names = "--projector-lr",
            paramLabel = "R",
            description = "The projector's own (default: 2e-5 in stage 2).")
    private @Nullable Double projectorRate;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            description = "The share of steps in which the rate rises (default: 0.03).")
    private @Nullable Double warmup;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "AdamW's weight decay (default: 0).")
    private @Nullable Double weightDecay;

    @Option(
            names = "--max-norm",
            paramLabel = "N",
            description = "Larger gradients are scaled down to it; 0 for never (default: 1).")
    private @Nullable Double maxNorm;

    @Option(names = "--seed", paramLabel = "S", description = "Same seed, same run (default: 0).")
    private @Nullable Long seed;

    @Option(
            names = "--validation",
            paramLabel = "S",
            description = "The share of pictures kept for validation (default: 0.02).")
    private @Nullable Double validation;

    @Option(
            names = "--validate-every",
            paramLabel = "N",
            description = "Steps between validations (default: 100).")
    private @Nullable Integer validateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "End after N validations without a better loss; 0 for never (default: 0).")
    private @Nullable Integer patience;

    @Option(
            names = "--snapshot-every",
            paramLabel = "N",
            description = "Steps between snapshots (default: 50).")
    private @Nullable Integer snapshotEvery;

    /// @param continued whether the run goes on from an adapter
    /// @throws IllegalArgumentException naming an option's value that is out of range
    RunSettings settings(TrainingStage stage, boolean continued) {
        var defaults = RunSettings.defaults(stage);
        var start = continued ? ProjectorStart.MODEL : defaults.projector();
        return new RunSettings(
                stage,
                or(form, defaults.form()),
                or(projector, start),
                lora(defaults),
                new Batches(
                        or(batch, defaults.batches().size()),
                        or(accumulate, defaults.batches().accumulate()),
                        or(maxLength, defaults.batches().maxLength())),
                schedule(defaults.schedule()),
                rates(defaults.rates()),
                validation(defaults.validation()),
                or(seed, defaults.seed()));
    }

    private Optional<LoraConfig> lora(RunSettings defaults) {
        if (defaults.lora().isEmpty() || full) {
            return Optional.empty();
        }
        var config = defaults.lora().get();
        int r = or(rank, config.rank());
        return Optional.of(new LoraConfig(r, or(alpha, 2.0 * r), targets(config.targets())));
    }

    private Set<LoraTarget> targets(Set<LoraTarget> all) {
        if (targets == null || targets.equals(ALL)) {
            return all;
        }
        return Arrays.stream(targets.split(",", -1))
                .map(label ->
                        LoraTarget.of(label.strip())
                                .orElseThrow(
                                        () -> new IllegalArgumentException("targets " + label)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LoraTarget.class)));
    }

    private Schedule schedule(Schedule defaults) {
        return new Schedule(
                or(epochs, defaults.epochs()),
                optional(steps, OptionalLong::of, defaults.steps()),
                or(warmup, defaults.warmup()),
                or(snapshotEvery, defaults.snapshotEvery()));
    }

    private Rates rates(Rates defaults) {
        return new Rates(
                or(rate, defaults.learningRate()),
                optional(projectorRate, OptionalDouble::of, defaults.projectorRate()),
                or(weightDecay, defaults.weightDecay()),
                or(maxNorm, defaults.maxNorm()));
    }

    private Validation validation(Validation defaults) {
        return new Validation(
                or(validation, defaults.share()),
                or(validateEvery, defaults.every()),
                or(patience, defaults.patience()),
                defaults.pictures());
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static <T, O> O optional(@Nullable T given, Function<T, O> of, O otherwise) {
        return given == null ? otherwise : of.apply(given);
    }
}
