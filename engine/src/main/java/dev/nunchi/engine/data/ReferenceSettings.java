package dev.nunchi.engine.data;

import dev.nunchi.engine.model.LoraConfig;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// How the reference trainer is to learn: what its `train.py` takes as arguments.
///
/// @param learns which parts
/// @param lora for [Learns#PROJECTOR_AND_LORA]
/// @param length how long
/// @param rates how fast
/// @param batchSize samples a card
/// @param accumulate batches a step
/// @param maxLength positions of a sample
public record ReferenceSettings(
        Learns learns,
        Optional<LoraConfig> lora,
        Length length,
        Rates rates,
        int batchSize,
        int accumulate,
        int maxLength,
        long seed) {

    /// Which parts learn.
    public enum Learns {
        PROJECTOR,
        PROJECTOR_AND_LORA,
        PROJECTOR_AND_LANGUAGE_MODEL
    }

    /// @param steps counts instead of `epochs` if it is there
    /// @param warmup the share of steps in which the learning rate rises
    public record Length(double epochs, OptionalLong steps, double warmup) {}

    /// @param projector the projector's own rate; empty for the same
    public record Rates(double learningRate, OptionalDouble projector, double weightDecay) {}

    /// Arguments and values, in the order of the reference's own scripts; values that start with a
    /// `$` are the launch script's variables.
    SequencedMap<String, String> arguments() {
        var arguments = new LinkedHashMap<String, String>();
        learning(arguments);
        arguments.put("model_name_or_path", "$MODEL");
        arguments.put("version", learns == Learns.PROJECTOR ? "plain" : "v1");
        arguments.put("data_path", "$here/data.json");
        arguments.put("image_folder", "$here/images");
        arguments.put("vision_tower", "$tower");
        arguments.put("mm_projector_type", "${PROJECTOR_TYPE:-mlp2x_gelu}");
        arguments.put("mm_vision_select_layer", "-2");
        arguments.put("mm_use_im_start_end", "False");
        arguments.put("mm_use_im_patch_token", "False");
        arguments.put("image_aspect_ratio", learns == Learns.PROJECTOR ? "square" : "pad");
        arguments.put("bf16", "True");
        arguments.put("output_dir", "$here/output");
        schedule(arguments);
        arguments.put("model_max_length", "" + maxLength);
        arguments.put("gradient_checkpointing", "True");
        arguments.put("dataloader_num_workers", "4");
        arguments.put("lazy_preprocess", "True");
        arguments.put("seed", "" + seed);
        arguments.put("report_to", "none");
        return arguments;
    }

    private void learning(Map<String, String> arguments) {
        switch (learns) {
            case PROJECTOR -> arguments.put("tune_mm_mlp_adapter", "True");
            case PROJECTOR_AND_LORA -> {
                var factors = lora.orElseThrow();
                arguments.put("lora_enable", "True");
                arguments.put("lora_r", "" + factors.rank());
                arguments.put("lora_alpha", "" + Math.round(factors.alpha()));
                arguments.put("lora_dropout", "0");
            }
            case PROJECTOR_AND_LANGUAGE_MODEL -> {}
        }
        if (learns != Learns.PROJECTOR) {
            arguments.put(
                    "pretrain_mm_mlp_adapter", "${PROJECTOR:?name the projector of a first stage}");
            arguments.put("group_by_modality_length", "True");
        }
        rates.projector().ifPresent(rate -> arguments.put("mm_projector_lr", "" + rate));
    }

    private void schedule(Map<String, String> arguments) {
        arguments.put("num_train_epochs", "" + length.epochs());
        length.steps().ifPresent(steps -> arguments.put("max_steps", "" + steps));
        arguments.put("per_device_train_batch_size", "" + batchSize);
        arguments.put("gradient_accumulation_steps", "" + accumulate);
        arguments.put("save_strategy", "epoch");
        arguments.put("save_total_limit", "1");
        arguments.put("learning_rate", "" + rates.learningRate());
        arguments.put("weight_decay", "" + rates.weightDecay());
        arguments.put("warmup_ratio", "" + length.warmup());
        arguments.put("lr_scheduler_type", "cosine");
        arguments.put("logging_steps", "1");
    }

    /// The DeepSpeed configuration that fits: a frozen language model needs not be spread.
    String zero() {
        return learns == Learns.PROJECTOR ? "zero2" : "zero3";
    }
}
