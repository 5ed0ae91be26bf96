package dev.imas.notifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.imas.notifier",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE_HAVE_NO = {
    "io.vertx..", "io.micrometer..", "java.sql..", "io.netty..", "java.net.http.."
  };

  @ArchTest
  static final ArchRule channelsDoNotSeeEachOther =
      slices().matching("dev.imas.notifier.channel.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule channelsKnowNothingOfDeliveries =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.notifier.channel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.imas.notifier",
              "dev.imas.notifier.delivery..",
              "dev.imas.notifier.claim..",
              "dev.imas.notifier.throttle..");

  @ArchTest
  static final ArchRule whatGoesOutKnowsNothingOfMessages =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.notifier.egress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.imas.notifier.channel..", "dev.imas.notifier.delivery..");

  @ArchTest
  static final ArchRule wordsAndThrottlesArePure =
      noClasses()
          .that()
          .resideInAnyPackage("dev.imas.notifier.template..", "dev.imas.notifier.throttle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PURE_HAVE_NO);

  @ArchTest
  static final ArchRule decisionsArePure =
      noClasses()
          .that()
          .haveSimpleName("RetryPolicy")
          .or()
          .haveSimpleName("NextStep")
          .or()
          .haveSimpleName("Outcome")
          .or()
          .haveSimpleName("HttpAnswer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PURE_HAVE_NO);

  @ArchTest
  static final ArchRule pureRoomsReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("dev.imas.notifier.template..", "dev.imas.notifier.throttle..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule sqlIsInRepositories =
      classes()
          .that(
              DescribedPredicate.describe(
                  "use the SQL client",
                  type ->
                      type.getDirectDependenciesFromSelf().stream()
                          .anyMatch(
                              d ->
                                  d.getTargetClass()
                                      .getPackageName()
                                      .startsWith("io.vertx.sqlclient"))))
          .should()
          .haveSimpleNameEndingWith("Repository")
          .orShould()
          .resideInAPackage("dev.imas.notifier");

  @ArchTest
  static final ArchRule roomsAreNotInCircles =
      slices().matching("dev.imas.notifier.(*)..").should().beFreeOfCycles();
}
