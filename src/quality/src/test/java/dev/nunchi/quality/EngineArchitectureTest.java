package dev.nunchi.quality;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.stream.IntStream;

class EngineArchitectureTest {
    private static final String ENGINE = "dev.nunchi.engine.";

    /// In the order in which a checkpoint becomes an answer; a package may know those before its
    /// own line. Within a line only cycles are forbidden.
    private static final List<List<String>> LAYERS =
            List.of(
                    List.of("error", "progress", "tensor", "storage"),
                    List.of("quant", "graph", "optim"),
                    List.of("checkpoint", "autodiff", "graph.onnx", "graph.pass"),
                    List.of("model", "runtime", "runtime.ffm", "runtime.ort", "device", "adapter"),
                    List.of("text", "text.jinja", "image"),
                    List.of("generate"),
                    List.of("library", "quantize", "chat", "data"),
                    List.of("train", "eval", "finetune"),
                    List.of("conformance"));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void layerKnowsNothingAboveIt(int layer) {
        noClasses()
                .that()
                .resideInAnyPackage(names(layer, layer + 1))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(names(layer + 1, LAYERS.size()))
                .allowEmptyShould(true)
                .check(Code.CLASSES);
    }

    @Test
    void everyPackageHasALayer() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE + ".")
                .should()
                .resideOutsideOfPackages(names(0, LAYERS.size()))
                .check(Code.CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.nunchi.(**)").should().beFreeOfCycles().check(Code.CLASSES);
    }

    @Test
    void wordsAndPicturesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE + "text..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE + "image..")
                .check(Code.CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ENGINE + "image..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE + "text..")
                .check(Code.CLASSES);
    }

    @Test
    void onnxRuntimeIsKnownToOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + "runtime.ort")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(Code.CLASSES);
    }

    @Test
    void nativeMemoryIsKnownWhereBytesAreMoved() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ENGINE + "tensor..",
                        ENGINE + "quant..",
                        ENGINE + "checkpoint..",
                        ENGINE + "graph..",
                        ENGINE + "model..",
                        ENGINE + "runtime..",
                        // The KV cache and the rows of a prompt.
                        ENGINE + "generate..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(MemorySegment.class, Arena.class)
                .check(Code.CLASSES);
    }

    @Test
    void nativeFunctionsAreLinkedBesideTheRuntimeOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + "runtime..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class)
                .check(Code.CLASSES);
    }

    @Test
    void awtIsKnownToThePictureReaderAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + "image..")
                .and()
                .doNotHaveSimpleName("PdfReport") // OpenPDF takes AWT's colours
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio..")
                .check(Code.CLASSES);
    }

    @Test
    void engineKnowsNoWindowAndNoDatabase() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE + ".")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.sql..", "dev.nunchi.app..")
                .check(Code.CLASSES);
    }

    private static String[] names(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(LAYERS::get)
                .flatMap(List::stream)
                .map(ENGINE::concat)
                .toArray(String[]::new);
    }
}
