package dev.imas.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;

@AnalyzeClasses(packages = "dev.imas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String GATEWAY = "dev.imas.gateway..";
  private static final String PIPELINE = "dev.imas.gateway.pipeline";
  private static final List<String> DOORS =
      List.of(
          "dev.imas.gateway.edge",
          "dev.imas.gateway.mail",
          "dev.imas.gateway.kafka",
          "dev.imas.gateway.request");
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
              DescribedPredicate.describe(
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
  static final ArchRule noDoorSeesAnother =
      CompositeArchRule.of(
          DOORS.stream()
              .map(
                  door ->
                      noClasses()
                          .that()
                          .resideInAPackage(door)
                          .should()
                          .dependOnClassesThat()
                          .resideInAnyPackage(
                              DOORS.stream()
                                  .filter(other -> !other.equals(door))
                                  .toArray(String[]::new)))
              .toList());

  @ArchTest
  static final ArchRule thePipelineKnowsNoDoor =
      noClasses()
          .that()
          .resideInAPackage(PIPELINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DOORS.toArray(String[]::new));

  @ArchTest
  static final ArchRule noDoorStoresButThroughThePipeline =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .and()
          .resideOutsideOfPackages(PIPELINE, "dev.imas.gateway.commit")
          .should()
          .accessTargetWhere(isOneOf("Submission.<init>", "Committer.submit", "PostLog.append"));

  @ArchTest
  static final ArchRule noDoorReadsABodyButThroughThePipeline =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .and()
          .resideOutsideOfPackages(PIPELINE, "dev.imas.gateway.decode", "dev.imas.gateway.sender..")
          .should()
          .accessTargetWhere(
              isOneOf(
                  "AlertDecoder.decode",
                  "AlertDecoder.unmatched",
                  "SenderRoute.unpack",
                  "BodySignature.judge",
                  "SnsPosts.judge"));

  private static DescribedPredicate<JavaAccess<?>> isOneOf(String... members) {
    return new DescribedPredicate<>("is one of %s", List.of(members)) {
      @Override
      public boolean test(JavaAccess<?> access) {
        return List.of(members)
            .contains(access.getTargetOwner().getSimpleName() + "." + access.getName());
      }
    };
  }

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
