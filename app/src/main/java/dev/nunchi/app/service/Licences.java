package dev.nunchi.app.service;

import dev.nunchi.app.platform.Assets;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the program contains of others, and under which licences: the libraries from the list that
/// the build writes into the program, everything else from here.
public final class Licences {
    private static final String BILL = "/META-INF/sbom/nunchi.cdx.json";
    private static final String TEXTS = "/dev/nunchi/app/licences/";
    private static final String APACHE = TEXTS + "LICENSE";

    private static final Work JAVA =
            new Work(
                    "",
                    "OpenJDK",
                    Runtime.version().toString(),
                    "GPL-2.0-with-classpath-exception");
    private static final Work LANGUAGE_MODEL = Work.apart("SmolLM2-135M-Instruct", "Apache-2.0");
    private static final Work TOWER = Work.apart("EfficientNet-Lite0", "Apache-2.0");
    private static final Work PROJECTOR =
            Work.apart("Projector of the default model", "research and personal use only");
    private static final Work SAMPLES = Work.apart("Sample pictures", "CC0-1.0 or public domain");
    private static final Work FONT = Work.apart("Pretendard", "OFL-1.1");
    private static final Work ICONS = Work.apart("Feather icons", "MIT");
    private static final Work WEBP = Work.apart("libwebp", "BSD-3-Clause");
    private static final Work SCHEMA = Work.apart("onnx-ml.proto of ONNX", "Apache-2.0");
    private static final Work RUST = Work.apart("Hugging Face tokenizers", "Apache-2.0");
    private static final Work SQLITE = Work.apart("SQLite", "public domain");

    private static final List<Work> APART =
            List.of(
                    JAVA,
                    LANGUAGE_MODEL,
                    TOWER,
                    PROJECTOR,
                    SAMPLES,
                    FONT,
                    ICONS,
                    WEBP,
                    SCHEMA,
                    RUST,
                    SQLITE);

    /// Where in a jar texts about it lie.
    private static final List<String> IN_JARS =
            List.of(
                    "META-INF/LICENSE",
                    "META-INF/LICENSE.txt",
                    "META-INF/LICENSES.md",
                    "META-INF/MPL-2.0.txt",
                    "META-INF/misc_licenses.txt",
                    "LICENSE",
                    "META-INF/NOTICE",
                    "META-INF/NOTICE.txt",
                    "NOTICE",
                    "META-INF/maven/org.xerial/sqlite-jdbc/LICENSE",
                    "META-INF/maven/org.xerial/sqlite-jdbc/LICENSE.zentus",
                    "ThirdPartyNotices.txt");

    /// Texts of libraries whose jars have none, by group.
    private static final Map<String, String> CARRIED =
            Map.of(
                    "com.microsoft.onnxruntime", "onnxruntime.txt",
                    "com.google.protobuf", "protobuf.txt",
                    "com.twelvemonkeys.imageio", "twelvemonkeys.txt",
                    "com.twelvemonkeys.common", "twelvemonkeys.txt",
                    "org.controlsfx", "controlsfx.txt",
                    "ch.qos.logback", "logback.txt");

    private Licences() {}

    /// Everything, by name. Without libraries if the build has written no list, as in an editor.
    public static List<Work> works() throws StorageException {
        var works = new ArrayList<>(APART);
        try (InputStream bill = Licences.class.getResourceAsStream(BILL)) {
            if (bill != null) {
                works.addAll(BillOfMaterials.read(bill));
            }
        } catch (IOException e) {
            throw StorageException.of(Path.of(BILL), "cannot be read", e);
        }
        works.sort(Comparator.comparing(Work::name, String.CASE_INSENSITIVE_ORDER));
        return List.copyOf(works);
    }

    /// The licence of a work and what else its makers want to be told; empty if no text of it came
    /// along.
    public static String text(Work work) throws StorageException {
        try {
            String text = work.group().isEmpty() ? textApart(work) : textOfLibrary(work);
            return text.isEmpty() && work.licence().contains("Apache-2.0")
                    ? resource(APACHE)
                    : text;
        } catch (IOException e) {
            throw StorageException.of(Path.of(work.name()), "its licence cannot be read", e);
        }
    }

    private static String textApart(Work work) throws IOException {
        if (work.equals(JAVA)) {
            return textOfJava();
        }
        Map<Work, String> assets =
                Map.of(
                        LANGUAGE_MODEL, "models/nunchi-default/LICENSE-SmolLM2.txt",
                        TOWER, "models/nunchi-default/LICENSE-EfficientNet-Lite0.txt",
                        PROJECTOR, "models/nunchi-default/NOTICE.txt",
                        SAMPLES, "samples/LICENSES.md");
        if (assets.containsKey(work)) {
            Optional<Path> folder = Assets.folder();
            return folder.isEmpty() ? "" : file(folder.get().resolve(assets.get(work)));
        }
        Map<Work, String> resources =
                Map.of(
                        FONT, "/dev/nunchi/app/ui/theme/fonts/LICENSE.txt",
                        ICONS, TEXTS + "feather.txt",
                        WEBP, TEXTS + "libwebp.txt",
                        SQLITE, TEXTS + "sqlite.txt");
        return resources.containsKey(work) ? resource(resources.get(work)) : "";
    }

    private static String textOfLibrary(Work work) throws IOException {
        if (work.group().equals("org.openjfx")) {
            return textOfJava();
        }
        var texts = new ArrayList<String>();
        if (CARRIED.containsKey(work.group())) {
            texts.add(resource(TEXTS + CARRIED.get(work.group())));
        }
        String jar = "/" + work.name() + "-" + work.version() + ".jar!";
        for (String name : IN_JARS) {
            for (URL place : Collections.list(Licences.class.getClassLoader().getResources(name))) {
                if (place.toString().contains(jar)) {
                    try (InputStream in = place.openStream()) {
                        texts.add(text(in));
                    }
                }
            }
        }
        return String.join("\n\n", texts);
    }

    /// JavaFX has the same licence and no text of its own.
    private static String textOfJava() throws IOException {
        return file(Path.of(System.getProperty("java.home"), "legal", "java.base", "LICENSE"));
    }

    private static String file(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.readString(file) : "";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Licences.class.getResourceAsStream(name)) {
            return in == null ? "" : text(in);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
