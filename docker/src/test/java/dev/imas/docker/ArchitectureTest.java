package dev.imas.docker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules for all modules together. */
class ArchitectureTest {

  private static JavaClasses all;

  /**
   * Without the classes of libraries, which take most of the time: these rules ask for their names
   * alone.
   */
  @BeforeAll
  static void read() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.imas");
    assertThat(all).hasSizeGreaterThan(1_000);
  }

  @AfterAll
  static void readLibrariesAgain() {
    ArchConfiguration.get().reset();
  }

  @Test
  void featuresDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.imas.core.(*)..").should().beFreeOfCycles().check(all);
  }

  @Test
  void onlyTheReaderOfSettingsSeesTheEnvironment() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.imas.core.platform.Settings")
        .and()
        .resideOutsideOfPackages(
            "dev.imas.core.launch..", "dev.imas.core.postgres..", "dev.imas.fixtures..")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .check(all);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(NullMarked.class)
        .check(all);
  }
}
