package dev.imas.core.item;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Versioned;
import dev.imas.core.item.WorkflowDocument.StatusLine;
import dev.imas.core.item.WorkflowDocument.TransitionLine;
import dev.imas.core.item.WorkflowRepository.Stored;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /workflows/{item_kind}}: which statuses items have, and how they move between them. */
final class WorkflowRoutes {

  private static final String ONE = "/workflows/{item_kind}";
  private static final String IN_FORCE = "in_force";
  private static final String MOVING = "moving";

  private final Transactions transactions;
  private final WorkflowRepository workflows;
  private final WorkflowActivation activation;

  WorkflowRoutes(
      Transactions transactions, WorkflowRepository workflows, WorkflowActivation activation) {
    this.transactions = transactions;
    this.workflows = workflows;
    this.activation = activation;
  }

  void mount(Api api) {
    api.get(ONE, Permission.INCIDENT_READ, this::get);
    api.put(ONE, Permission.WORKFLOW_MANAGE, this::put);
  }

  /**
   * The newest version.
   *
   * @param state whether it counts, or items are still being moved
   */
  record Shown(
      String itemKind,
      List<StatusLine> statuses,
      List<TransitionLine> transitions,
      Map<String, String> moves,
      String state,
      int version)
      implements Versioned {

    Shown {
      statuses = List.copyOf(statuses);
      transitions = List.copyOf(transitions);
      moves = new LinkedHashMap<>(moves);
    }

    static Shown of(ItemKind kind, Stored stored) {
      WorkflowDocument document = WorkflowDocument.of(stored.workflow());
      return new Shown(
          kind.wireName(),
          document.statuses(),
          document.transitions(),
          document.moves(),
          stored.isInForce() ? IN_FORCE : MOVING,
          stored.version());
    }
  }

  private static ItemKind kind(Call call) {
    String named = call.path("item_kind");
    return ItemKind.named(named)
        .orElseThrow(
            () ->
                Fault.notFound(
                    "there is no kind of items " + named + "; there is " + ItemKind.names()));
  }

  private Answer get(Call call) {
    ItemKind kind = kind(call);
    return Answer.versioned(
        transactions.call(
            call.tenant(), tx -> Shown.of(kind, workflows.newest(tx, kind).getFirst())));
  }

  private Answer put(Call call) {
    ItemKind kind = kind(call);
    int version = call.expectedVersion();
    Body body = call.body().only("statuses", "transitions", "moves", "version");
    Workflow wanted = WorkflowReader.read(body);
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              workflows.lock(tx, kind);
              if (workflows.newest(tx, kind).getFirst().version() != version) {
                throw Constraints.overtaken();
              }
              return write(tx, call, kind, wanted, body);
            }));
  }

  /** The versions that tenants have written, and that differ from what is shipped. */
  List<Stored> own(Tx tx, ItemKind kind) {
    Stored newest = workflows.newest(tx, kind).getFirst();
    return isShipped(kind, newest.workflow()) ? List.of() : List.of(newest);
  }

  private static boolean isShipped(ItemKind kind, Workflow workflow) {
    return workflow.statuses().equals(kind.shipped().statuses())
        && workflow.transitions().equals(kind.shipped().transitions());
  }

  /** Whether items have a status that the shipped workflow does not know. */
  boolean isNeeded(Tx tx, ItemKind kind) {
    Workflow newest = workflows.newest(tx, kind).getFirst().workflow();
    return !kind.shipped().faultsAfter(newest, workflows.inUse(tx, kind, newest)).isEmpty();
  }

  /**
   * Writes the version after the newest. Only on a virtual thread.
   *
   * @param body that the workflow was read from
   * @throws Fault INVALID with all faults of the body; CONFLICT while items are moved
   */
  Shown write(Tx tx, Call call, ItemKind kind, Workflow wanted, Body body) {
    workflows.lock(tx, kind);
    Stored before = workflows.newest(tx, kind).getFirst();
    wanted
        .faultsAfter(before.workflow(), workflows.inUse(tx, kind, before.workflow()))
        .forEach(body::fault);
    body.throwIfFaulty();
    if (!before.isInForce()) {
      throw Fault.conflict(
          "version "
              + before.version()
              + " is not in force yet, as its items are being moved; try again in a moment");
    }
    activation.begin(tx, kind, before, wanted, call.author());
    Shown after = Shown.of(kind, workflows.newest(tx, kind).getFirst());
    call.audit(
        tx,
        Audit.Change.update(new Audit.Subject("workflow", null), Shown.of(kind, before), after));
    return after;
  }
}
