package dev.imas.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;

/** No input, no output, no clock. The build keeps libraries out, and these rules do the rest. */
@AnalyzeClasses(packages = "dev.imas.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] OUTSIDE = {"java.sql..", "java.net..", "java.nio.file.."};

  @ArchTest
  static final ArchRule theVocabularyImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core.model")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("dev.imas.core.model", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule rulesAndOptionsArePure =
      noClasses()
          .that()
          .resideInAnyPackage("dev.imas.core.rule", "dev.imas.core.option", "dev.imas.core.imports")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);
}
