package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.ReferenceExport.Reporting;
import dev.nunchi.engine.data.ReferenceSettings.Learns;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The layout that the reference trainer expects, as its `train.py` reads it (haotian-liu/LLaVA,
/// 2023-10): fields of its three argument classes and of `transformers.TrainingArguments`.
class ReferenceExportTest {
    private static final Set<String> ARGUMENTS =
            Set.of(
                    "model_name_or_path",
                    "version",
                    "freeze_backbone",
                    "tune_mm_mlp_adapter",
                    "vision_tower",
                    "mm_vision_select_layer",
                    "pretrain_mm_mlp_adapter",
                    "mm_projector_type",
                    "mm_use_im_start_end",
                    "mm_use_im_patch_token",
                    "mm_vision_select_feature",
                    "data_path",
                    "lazy_preprocess",
                    "is_multimodal",
                    "image_folder",
                    "image_aspect_ratio",
                    "lora_enable",
                    "lora_r",
                    "lora_alpha",
                    "lora_dropout",
                    "mm_projector_lr",
                    "group_by_modality_length",
                    "model_max_length",
                    "bf16",
                    "output_dir",
                    "num_train_epochs",
                    "max_steps",
                    "per_device_train_batch_size",
                    "gradient_accumulation_steps",
                    "save_strategy",
                    "save_total_limit",
                    "learning_rate",
                    "weight_decay",
                    "warmup_ratio",
                    "lr_scheduler_type",
                    "logging_steps",
                    "gradient_checkpointing",
                    "dataloader_num_workers",
                    "seed",
                    "report_to");

    @TempDir private Path temp;
    private Path target;
    private List<Sample> samples;

    @BeforeEach
    void writeSamples() {
        new DataFolder(temp).withPictures("a/cat.gif", "b/cat.gif");
        target = temp.resolve("export");
        samples =
                List.of(
                        Sample.caption("1", temp.resolve("a/cat.gif"), "What?", "A cat."),
                        new Sample(
                                "2",
                                Optional.of(temp.resolve("b/cat.gif")),
                                SampleType.CONVERSATION,
                                List.of(
                                        new SampleTurn(Role.SYSTEM, "Be kind."),
                                        new SampleTurn(Role.USER, "What is <image>?"),
                                        new SampleTurn(Role.ASSISTANT, "A tag."),
                                        new SampleTurn(Role.USER, "Sure?"),
                                        new SampleTurn(Role.ASSISTANT, "Yes."))),
                        new Sample(
                                "3",
                                Optional.of(temp.resolve("a/cat.gif")),
                                SampleType.CAPTION,
                                List.of(new SampleTurn(Role.ASSISTANT, "One cat."))));
    }

    @Test
    void rowsAreWhatTheTrainerReads() throws Exception {
        assertTrue(write(Learns.PROJECTOR));

        var rows = JsonMapper.shared().readTree(target.resolve("data.json"));
        assertEquals(3, rows.size());
        for (var row : rows) {
            assertTrue(Files.exists(target.resolve("images").resolve(row.get("image").asString())));
            var turns = row.get("conversations");
            for (int i = 0; i < turns.size(); i++) {
                assertEquals(i % 2 == 0 ? "human" : "gpt", turns.get(i).get("from").asString());
                assertEquals(i == 0, turns.get(i).get("value").asString().contains("<image>"));
            }
        }
        assertEquals(
                "<image>\nBe kind.\nWhat is < image >?",
                rows.get(1).get("conversations").get(0).get("value").asString());
        assertEquals("2-cat.gif", rows.get(1).get("image").asString());
    }

    /// `preprocess_plain` asserts two turns, the first with a picture.
    @Test
    void firstStageIsOneExchangeAboutAPicture() throws Exception {
        var words =
                new Sample(
                        "4",
                        Optional.empty(),
                        SampleType.CONVERSATION,
                        List.of(
                                new SampleTurn(Role.USER, "Hello."),
                                new SampleTurn(Role.ASSISTANT, "Hello.")));
        samples = Stream.concat(samples.stream(), Stream.of(words)).toList();

        write(Learns.PROJECTOR);

        var rows = JsonMapper.shared().readTree(target.resolve("data.json"));
        assertEquals(3, rows.size());
        for (var row : rows) {
            assertEquals(2, row.get("conversations").size());
            assertTrue(row.has("image"));
        }
    }

    @Test
    void exportReadsBackAsTheSameSamples() throws Exception {
        write(Learns.PROJECTOR_AND_LANGUAGE_MODEL);
        var back = DataFolder.read(target.resolve("data.json"));
        assertEquals(List.of(), back.problems());
        assertEquals(samples.getFirst().turns(), back.samples().getFirst().turns());
        assertEquals(samples.getLast().turns(), back.samples().getLast().turns());
        assertEquals(
                samples.stream().map(Sample::type).toList(),
                back.samples().stream().map(Sample::type).toList());
    }

    @ParameterizedTest
    @EnumSource
    void scriptHasOnlyArgumentsThatTheTrainerTakes(Learns learns) throws Exception {
        write(learns);

        String script = Files.readString(target.resolve("train.sh"));
        var unknown = new TreeSet<String>();
        Pattern.compile("(?m)^    --(\\w+) ")
                .matcher(script)
                .results()
                .map(match -> match.group(1))
                .forEach(unknown::add);
        assertTrue(unknown.size() > 20, script);
        unknown.removeAll(ARGUMENTS);
        assertEquals(Set.of(), unknown);
        assertFalse(script.contains("@ARGUMENTS@") || script.contains("@ZERO@"));
        var checked =
                new ProcessBuilder("bash", "-n", target.resolve("train.sh").toString())
                        .inheritIO()
                        .start();
        assertEquals(0, checked.waitFor());
    }

    @Test
    void secondStageTakesLoraAndTheFirstStagesProjector() throws Exception {
        write(Learns.PROJECTOR_AND_LORA);
        var settings = JsonMapper.shared().readTree(target.resolve("settings.json"));
        assertEquals("8", settings.get("lora_r").asString());
        assertEquals("16", settings.get("lora_alpha").asString());
        assertEquals("2.0E-5", settings.get("mm_projector_lr").asString());
        assertTrue(settings.has("pretrain_mm_mlp_adapter"));
        assertTrue(Files.readString(target.resolve("train.sh")).contains("zero3.json"));
    }

    @Test
    void folderThatIsThereIsNotTouched() throws Exception {
        Files.createDirectory(target);
        assertThrows(StorageException.class, () -> write(Learns.PROJECTOR));
        assertFalse(Files.exists(target.resolve("data.json")));
    }

    @Test
    void cancelledExportLeavesNothing() throws Exception {
        var cancel = new CancelToken();
        cancel.cancel();
        var written =
                ReferenceExport.write(
                        target,
                        samples,
                        settings(Learns.PROJECTOR),
                        new Reporting(Progress.NONE, cancel));
        assertFalse(written);
        try (var left = Files.list(temp)) {
            assertEquals(2, left.count());
        }
    }

    private boolean write(Learns learns) throws StorageException {
        return ReferenceExport.write(
                target,
                samples,
                settings(learns),
                new Reporting(Progress.NONE, CancelToken.none()));
    }

    private static ReferenceSettings settings(Learns learns) {
        return new ReferenceSettings(
                learns,
                Optional.of(LoraConfig.ofAll(8, 16)),
                new ReferenceSettings.Length(1, OptionalLong.empty(), 0.03),
                new ReferenceSettings.Rates(2e-4, OptionalDouble.of(2e-5), 0),
                16,
                2,
                2048,
                0);
    }
}
