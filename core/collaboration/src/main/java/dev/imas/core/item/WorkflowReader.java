package dev.imas.core.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.workflow.StatusCategory;
import dev.imas.core.workflow.TransitionGuard;
import dev.imas.core.workflow.Workflow;
import dev.imas.core.workflow.Workflow.Status;
import dev.imas.core.workflow.Workflow.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a workflow from a request. Each fault has a pointer to its place. */
final class WorkflowReader {

  private static final int LONGEST_ID = 40;

  private final Body body;

  private WorkflowReader(Body body) {
    this.body = body;
  }

  /** Faults stay in the body. */
  static Workflow read(Body body) {
    return new WorkflowReader(body).workflow();
  }

  private Workflow workflow() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (String member : List.of("statuses", "transitions")) {
      JsonNode given = body.present(member);
      if (given != null) {
        root.set(member, given);
      }
    }
    Part all = Part.of(root, "", body::fault);
    List<Status> statuses = new ArrayList<>();
    List<Transition> transitions = new ArrayList<>();
    boolean isComplete = all != null;
    if (all != null) {
      if (!all.has("statuses")) {
        all.fault("statuses", "is missing; send 1 to " + Workflow.MOST_STATUSES + " statuses");
      }
      for (Part part : all.parts("statuses", 1, Workflow.MOST_STATUSES, "statuses")) {
        isComplete &= add(statuses, status(part));
      }
      for (Part part : all.parts("transitions", 0, Workflow.MOST_TRANSITIONS, "transitions")) {
        isComplete &= add(transitions, transition(part));
      }
    }
    Workflow workflow = new Workflow(statuses, transitions, moves());
    if (isComplete && !statuses.isEmpty()) {
      workflow.faults().forEach(body::fault);
    }
    return workflow;
  }

  private static <T> boolean add(List<T> all, @Nullable T one) {
    if (one == null) {
      return false;
    }
    all.add(one);
    return true;
  }

  private static @Nullable Status status(Part part) {
    part.only("id", "name", "category");
    String id = required(part, "id", LONGEST_ID);
    String name = required(part, "name", Workflow.LONGEST_NAME);
    StatusCategory category =
        part.value(
            "category",
            "one of todo, doing, done, dropped",
            text ->
                Arrays.stream(StatusCategory.values())
                    .filter(one -> one.wireName().equals(text))
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new));
    if (category == null && !part.has("category")) {
      part.fault("category", "is missing; send todo, doing, done or dropped");
    }
    return id == null || name == null || category == null ? null : new Status(id, name, category);
  }

  private static @Nullable Transition transition(Part part) {
    part.only("from", "to", "guards");
    String from = required(part, "from", LONGEST_ID);
    String to = required(part, "to", LONGEST_ID);
    Set<TransitionGuard> guards = EnumSet.noneOf(TransitionGuard.class);
    guards.addAll(
        part.values(
            "guards",
            TransitionGuard.values().length,
            "guards",
            "one of "
                + String.join(
                    ", ",
                    Arrays.stream(TransitionGuard.values())
                        .map(TransitionGuard::wireName)
                        .toList()),
            text -> TransitionGuard.named(text).orElseThrow(IllegalArgumentException::new)));
    return from == null || to == null ? null : new Transition(from, to, guards);
  }

  private static @Nullable String required(Part part, String member, int longest) {
    String text = part.text(member, longest);
    if (text == null || text.isBlank()) {
      if (!part.has(member) || text != null) {
        part.fault(member, "is missing; send a text of 1 to " + longest + " characters");
      }
      return null;
    }
    return text.strip();
  }

  private Map<String, String> moves() {
    Map<String, String> moves = new LinkedHashMap<>();
    JsonNode given = body.present("moves");
    if (given == null) {
      return moves;
    }
    if (!(given instanceof ObjectNode object) || object.size() > Workflow.MOST_STATUSES) {
      body.fault(
          "/moves",
          "must be an object of at most "
              + Workflow.MOST_STATUSES
              + " members, each a status that goes away with the one that its items get");
      return moves;
    }
    object
        .properties()
        .forEach(
            one -> {
              String to = one.getValue().textValue();
              if (to == null || one.getKey().length() > LONGEST_ID) {
                body.fault("/moves/" + one.getKey(), "must be the id of a status");
              } else {
                moves.put(one.getKey(), to);
              }
            });
    return moves;
  }
}
