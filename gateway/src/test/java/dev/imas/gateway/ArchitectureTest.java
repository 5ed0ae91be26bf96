package dev.imas.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

@AnalyzeClasses(packages = "dev.imas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String GATEWAY = "dev.imas.gateway..";
  private static final String SQL = "io.vertx.sqlclient..";
  private static final String POSTGRES = "io.vertx.pgclient..";

  @ArchTest
  static final ArchRule readingIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.imas.gateway.decode",
              "dev.imas.gateway.sender..",
              "dev.imas.gateway.fingerprint")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule readingAndRememberingAskNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.imas.gateway.decode",
              "dev.imas.gateway.sender..",
              "dev.imas.gateway.fingerprint",
              "dev.imas.gateway.dedup")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule presentTimeComesFromTheClockAlone =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule sqlIsSpokenInFewPlaces =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .and()
          .resideOutsideOfPackages(
              "dev.imas.gateway.commit",
              "dev.imas.gateway.snapshot",
              "dev.imas.gateway.backlog",
              "dev.imas.gateway.presence")
          .and(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are not the ones that may",
                  c ->
                      !c.getName()
                          .matches(
                              "dev\\.imas\\.gateway\\.(edge\\.IncidentLookup|ping\\.Pings|recent\\.BodyStore|sns\\.SnsStore"
                                  + "|alertmanager\\.(FiringAlerts|AlertReads|Silences)"
                                  + "|GatewayVerticle|KafkaVerticle|GatewayStart|RunningGateway|Committers)(\\$.*)?")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SQL, POSTGRES, "java.sql..");

  @ArchTest
  static final ArchRule alertsFlowOneWay =
      classes()
          .that()
          .resideInAPackage("dev.imas.gateway.fingerprint")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.jspecify..",
                  "dev.imas.core.model",
                  "dev.imas.gateway.fingerprint"));

  @ArchTest
  static final ArchRule decodersSeeNothingBehindThem =
      noClasses()
          .that()
          .resideInAnyPackage("dev.imas.gateway.decode", "dev.imas.gateway.sender..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.imas.gateway.edge",
              "dev.imas.gateway.pipeline",
              "dev.imas.gateway.commit",
              "dev.imas.gateway.dedup",
              "dev.imas.gateway.snapshot",
              "dev.imas.gateway.alertmanager");

  @ArchTest
  static final ArchRule noSenderSeesAnother =
      slices().matching("dev.imas.gateway.sender.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule committersKnowNoEdge =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.imas.gateway.commit",
              "dev.imas.gateway.dedup",
              "dev.imas.gateway.snapshot",
              "dev.imas.gateway.backlog")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.imas.gateway.edge",
              "dev.imas.gateway.pipeline",
              "dev.imas.gateway.alertmanager");

  @ArchTest
  static final ArchRule onlyTheRoleWires =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.gateway.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.imas.gateway");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.imas.gateway.(*)..").should().beFreeOfCycles();
}
