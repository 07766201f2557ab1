package dev.nunchi.engine.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// The first row of a table: what separates its columns and which two matter.
record TableHeader(char separator, int picture, int caption) {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
    private static final Set<String> PICTURES =
            Set.of(
                    "image",
                    "image_name",
                    "image_path",
                    "image_file",
                    "file",
                    "file_name",
                    "filename",
                    "filepath",
                    "path",
                    "picture");
    private static final Set<String> CAPTIONS =
            Set.of("caption", "captions", "text", "comment", "description", "sentence");

    /// @param head the start of the file
    /// @return empty if no separator gives both columns in the first line
    static Optional<TableHeader> parse(String head) {
        String line = head.lines().findFirst().orElse("");
        for (char separator : SEPARATORS) {
            var names = names(line, separator);
            var picture = indexOf(names, PICTURES);
            var caption = indexOf(names, CAPTIONS);
            if (picture.isPresent() && caption.isPresent()) {
                return Optional.of(
                        new TableHeader(separator, picture.getAsInt(), caption.getAsInt()));
            }
        }
        return Optional.empty();
    }

    private static List<String> names(String line, char separator) {
        var names = new ArrayList<String>();
        for (String name : line.split(Pattern.quote("" + separator), -1)) {
            names.add(name.replace("\"", "").strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static OptionalInt indexOf(List<String> names, Set<String> wanted) {
        for (int i = 0; i < names.size(); i++) {
            if (wanted.contains(names.get(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
