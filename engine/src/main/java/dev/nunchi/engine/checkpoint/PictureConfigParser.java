package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.PictureConfig.Framing;
import dev.nunchi.engine.checkpoint.PictureConfig.Normalisation;
import dev.nunchi.engine.checkpoint.PictureConfig.Resample;
import dev.nunchi.engine.checkpoint.PictureConfig.Resize;
import dev.nunchi.engine.checkpoint.PictureConfig.Rounding;
import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.Tiling.Pinpoints;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads a `preprocessor_config.json`, of which each image processor leaves out its own defaults.
///
/// @param source the file's name, for messages
record PictureConfigParser(JsonNode root, String source) {
    private static final double ONE_LEVEL = 1 / 255.0;
    private static final Size DEFAULT_SIZE = new Size(224, 224);
    private static final Normalisation CLIP =
            new Normalisation(
                    ONE_LEVEL,
                    List.of(0.48145466, 0.4578275, 0.40821073),
                    List.of(0.26862954, 0.26130258, 0.27577711));
    private static final Normalisation SIGLIP =
            new Normalisation(ONE_LEVEL, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

    /// Larger pictures than any vision tower takes; a lying file would cost memory for nothing.
    private static final int MAX_SIDE = 2048;

    private static final PictureConfig CLIP_DEFAULTS =
            new PictureConfig(
                    Framing.AS_IS,
                    new Resize.ShortestEdge(DEFAULT_SIZE.width(), Rounding.DOWN),
                    Resample.BICUBIC,
                    Optional.of(DEFAULT_SIZE),
                    CLIP);
    private static final PictureConfig SIGLIP_DEFAULTS =
            new PictureConfig(
                    Framing.AS_IS,
                    new Resize.Exact(DEFAULT_SIZE),
                    Resample.BICUBIC,
                    Optional.empty(),
                    SIGLIP);
    private static final PictureConfig ONEVISION_DEFAULTS =
            new PictureConfig(
                    Framing.AS_IS,
                    new Resize.Exact(new Size(384, 384)),
                    Resample.BICUBIC,
                    Optional.empty(),
                    CLIP);
    private static final List<String> PROCESSORS =
            List.of(
                    "CLIPImageProcessor",
                    "BitImageProcessor",
                    "LlavaImageProcessor",
                    "LlavaNextImageProcessor",
                    "LlavaOnevisionImageProcessor",
                    "SiglipImageProcessor");
    private static final Set<String> TILED =
            Set.of("LlavaNextImageProcessor", "LlavaOnevisionImageProcessor");
    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    PictureConfig config() throws DataException, UnsupportedModelException {
        if (!root.isObject()) {
            throw new DataException(source, 0, "expected a JSON object");
        }
        var defaults = defaults();
        var resize = resize(defaults.resize());
        var crop = crop(defaults.crop());
        if (crop.isEmpty() && !(resize instanceof Resize.Exact)) {
            throw new UnsupportedModelException(
                    "a picture size that depends on the picture",
                    List.of("an exact size", "a centre crop"));
        }
        var config =
                new PictureConfig(
                        framing(), resize, resample(defaults), crop, normalisation(defaults));
        return TILED.contains(processorName()) ? config.tiled(tiling(config)) : config;
    }

    private Tiling tiling(PictureConfig config) throws DataException {
        var size = config.outputSize();
        if (size.width() != size.height()) {
            throw problem("crop_size", "square tiles", value("crop_size"));
        }
        var pinpoints = value("image_grid_pinpoints");
        var canvases =
                pinpoints.isMissingNode()
                        ? Tiling.defaultCanvases(processorName().contains("Next"))
                        : canvases(pinpoints, size.width());
        return new Tiling(canvases, OptionalInt.empty());
    }

    private List<Size> canvases(JsonNode pinpoints, int side) throws DataException {
        return Tiling.canvases(pinpoints, Pinpoints.HEIGHT_FIRST, side)
                .orElseThrow(() ->
                        problem(
                                "image_grid_pinpoints",
                                "sizes in multiples of " + side,
                                pinpoints));
    }

    private PictureConfig defaults() throws DataException, UnsupportedModelException {
        var name = processorName();
        return switch (name) {
            case "CLIPImageProcessor",
                    "BitImageProcessor",
                    "LlavaImageProcessor",
                    "LlavaNextImageProcessor" ->
                    CLIP_DEFAULTS;
            case "LlavaOnevisionImageProcessor" -> ONEVISION_DEFAULTS;
            case "SiglipImageProcessor" -> SIGLIP_DEFAULTS;
            default ->
                    throw new UnsupportedModelException(
                            "image processor '" + name + "'", PROCESSORS);
        };
    }

    private String processorName() throws DataException {
        var name = value("image_processor_type");
        if (name.isMissingNode()) {
            // older files name a feature extractor, or nothing; both mean CLIP's rules
            name = value("feature_extractor_type");
        }
        if (name.isMissingNode()) {
            return PROCESSORS.getFirst();
        }
        if (!name.isString()) {
            throw problem("image_processor_type", "a name", name);
        }
        return name.stringValue()
                .replaceFirst("(Fast|Pil)$", "")
                .replaceFirst("FeatureExtractor$", "ImageProcessor");
    }

    private Framing framing() throws DataException {
        // One processor pads to squares; tiled pictures have a way of their own, others none.
        boolean padded = flag("do_pad", false) && processorName().equals("LlavaImageProcessor");
        return padded ? Framing.PADDED_SQUARE : Framing.AS_IS;
    }

    private Resize resize(Resize byDefault) throws DataException {
        if (!flag("do_resize", true)) {
            return new Resize.None();
        }
        var size = value("size");
        if (size.isMissingNode()) {
            return byDefault;
        }
        if (size.has("shortest_edge")) {
            return new Resize.ShortestEdge(side(size.get("shortest_edge"), "size"), rounding(size));
        }
        if (size.isNumber() && byDefault instanceof Resize.ShortestEdge) {
            return new Resize.ShortestEdge(side(size, "size"), Rounding.DOWN);
        }
        return new Resize.Exact(size(size, "size"));
    }

    private Rounding rounding(JsonNode size) throws DataException {
        var rounding = size.path("rounding");
        if (rounding.isMissingNode()) {
            return Rounding.DOWN;
        }
        if (!rounding.asString("").equals("nearest")) {
            throw problem("rounding", "\"nearest\"", rounding);
        }
        return Rounding.NEAREST;
    }

    private Optional<Size> crop(Optional<Size> byDefault) throws DataException {
        if (!flag("do_center_crop", byDefault.isPresent())) {
            return Optional.empty();
        }
        var crop = value("crop_size");
        return Optional.of(
                crop.isMissingNode() ? byDefault.orElse(DEFAULT_SIZE) : size(crop, "crop_size"));
    }

    private Resample resample(PictureConfig defaults)
            throws DataException, UnsupportedModelException {
        var code = value("resample");
        if (code.isMissingNode()) {
            return defaults.resample();
        }
        if (!code.isInt()) {
            throw problem("resample", "a number", code);
        }
        return Resample.of(code.intValue());
    }

    private Normalisation normalisation(PictureConfig defaults) throws DataException {
        var byDefault = defaults.normalisation();
        double factor = flag("do_rescale", true) ? factor(byDefault.rescaleFactor()) : 1;
        if (!flag("do_normalize", true)) {
            return new Normalisation(factor, ZEROS, ONES);
        }
        var deviation = channels("image_std", byDefault.deviation());
        // compared as float32, in which the division is done
        if (deviation.stream().anyMatch(value -> value.floatValue() == 0)) {
            throw problem("image_std", "three numbers other than 0", value("image_std"));
        }
        return new Normalisation(factor, channels("image_mean", byDefault.mean()), deviation);
    }

    private double factor(double byDefault) throws DataException {
        var factor = value("rescale_factor");
        return factor.isMissingNode() ? byDefault : number(factor, "rescale_factor");
    }

    private List<Double> channels(String key, List<Double> byDefault) throws DataException {
        var values = value(key);
        if (values.isMissingNode()) {
            return byDefault;
        }
        if (!values.isArray() || values.size() != 3) {
            throw problem(key, "three numbers", values);
        }
        var channels = new ArrayList<Double>();
        for (var value : values) {
            channels.add(number(value, key));
        }
        return channels;
    }

    private Size size(JsonNode node, String key) throws DataException {
        if (node.isNumber()) {
            return new Size(side(node, key), side(node, key));
        }
        return new Size(side(node.path("width"), key), side(node.path("height"), key));
    }

    private int side(JsonNode node, String key) throws DataException {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_SIDE) {
            throw problem(key, "sides of 1 to " + MAX_SIDE + " pixels", node);
        }
        return node.intValue();
    }

    private double number(JsonNode node, String key) throws DataException {
        double number = node.isNumber() ? node.asDouble(Double.NaN) : Double.NaN;
        if (!Float.isFinite((float) number)) {
            throw problem(key, "finite numbers", node);
        }
        return number;
    }

    private boolean flag(String key, boolean byDefault) throws DataException {
        var flag = value(key);
        if (flag.isMissingNode()) {
            return byDefault;
        }
        if (!flag.isBoolean()) {
            throw problem(key, "true or false", flag);
        }
        return flag.booleanValue();
    }

    /// Some writers spell "left out" as null.
    private JsonNode value(String key) {
        var value = root.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    private DataException problem(String key, String expected, JsonNode found) {
        var text = found.isMissingNode() ? "nothing" : found.toString();
        var shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return new DataException(
                source, 0, "%s: expected %s, found %s".formatted(key, expected, shown));
    }
}
