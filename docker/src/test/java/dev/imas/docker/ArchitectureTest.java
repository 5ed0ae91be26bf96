package dev.imas.docker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Rules for all modules together. */
@AnalyzeClasses(packages = "dev.imas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule featuresDoNotDependOnEachOtherInCircles =
      slices().matching("dev.imas.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheReaderOfSettingsSeesTheEnvironment =
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
          .callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
