package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class LicencesTest {
    private static final String BILL =
            """
            {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
              {"group": "dev.nunchi", "name": "nunchi-engine", "version": "1",
               "licenses": [{"license": {"id": "Apache-2.0"}}]},
              {"group": "org.openjfx", "name": "javafx-base", "version": "26",
               "licenses": [{"license": {"id": "GPL-2.0-with-classpath-exception"}}]},
              {"group": "org.openjfx", "name": "javafx-base", "version": "26",
               "licenses": [{"license": {"id": "GPL-2.0-with-classpath-exception"}}]},
              {"group": "ch.qos.logback", "name": "logback-core", "version": "1.6",
               "licenses": [{"license": {"id": "EPL-2.0"}}, {"license": {"id": "LGPL-2.1-only"}}]},
              {"group": "com.twelvemonkeys.common", "name": "common-io", "version": "3.14",
               "licenses": [{"license": {"id": "BSD-4-Clause"}}]},
              {"group": "a", "name": "named", "version": "2",
               "licenses": [{"license": {"name": "Its Own Licence"}}]},
              {"group": "b", "name": "expressed", "version": "3",
               "licenses": [{"expression": "MIT OR BSD-2-Clause"}]}
            ]}
            """;

    @Test
    void librariesOfOthersAreListedOnceWithTheirLicences() {
        var json = new ByteArrayInputStream(BILL.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of(
                        new Work(
                                "org.openjfx",
                                "javafx-base",
                                "26",
                                "GPL-2.0-with-classpath-exception"),
                        new Work(
                                "ch.qos.logback",
                                "logback-core",
                                "1.6",
                                "EPL-2.0 or LGPL-2.1-only"),
                        new Work("com.twelvemonkeys.common", "common-io", "3.14", "BSD-3-Clause"),
                        new Work("a", "named", "2", "Its Own Licence"),
                        new Work("b", "expressed", "3", "MIT OR BSD-2-Clause")),
                BillOfMaterials.read(json));
    }

    /// In the build, which writes the list before it tests.
    @Test
    void everyWorkOfTheBuildHasLicenceAndText() throws StorageException {
        var works = Licences.works();
        assumeTrue(
                works.stream().anyMatch(work -> work.name().equals("onnxruntime")),
                "the list of libraries is written by Maven");
        var mute = new ArrayList<String>();
        for (Work work : works) {
            if (work.licence().isEmpty() || Licences.text(work).isBlank()) {
                mute.add(work.name());
            }
        }
        assertEquals(List.of(), mute);
        assertTrue(works.stream().noneMatch(work -> work.group().equals("dev.nunchi")));
    }

    @Test
    void modelsFontAndIconsAreListedToo() throws StorageException {
        var names = Licences.works().stream().map(Work::name).toList();
        assertTrue(names.containsAll(List.of("OpenJDK", "Pretendard", "EfficientNet-Lite0")));
        assertNotNull(Licences.text(Licences.works().getFirst()));
    }
}
