package dev.nunchi.app.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Catalogue BUNDLED = Catalogue.bundled();

    @Test
    void serverIsAskedSecurely() {
        assertEquals("https", BUNDLED.hub().getScheme());
    }

    @Test
    void modelsHaveDifferentNames() {
        long ids = BUNDLED.models().stream().map(CatalogueModel::id).distinct().count();
        assertEquals(BUNDLED.models().size(), ids);
        assertTrue(ids > 0);
    }

    @Test
    void everyModelSaysWhatItIs() {
        for (var model : BUNDLED.models()) {
            assertTrue(model.repository().matches("[\\w-]+/[\\w.-]+"), model.id());
            assertTrue(model.bytes() > 0 && model.parameters() > 0, model.id());
            assertFalse(model.licence().isBlank(), model.id());
            assertFalse(model.languages().isEmpty(), model.id());
            assertFalse(model.required().isEmpty(), model.id());
        }
    }

    /// A half-precision file has two bytes a parameter, a packed one between a half and one.
    @Test
    void sizesGoWithTheParameters() {
        for (var model : BUNDLED.models()) {
            double perParameter = (double) model.bytes() / model.parameters();
            switch (model.form()) {
                case HALF -> assertEquals(2, perParameter, 0.03, model.id());
                case PACKED -> assertTrue(perParameter > 0.5 && perParameter < 1, model.id());
            }
        }
    }
}
