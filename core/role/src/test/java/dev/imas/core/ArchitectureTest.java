package dev.imas.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.imas.core.CallGraph.Method;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.TitleTemplate;
import dev.imas.core.simulation.Simulations;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which packages of core are pure, and which may use SQL. The build decides which modules it sees.
 */
@AnalyzeClasses(packages = "dev.imas.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] OUTSIDE = {
    "io.vertx..", "java.sql..", "org.postgresql..", "io.micrometer..", "org.flywaydb.."
  };

  private static final Set<String> WRITES_INCIDENTS =
      Set.of(
          "IncidentRepository.insert",
          "IncidentRepository.update",
          "IncidentRepository.correct",
          "TimelineRepository.append");

  @ArchTest
  static final ArchRule decisionsAboutIncidentsArePure =
      noClasses()
          .that()
          .haveNameMatching(
              "dev\\.imas\\.core\\.incident\\.(Incident|Correction|IncidentStatus|IncidentEvent|Clocks|Counts|Subject|Standing|Step|IncidentChange|Page"
                  + "|GatheredGroups|ShortId|TimelineEntry|TimelineType)")
          .or()
          .haveNameMatching(
              "dev\\.imas\\.core\\.intake\\.(Intake(Planner|Plan|State|Policy|Ids)|IncidentDraft|Transition"
                  + "|AlertFacts|Progress|Link|Room)")
          .or()
          .haveNameMatching("dev\\.imas\\.core\\.work\\.(LoopState|Next|Backoff|UnitSize)")
          .or()
          .haveNameMatching("dev\\.imas\\.core\\.catalog\\.(Contact|OwnedService)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  /** A template sees maps alone, so whoever renders one must have nothing else at hand. */
  @ArchTest
  static final ArchRule wordsArePure =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core.wording")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  /** What calendars say is computed within bounds, and reads no clock. */
  @ArchTest
  static final ArchRule calendarsArePure =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core.ical")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  /** These libraries step through whatever they read: {@code core.feeds} only writes. */
  @ArchTest
  static final ArchRule calendarsAreReadInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.imas.core.ical", "dev.imas.core.feeds")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.mangstadt.vinnie..", "org.dmfs..", "biweekly.io..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("biweekly.util.Recurrence");

  @ArchTest
  static final ArchRule feedsAreOnlyWritten =
      noClasses()
          .that()
          .resideInAPackage("dev.imas.core.feeds")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("biweekly\\.io\\..*(Reader|Parsing|chain\\.ChainingTextParser).*");

  /**
   * A pool of threads has a bound, a deadline and meters. Passwords and simulations have theirs.
   */
  @ArchTest
  static final ArchRule computationsHaveOnePool =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Computations.class, Simulations.class)
          .and()
          .resideOutsideOfPackage("dev.imas.core.password")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(WorkerExecutor.class);

  /**
   * These compute what a change is answered with, or what an applied configuration says, before it
   * is committed. Only those who may change such things reach them.
   */
  private static final Set<String> COMPUTE_IN_A_CHANGE =
      Set.of("ScheduleRoutes.changing", "RuleSetRoutes.read", "RuleSetRoutes.warnings");

  /**
   * Whoever awaits a computation inside a transaction holds a connection meanwhile. A few requests
   * of people who may only read would then hold all of the pool.
   */
  @ArchTest
  static void computationsHoldNoConnection(JavaClasses classes) {
    CallGraph graph = CallGraph.of(classes);
    Predicate<Method> isAllowed = method -> COMPUTE_IN_A_CHANGE.contains(method.shortName());
    assertThat(graph.methods().stream().map(Method::shortName))
        .as("the exceptions exist")
        .containsAll(COMPUTE_IN_A_CHANGE);
    assertThat(
            graph.methods().stream()
                .filter(method -> method.takes(Tx.class) && !isAllowed.test(method))
                .filter(
                    method ->
                        graph.reachedFrom(method, isAllowed).stream()
                            .anyMatch(ArchitectureTest::awaitsComputation))
                .map(Method::shortName))
        .as("methods with an open transaction that await a computation")
        .isEmpty();
  }

  private static boolean awaitsComputation(Method called) {
    return called.isOf(Computations.Share.class) && called.name().equals("call")
        || called.isOf(Computations.class) && called.name().equals("run");
  }

  @ArchTest
  static final ArchRule templatesAreRenderedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.imas.core.wording", "dev.imas.core.mustache")
          .and()
          .doNotBelongToAnyOf(TitleTemplate.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.samskivert.mustache");

  /** The only place where all reactions to a change are sure to run. */
  @ArchTest
  static final ArchRule incidentsAreChangedInOnePlace =
      noClasses()
          .that()
          .doNotBelongToAnyOf(IncidentWriter.class)
          .should()
          .callMethodWhere(
              new DescribedPredicate<>("it writes incidents or their timelines") {
                @Override
                public boolean test(JavaMethodCall call) {
                  String method =
                      call.getTarget().getOwner().getSimpleName() + "." + call.getName();
                  return WRITES_INCIDENTS.contains(method);
                }
              });

  /**
   * When called on a virtual thread, it takes another virtual thread, whose work holds a processor.
   */
  @ArchTest
  static final ArchRule computationsHaveThreadsOfTheirOwn =
      noClasses()
          .should()
          .callMethodWhere(
              new DescribedPredicate<>("it runs on whatever threads its caller has") {
                @Override
                public boolean test(JavaMethodCall call) {
                  return call.getName().equals("executeBlocking")
                      && !call.getTargetOwner().isAssignableTo(WorkerExecutor.class);
                }
              });

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
                      && !name.endsWith("Columns")
                      && !name.endsWith("View")
                      && !name.endsWith("Views")
                      && !name.equals("dev.imas.core.delivery.DeliveryQueue")
                      && !name.equals("dev.imas.core.ledger.Figures")
                      && !name.startsWith("dev.imas.core.platform.");
                }
              })
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.vertx\\.sqlclient\\.(Row|RowSet|SqlConnection|SqlClient|Pool|PreparedQuery|Query|Tuple)");
}
