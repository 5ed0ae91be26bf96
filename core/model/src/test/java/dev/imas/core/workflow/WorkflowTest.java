package dev.imas.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.workflow.Workflow.Status;
import dev.imas.core.workflow.Workflow.Transition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkflowTest {

  private static final WorkflowFacts ALL = new WorkflowFacts(true, true, true, true);

  private static Status status(String id, StatusCategory category) {
    return new Status(id, "The " + id, category);
  }

  private static Transition way(String from, String to, TransitionGuard... guards) {
    return new Transition(from, to, Set.of(guards));
  }

  private static final Workflow REVIEWED =
      new Workflow(
          List.of(
              status("open", StatusCategory.TODO),
              status("started", StatusCategory.DOING),
              status("review", StatusCategory.DOING),
              status("done", StatusCategory.DONE),
              status("dropped", StatusCategory.DROPPED)),
          List.of(
              way("open", "started", TransitionGuard.OWNER_SET, TransitionGuard.DUE_SET),
              way("started", "review"),
              way("review", "done", TransitionGuard.PERMISSION),
              way("review", "started"),
              way("open", "dropped")),
          Map.of());

  @Test
  void workflowsThatCanBeUsedHaveNoFaults() {
    assertThat(Workflow.OF_TASKS.faults()).isEmpty();
    assertThat(REVIEWED.faults()).isEmpty();
  }

  @Test
  void guardsAreAskedOneByOneAndSayWhatIsMissing() {
    assertThat(REVIEWED.move("open", "started", new WorkflowFacts(false, false, true, true)))
        .isEqualTo(new WorkflowMove.Guarded(TransitionGuard.OWNER_SET));
    assertThat(REVIEWED.move("open", "started", new WorkflowFacts(true, false, true, true)))
        .isEqualTo(new WorkflowMove.Guarded(TransitionGuard.DUE_SET));
    assertThat(REVIEWED.move("review", "done", new WorkflowFacts(true, true, true, false)))
        .isEqualTo(new WorkflowMove.Guarded(TransitionGuard.PERMISSION));
    assertThat(REVIEWED.move("open", "dropped", new WorkflowFacts(true, true, false, true)))
        .as("a reason is asked for though no guard says so")
        .isEqualTo(new WorkflowMove.Guarded(TransitionGuard.REASON_GIVEN));
    assertThat(REVIEWED.move("open", "started", ALL))
        .isEqualTo(new WorkflowMove.Allowed(status("started", StatusCategory.DOING)));
  }

  @Test
  void whatIsNoTransitionSaysWhatWouldBe() {
    assertThat(REVIEWED.move("open", "done", ALL))
        .isEqualTo(
            new WorkflowMove.Impossible(
                List.of(
                    status("started", StatusCategory.DOING),
                    status("dropped", StatusCategory.DROPPED))));
    assertThat(REVIEWED.move("done", "open", ALL))
        .isEqualTo(new WorkflowMove.Impossible(List.of()));
    assertThat(REVIEWED.move("elsewhere", "open", ALL))
        .isEqualTo(new WorkflowMove.Impossible(List.of()));
  }

  /** Whoever tries anything, in any workflow without faults, only ever walks its transitions. */
  @Test
  void noWalkReachesAForbiddenState() {
    Random random = new Random(46);
    int walks = 0;
    int moved = 0;
    while (walks < 10_000) {
      Workflow workflow = some(random);
      if (!workflow.faults().isEmpty()) {
        continue;
      }
      walks++;
      String at = workflow.first().id();
      for (int step = 0; step < 20; step++) {
        String to = "s" + random.nextInt(14);
        WorkflowFacts facts =
            new WorkflowFacts(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
        if (workflow.move(at, to, facts) instanceof WorkflowMove.Allowed allowed) {
          mustBeAllowed(workflow, at, to, facts, allowed.to());
          at = to;
          moved++;
        }
      }
      String left = at;
      assertThat(workflow.status(left)).as("%s in %s", left, workflow).isPresent();
    }
    assertThat(moved).as("the walks go somewhere").isGreaterThan(walks);
  }

  /** By the document alone, and apart from what the workflow itself thinks of it. */
  private static void mustBeAllowed(
      Workflow workflow, String from, String to, WorkflowFacts facts, Status got) {
    List<Transition> ways =
        workflow.transitions().stream()
            .filter(one -> one.from().equals(from) && one.to().equals(to))
            .toList();
    assertThat(ways).as("from %s to %s in %s", from, to, workflow).hasSize(1);
    assertThat(got.id()).isEqualTo(to);
    Set<TransitionGuard> guards = ways.getFirst().guards();
    assertThat(guards.contains(TransitionGuard.OWNER_SET) && !facts.hasOwner()).isFalse();
    assertThat(guards.contains(TransitionGuard.DUE_SET) && !facts.hasDue()).isFalse();
    assertThat(guards.contains(TransitionGuard.PERMISSION) && !facts.mayManage()).isFalse();
    assertThat(
            (guards.contains(TransitionGuard.REASON_GIVEN)
                    || got.category() == StatusCategory.DROPPED)
                && !facts.hasReason())
        .isFalse();
  }

  private static Workflow some(Random random) {
    List<Status> statuses = new ArrayList<>();
    int count = 2 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      statuses.add(
          status(
              "s" + i,
              i == 0
                  ? StatusCategory.TODO
                  : StatusCategory.values()[random.nextInt(StatusCategory.values().length)]));
    }
    // Every status has a way to it, and none is there twice: of what is drawn blindly, one in a
    // thousand would do.
    Map<List<Integer>, Transition> transitions = new LinkedHashMap<>();
    for (int to = 1; to < count; to++) {
      way(random, random.nextInt(to), to, transitions);
    }
    for (int more = random.nextInt(2 * count); more > 0; more--) {
      int from = random.nextInt(count);
      way(random, from, (from + 1 + random.nextInt(count - 1)) % count, transitions);
    }
    return new Workflow(statuses, List.copyOf(transitions.values()), Map.of());
  }

  private static void way(
      Random random, int from, int to, Map<List<Integer>, Transition> transitions) {
    EnumSet<TransitionGuard> guards = EnumSet.noneOf(TransitionGuard.class);
    if (random.nextInt(3) == 0) {
      guards.add(TransitionGuard.values()[random.nextInt(TransitionGuard.values().length)]);
    }
    transitions.put(List.of(from, to), new Transition("s" + from, "s" + to, guards));
  }

  @Test
  void faultsNameTheStatusAndTheMend() {
    Workflow wrong =
        new Workflow(
            List.of(
                status("done", StatusCategory.DONE),
                new Status("done", "Twice", StatusCategory.TODO),
                new Status("Not an id", "twice", StatusCategory.TODO)),
            List.of(way("done", "done"), way("nowhere", "done"), way("nowhere", "done")),
            Map.of());
    assertThat(wrong.faults())
        .containsKeys(
            "/statuses/0/category",
            "/statuses/1/id",
            "/statuses/2/id",
            "/statuses/2/name",
            "/transitions/0/to",
            "/transitions/1/from",
            "/transitions/2")
        .doesNotContainKey("/transitions/1/to");
  }

  @Test
  void statusWithoutAWayInOrOutIsAFault() {
    Workflow wrong =
        new Workflow(
            List.of(
                status("open", StatusCategory.TODO),
                status("stuck", StatusCategory.DOING),
                status("alone", StatusCategory.DOING),
                status("done", StatusCategory.DONE)),
            List.of(way("open", "stuck"), way("open", "done")),
            Map.of());
    assertThat(wrong.faults()).containsOnlyKeys("/statuses/1", "/statuses/2");
    assertThat(wrong.faults().get("/statuses/1")).contains("leads to no status");
    assertThat(wrong.faults().get("/statuses/2")).contains("is never reached");
  }

  @Test
  void tooManyStatusesAndTransitionsAreFaults() {
    List<Status> statuses = new ArrayList<>();
    List<Transition> transitions = new ArrayList<>();
    for (int i = 0; i <= 12; i++) {
      statuses.add(status("s" + i, StatusCategory.TODO));
    }
    assertThat(new Workflow(statuses, List.of(), Map.of()).faults()).containsKey("/statuses");
    for (int i = 0; i < 41; i++) {
      transitions.add(way("s" + i % 12, "s" + i / 12));
    }
    assertThat(new Workflow(statuses.subList(0, 12), transitions, Map.of()).faults())
        .containsKey("/transitions");
    assertThat(new Workflow(List.of(), List.of(), Map.of()).faults()).containsKey("/statuses");
  }

  @Test
  void versionThatDropsAStatusSaysWhereItsItemsGo() {
    Set<String> inUse = Set.of("review", "done");
    Workflow silent =
        new Workflow(Workflow.OF_TASKS.statuses(), Workflow.OF_TASKS.transitions(), Map.of());
    assertThat(silent.faultsAfter(REVIEWED, inUse)).containsOnlyKeys("/moves/review");
    assertThat(silent.faultsAfter(REVIEWED, Set.of("done")))
        .as("nothing has the other statuses")
        .isEmpty();

    Workflow wrong = moving(Map.of("review", "done", "started", "gone", "open", "open"));
    assertThat(wrong.faultsAfter(REVIEWED, inUse))
        .as("nobody's work is done by a change of the workflow")
        .containsOnlyKeys("/moves/review", "/moves/started", "/moves/open");

    Workflow right = moving(Map.of("review", "open"));
    assertThat(right.faultsAfter(REVIEWED, inUse)).isEmpty();
    assertThat(right.changed(REVIEWED))
        .isEqualTo(Map.of("review", new Status("open", "Open", StatusCategory.TODO)));
  }

  private static Workflow moving(Map<String, String> moves) {
    return new Workflow(Workflow.OF_TASKS.statuses(), Workflow.OF_TASKS.transitions(), moves);
  }

  @Test
  void statusThatStaysMayBecomeDoingButNotDone() {
    Workflow doing = withReview(StatusCategory.TODO);
    assertThat(doing.faultsAfter(REVIEWED, Set.of("review"))).isEmpty();
    assertThat(doing.changed(REVIEWED)).containsOnlyKeys("review");
    assertThat(withReview(StatusCategory.DONE).faultsAfter(REVIEWED, Set.of()))
        .containsOnlyKeys("/statuses/2/category");
  }

  private static Workflow withReview(StatusCategory category) {
    List<Status> statuses = new ArrayList<>(REVIEWED.statuses());
    statuses.set(2, status("review", category));
    return new Workflow(statuses, REVIEWED.transitions(), Map.of());
  }
}
