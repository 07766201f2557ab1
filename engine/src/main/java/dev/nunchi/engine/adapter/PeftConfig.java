package dev.nunchi.engine.adapter;

import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What an `adapter_config.json` of the PEFT library says about LoRA.
///
/// | key | |
/// |---|---|
/// | `peft_type` | `LORA`; others are refused |
/// | `r`, `lora_alpha` | rank and alpha |
/// | `use_rslora` | scale `alpha/√rank` instead of `alpha/rank` |
/// | `alpha_pattern` | alpha of some modules, by regular expression |
/// | `use_dora` | true is refused: it scales whole weights |
///
/// Ranks, `rank_pattern` included, are those of the tensors. Source: `peft/tuners/lora/config.py`.
///
/// @param alphas by patterns of module names, as they stand in the file
record PeftConfig(
        String baseName, int rank, double alpha, boolean rankStabilised, List<Alpha> alphas) {
    static final String FILE = "adapter_config.json";

    private static final long MAX_BYTES = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// An alpha of some modules.
    record Alpha(Pattern module, double value) {}

    /// @param name the adapter's, for messages
    static PeftConfig read(Path file, String name) throws EngineException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new AdapterException(name, Reason.DAMAGED, FILE + " is too long");
            }
            return parse(name, JSON.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw StorageException.of(file, "reading the adapter", e);
        } catch (JacksonException | PatternSyntaxException e) {
            throw new AdapterException(name, Reason.DAMAGED, FILE + ": " + e.getMessage());
        }
    }

    private static PeftConfig parse(String name, JsonNode root) throws AdapterException {
        String type = root.path("peft_type").asString("");
        if (!type.equals("LORA")) {
            throw new AdapterException(name, Reason.UNSUPPORTED, "peft_type '" + type + "'");
        }
        if (root.path("use_dora").asBoolean(false)) {
            throw new AdapterException(name, Reason.UNSUPPORTED, "use_dora");
        }
        int rank = root.path("r").asInt(0);
        double alpha = root.path("lora_alpha").asDouble(0);
        if (rank < 1 || !(alpha > 0) || Double.isInfinite(alpha)) {
            throw new AdapterException(
                    name, Reason.DAMAGED, FILE + ": r %d, lora_alpha %s".formatted(rank, alpha));
        }
        var alphas = new ArrayList<Alpha>();
        for (var entry : root.path("alpha_pattern").properties()) {
            var module = Pattern.compile("(.*\\.)?(" + entry.getKey() + ")");
            alphas.add(new Alpha(module, entry.getValue().asDouble(alpha)));
        }
        return new PeftConfig(
                root.path("base_model_name_or_path").asString(""),
                rank,
                alpha,
                root.path("use_rslora").asBoolean(false),
                List.copyOf(alphas));
    }

    /// What `B·A` of a module is multiplied by.
    ///
    /// @param module its name in the file
    double scale(String module, int itsRank) {
        double itsAlpha =
                alphas.stream()
                        .filter(entry -> entry.module().matcher(module).matches())
                        .findFirst()
                        .map(Alpha::value)
                        .orElse(alpha);
        return itsAlpha / (rankStabilised ? Math.sqrt(itsRank) : itsRank);
    }

    /// What stands in the provenance.
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("importedFrom", "peft");
        settings.put("baseModel", baseName);
        settings.put("loraAlpha", Double.toString(alpha));
        settings.put("loraRank", Integer.toString(rank));
        return settings;
    }
}
