package dev.imas.docker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  /** A restored copy is kept silent by not starting the notifier, so nobody else may call out. */
  @Test
  void onlyTheNotifierCallsOut() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.imas.notifier..", // Commands that a person runs follow.
            "dev.imas.core.launch..",
            "dev.imas.core.load..",
            "dev.imas.core.demo..",
            "dev.imas.fixtures..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.vertx.core.http.HttpClient")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.ext.web.client..", "io.vertx.ext.mail..", "java.net.http..")
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

  /** Where as many futures as a list has are begun at once, and what bounds the list. */
  private static final Map<String, String> WAITS_FOR_A_LIST =
      Map.ofEntries(
          entry("dev.imas.core.platform.HttpServers", "event loops"),
          entry("dev.imas.core.platform.Pipeline", "statements of one transaction"),
          entry("dev.imas.core.platform.ServerWatch", "servers of the database"),
          entry("dev.imas.core.scheduler.TimerQueues", "queues of the scheduler"),
          entry("dev.imas.core.scheduler.TransactionQueue", "loops of a queue"),
          entry("dev.imas.core.work.TenantsReader", "features that remember tenants"),
          entry("dev.imas.gateway.RunningGateway", "event loops, and pools of connections"),
          entry("dev.imas.notifier.NotifierRole", "parts of the notifier role"),
          entry("dev.imas.notifier.delivery.Channels", "kinds of channels"));

  /**
   * Whoever waits for a list of futures has begun all of them. Over tenants, that is more than a
   * pool of connections lets wait: the rest fail. {@code FanOut} begins some at once. The overloads
   * with two to six futures are bounded by how they are written.
   */
  @Test
  void listsOfFuturesAreBounded() {
    Set<String> waiting = new TreeSet<>();
    for (JavaClass one : all) {
      for (JavaCodeUnitAccess<?> access : one.getCodeUnitAccessesFromSelf()) {
        if (isOfAList(access)) {
          waiting.add(one.getName().replaceAll("\\$.*", ""));
        }
      }
    }
    assertThat(waiting)
        .as("classes that wait for a list of futures; use FanOut, or say here what bounds the list")
        .containsExactlyInAnyOrderElementsOf(WAITS_FOR_A_LIST.keySet());
  }

  private static boolean isOfAList(JavaCodeUnitAccess<?> access) {
    return FUTURES.contains(access.getTargetOwner().getName())
        && COMBINE.contains(access.getName())
        && access.getTarget().getRawParameterTypes().stream()
            .anyMatch(type -> type.getName().equals(List.class.getName()));
  }

  /** Methods that return a future and call themselves, and what bounds how often. */
  private static final Map<String, String> CALLS_ITSELF =
      Map.of(
          "dev.imas.core.incident.IncidentCreation.create", "attempts",
          "dev.imas.core.intake.IntakeUnit.each", "tenants of a unit",
          "dev.imas.core.intake.IntakeWork.freeShortIds", "what was drawn before is drawn rarely",
          "dev.imas.core.platform.Transactions.attempt", "five tries",
          "dev.imas.core.webhook.WebhookWatch.forget", "100 batches",
          "dev.imas.gateway.commit.LetterCommitter.commit", "retries",
          "dev.imas.gateway.snapshot.TenantReader.page", "halves of a page",
          "dev.imas.notifier.delivery.Deliverer.giveUpOverdue", "40 rounds",
          "dev.imas.notifier.delivery.Deliverer.write", "three attempts");

  /**
   * A future around each round before it completes inside the next, so many rounds overflow the
   * stack, which ends all work of that thread. {@code Repeat} has no such depth.
   */
  @Test
  void asynchronousWorkIsRepeatedWithoutADeeperStack() {
    Set<String> calling = new TreeSet<>();
    for (JavaClass one : all) {
      for (JavaCodeUnitAccess<?> access : one.getCodeUnitAccessesFromSelf()) {
        if (access.getTargetOwner().equals(one)
            && access.getName().equals(access.getOrigin().getName())
            && access
                .getTarget()
                .getRawParameterTypes()
                .equals(access.getOrigin().getRawParameterTypes())
            && FUTURES.contains(access.getOrigin().getRawReturnType().getName())) {
          calling.add(access.getOrigin().getFullName().replaceAll("\\(.*", ""));
        }
      }
    }
    assertThat(calling)
        .as("methods that return a future and call themselves: Repeat.until does not")
        .containsExactlyInAnyOrderElementsOf(CALLS_ITSELF.keySet());
  }

  private static final Set<String> FUTURES =
      Set.of("io.vertx.core.Future", "io.vertx.core.CompositeFuture");
  private static final Set<String> COMBINE = Set.of("all", "any", "join");
}
