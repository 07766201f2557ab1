package dev.nunchi.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

import org.junit.jupiter.api.Test;

import java.util.concurrent.Executors;

class AppArchitectureTest {
    private static final String APP = "dev.nunchi.app.";

    /// Where threads may be started: one place per module.
    private static final DescribedPredicate<JavaClass> THREAD_OWNERS =
            describe(
                    "task runners and executors",
                    type ->
                            type.getPackageName().equals(APP + "task")
                                    || type.getSimpleName().endsWith("Executor"));

    @Test
    void viewsSeeTheEngineOnlyThroughItsDoor() {
        noClasses()
                .that()
                .resideInAPackage(APP + "ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.nunchi.engine.runtime..",
                        "dev.nunchi.engine.graph..",
                        "dev.nunchi.engine.checkpoint..",
                        "dev.nunchi.engine.model..",
                        "java.sql..")
                .check(Code.CLASSES);
    }

    @Test
    void viewModelsKnowNoScene() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                .check(Code.CLASSES);
    }

    @Test
    void windowThreadIsKnownToOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(APP + "task")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javafx.application.Platform")
                .check(Code.CLASSES);
    }

    @Test
    void threadsAreStartedInOnePlacePerModule() {
        noClasses()
                .that(DescribedPredicate.not(THREAD_OWNERS))
                .should()
                .callConstructorWhere(targetOwner(assignableTo(Thread.class)))
                .orShould()
                .callMethodWhere(targetOwner(equivalentTo(Executors.class)))
                .check(Code.CLASSES);
    }

    @Test
    void servicesAndStoresKnowNoWindow() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        APP + "service..",
                        APP + "evaluation..",
                        APP + "store..",
                        APP + "settings..",
                        APP + "l10n..",
                        APP + "cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", APP + "ui..")
                .check(Code.CLASSES);
    }

    @Test
    void databaseIsKnownToOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(APP + "store.sqlite..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(Code.CLASSES);
    }

    @Test
    void standardStreamsBelongToTheCommandLine() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                Code.CLASSES.that(
                        describe(
                                "outside of the command line",
                                type -> !type.getPackageName().equals(APP + "cli"))));
    }

    @Test
    void loggingIsSlf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(Code.CLASSES);
    }

    @Test
    void exceptionsHaveNames() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(Code.CLASSES);
    }
}
