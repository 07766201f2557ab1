package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An object of a configuration file, read by key with the place in every message.
///
/// A key whose value is `null` counts as absent, as writers use it.
///
/// @param place keys from the root, e.g. `text_config.`; empty at the root
record ConfigNode(Path file, String place, JsonNode json) {

    /// Beyond every size in use; keeps sums of sizes within an int.
    private static final int MAX_SIZE = 1 << 24;

    /// The object under `key`, empty if absent.
    Optional<ConfigNode> object(String key) throws CheckpointException {
        var value = value(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        require(key, value.isObject(), "an object");
        return Optional.of(new ConfigNode(file, place + key + ".", value));
    }

    boolean has(String key) {
        return !value(key).isMissingNode();
    }

    Optional<String> text(String key) throws CheckpointException {
        var value = value(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        require(key, value.isString(), "a text");
        return Optional.of(value.stringValue());
    }

    /// A size: a whole number of at least 1.
    int size(String key, int byDefault) throws CheckpointException {
        int size = integer(key, byDefault);
        require(key, size >= 1 && size <= MAX_SIZE, "a size from 1 to " + MAX_SIZE);
        return size;
    }

    int integer(String key, int byDefault) throws CheckpointException {
        var value = value(key);
        if (value.isMissingNode()) {
            return byDefault;
        }
        require(key, value.isInt(), "a whole number");
        return value.intValue();
    }

    /// A finite number above zero.
    double positive(String key, double byDefault) throws CheckpointException {
        double number = number(key).orElse(byDefault);
        require(key, number > 0, "a number above 0");
        return number;
    }

    /// A finite number.
    Optional<Double> number(String key) throws CheckpointException {
        var value = value(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        require(key, value.isNumber() && Double.isFinite(value.doubleValue()), "a number");
        return Optional.of(value.doubleValue());
    }

    boolean flag(String key, boolean byDefault) throws CheckpointException {
        var value = value(key);
        if (value.isMissingNode()) {
            return byDefault;
        }
        require(key, value.isBoolean(), "true or false");
        return value.booleanValue();
    }

    /// Token ids, given as one number or as a list.
    List<Integer> ids(String key) throws CheckpointException {
        var value = value(key);
        var ids = new ArrayList<Integer>();
        if (value.isInt()) {
            ids.add(value.intValue());
        } else if (!value.isMissingNode()) {
            require(key, value.isArray(), "a token id or a list of them");
            for (var id : value) {
                require(key, id.isInt(), "a token id or a list of them");
                ids.add(id.intValue());
            }
        }
        return ids;
    }

    /// A file named under `key`, in the folder of this one; a way out of the folder is refused.
    Optional<Path> sibling(String key) throws CheckpointException {
        var name = text(key);
        return name.isEmpty() ? Optional.empty() : Optional.of(sibling(key, name.get()));
    }

    /// The file `name` in the folder of this one.
    Path sibling(String key, String name) throws CheckpointException {
        try {
            var path = Path.of(name);
            boolean plain =
                    path.getNameCount() == 1
                            && !path.isAbsolute()
                            && !name.contains("\\")
                            && !name.contains(":")
                            && !List.of("", ".", "..").contains(name);
            if (!plain || !path.toString().equals(name)) {
                throw new CheckpointException(
                        file,
                        CheckpointException.Reason.ESCAPES,
                        "%s%s: expected a plain file name, found \"%s\""
                                .formatted(place, key, name));
            }
            return file.resolveSibling(path);
        } catch (InvalidPathException e) {
            throw new CheckpointException(file, "%s%s is not a file name".formatted(place, key), e);
        }
    }

    JsonNode value(String key) {
        var value = json.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    /// What is wrong with the value under `key`.
    CheckpointException problem(String key, String expected) {
        String found = value(key).toString();
        return new CheckpointException(
                file,
                "%s%s: expected %s, found %s"
                        .formatted(
                                place,
                                key,
                                expected,
                                found.length() > 80 ? found.substring(0, 80) + "…" : found));
    }

    void require(String key, boolean condition, String expected) throws CheckpointException {
        if (!condition) {
            throw problem(key, expected);
        }
    }
}
