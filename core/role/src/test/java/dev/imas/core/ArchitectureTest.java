package dev.imas.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;

/** The directions that dependencies take in core. */
@AnalyzeClasses(packages = "dev.imas.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] OUTSIDE = {
    "io.vertx..", "java.sql..", "org.postgresql..", "io.micrometer..", "org.flywaydb.."
  };

  @ArchTest
  static final ArchRule theVocabularyImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core.model")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("dev.imas.core.model", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theRoutingEngineIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core.rule")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  @ArchTest
  static final ArchRule decisionsAboutIncidentsArePure =
      noClasses()
          .that()
          .haveNameMatching(
              "dev\\.imas\\.core\\.incident\\.(Incident|Correction|IncidentStatus|IncidentEvent|Clocks|Counts|Change|Page"
                  + "|GatheredGroups|ShortId|TimelineEntry|TimelineType)")
          .or()
          .haveNameMatching(
              "dev\\.imas\\.core\\.intake\\.(Intake(Planner|Plan|State|Policy|Ids)|IncidentDraft|Transition"
                  + "|AlertFacts|Progress|Link|Room|BatchSize)")
          .or()
          .haveNameMatching("dev\\.imas\\.core\\.catalog\\.(Contact|OwnedService)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  @ArchTest
  static final ArchRule sqlClientTypesAreForRepositories =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core..")
          .and(
              new DescribedPredicate<>("are no repositories") {
                @Override
                public boolean test(JavaClass type) {
                  String name = type.getName().replaceAll("\\$.*", "");
                  return !name.endsWith("Repository")
                      && !name.endsWith("View")
                      && !name.endsWith("Views")
                      && !name.equals("dev.imas.core.delivery.DeliveryQueue")
                      && !name.equals("dev.imas.core.ledger.Figures")
                      && !name.equals("dev.imas.core.CoreStart")
                      && !name.startsWith("dev.imas.core.platform.")
                      && !name.startsWith("dev.imas.core.launch.");
                }
              })
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.vertx\\.sqlclient\\.(Row|RowSet|SqlConnection|SqlClient|Pool|PreparedQuery|Query|Tuple)");

  @ArchTest
  static final ArchRule onlyTheReaderOfSettingsSeesTheEnvironment =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.imas.core.platform.Settings")
          .and()
          .resideOutsideOfPackages("dev.imas.core.launch..", "dev.imas.core.postgres..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule featuresDoNotDependOnEachOtherInCircles =
      slices().matching("dev.imas.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule plumbingKnowsNoFeature =
      noClasses()
          .that()
          .resideInAnyPackage("dev.imas.core.platform", "dev.imas.core.http", "dev.imas.core.bus")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.imas.core.incident..",
              "dev.imas.core.intake..",
              "dev.imas.core.alert..",
              "dev.imas.core.catalog..",
              "dev.imas.core.source..",
              "dev.imas.core.ruleset..",
              "dev.imas.core.delivery..",
              "dev.imas.core.token..");

  @ArchTest
  static final ArchRule coreKnowsNeitherGatewayNorNotifier =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.imas.gateway..", "dev.imas.notifier..");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
