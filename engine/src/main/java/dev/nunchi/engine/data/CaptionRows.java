package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A row with a picture and what people say about it: `image`, `captions` or `caption`.
record CaptionRows(DataOptions options) {
    private static final List<String> PICTURE_FIELDS =
            List.of("image", "file_name", "filename", "file", "path");
    private static final List<String> CAPTION_FIELDS = List.of("captions", "caption", "text");

    /// Whether a row is of this layout.
    static boolean matches(JsonRow row) {
        return CAPTION_FIELDS.stream().anyMatch(row::has);
    }

    /// One sample for each caption, all about the same picture.
    List<Sample> read(JsonRow row, long number, PictureFinder pictures) throws RefusedRowException {
        String name =
                PICTURE_FIELDS.stream()
                        .flatMap(field -> row.text(field).stream())
                        .findFirst()
                        .orElseThrow(() -> new RefusedRowException(Reason.FIELD_MISSING, "image"));
        var captions = captions(row);
        var picture = pictures.find(name);
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < captions.size(); i++) {
            String id = captions.size() == 1 ? name + "#" + number : name + "#" + number + "." + i;
            samples.add(sample(id, picture, captions.get(i)));
        }
        return samples;
    }

    /// @throws RefusedRowException if the caption holds no words
    Sample sample(String id, Path picture, String caption) throws RefusedRowException {
        String text =
                switch (options.captions()) {
                    case TIDIED -> CaptionText.tidy(caption);
                    case AS_WRITTEN -> caption.strip();
                };
        if (text.isEmpty()) {
            throw new RefusedRowException(Reason.EMPTY_TURN, "");
        }
        return Sample.caption(id, picture, Instructions.draw(id, text, options.seed()), text);
    }

    private static List<String> captions(JsonRow row) throws RefusedRowException {
        var captions = new ArrayList<String>();
        for (String field : CAPTION_FIELDS) {
            row.text(field).ifPresent(captions::add);
            for (var element : row.node().path(field)) {
                captions.add(element.asString(""));
            }
            if (!captions.isEmpty()) {
                return captions;
            }
        }
        throw new RefusedRowException(Reason.NO_TARGETS, "captions");
    }
}
