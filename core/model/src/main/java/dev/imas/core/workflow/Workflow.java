package dev.imas.core.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A version of a workflow: which statuses there are, and how an item moves between them. Items
 * start in the first status. A workflow that was read from outside may be wrong: {@link #faults}
 * says how, and only one without faults is used.
 *
 * @param moves where the items of statuses go that the version before had, by these statuses
 */
public record Workflow(
    List<Status> statuses, List<Transition> transitions, Map<String, String> moves) {

  public static final int MOST_STATUSES = 12;
  public static final int MOST_TRANSITIONS = 40;
  public static final int LONGEST_NAME = 60;

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /**
   * A status.
   *
   * @param id stays the same whatever its name
   * @param name for people
   */
  public record Status(String id, String name, StatusCategory category) {}

  /** A way from a status to another. Into a dropped status it always asks for a reason. */
  public record Transition(String from, String to, Set<TransitionGuard> guards) {
    public Transition {
      guards = guards.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(guards));
    }
  }

  public Workflow {
    statuses = List.copyOf(statuses);
    transitions = List.copyOf(transitions);
    moves = Collections.unmodifiableMap(new LinkedHashMap<>(moves));
  }

  /** What tasks have until a tenant writes its own. */
  public static final Workflow OF_TASKS =
      new Workflow(
          List.of(
              new Status("open", "Open", StatusCategory.TODO),
              new Status("in_progress", "In progress", StatusCategory.DOING),
              new Status("done", "Done", StatusCategory.DONE),
              new Status("dropped", "Dropped", StatusCategory.DROPPED)),
          transitions("open"),
          Map.of());

  /** What items of a backlog have until a tenant writes its own. */
  public static final Workflow OF_BACKLOG =
      new Workflow(
          List.of(
              new Status("todo", "To do", StatusCategory.TODO),
              new Status("in_progress", "In progress", StatusCategory.DOING),
              new Status("done", "Done", StatusCategory.DONE),
              new Status("dropped", "Dropped", StatusCategory.DROPPED)),
          transitions("todo"),
          Map.of());

  private static List<Transition> transitions(String first) {
    Set<TransitionGuard> reason = Set.of(TransitionGuard.REASON_GIVEN);
    return List.of(
        new Transition(first, "done", Set.of()),
        new Transition(first, "in_progress", Set.of()),
        new Transition(first, "dropped", reason),
        new Transition("in_progress", "done", Set.of()),
        new Transition("in_progress", first, Set.of()),
        new Transition("in_progress", "dropped", reason),
        new Transition("done", first, Set.of()),
        new Transition("done", "in_progress", Set.of()),
        new Transition("dropped", first, Set.of()));
  }

  /** Where items start. */
  public Status first() {
    return statuses.getFirst();
  }

  public Optional<Status> status(String id) {
    return statuses.stream().filter(status -> status.id().equals(id)).findFirst();
  }

  /** The transitions out of a status, in order. */
  public List<Transition> from(String status) {
    return transitions.stream().filter(one -> one.from().equals(status)).toList();
  }

  /** What must hold for a transition of this workflow, in the order in which it is asked. */
  public Set<TransitionGuard> guards(Transition transition) {
    EnumSet<TransitionGuard> guards = EnumSet.noneOf(TransitionGuard.class);
    guards.addAll(transition.guards());
    if (status(transition.to()).filter(to -> to.category() == StatusCategory.DROPPED).isPresent()) {
      guards.add(TransitionGuard.REASON_GIVEN);
    }
    return guards;
  }

  /** Whether an item may go from a status to another, and else why not. */
  public WorkflowMove move(String from, String to, WorkflowFacts facts) {
    List<Status> possible = new ArrayList<>();
    for (Transition transition : from(from)) {
      Optional<Status> target = status(transition.to());
      if (target.isPresent() && transition.to().equals(to)) {
        for (TransitionGuard guard : guards(transition)) {
          if (!facts.meet(guard)) {
            return new WorkflowMove.Guarded(guard);
          }
        }
        return new WorkflowMove.Allowed(target.get());
      }
      target.ifPresent(possible::add);
    }
    return new WorkflowMove.Impossible(possible);
  }

  /**
   * Where items go from the version before: for each of its statuses that is no more, or that means
   * something else now, the status that they get. Ask only a version without faults.
   */
  public Map<String, Status> changed(Workflow before) {
    Map<String, Status> changed = new LinkedHashMap<>();
    for (Status old : before.statuses()) {
      Optional<Status> kept = status(old.id());
      if (kept.isPresent() && kept.get().category() != old.category()) {
        changed.put(old.id(), kept.get());
      } else if (kept.isEmpty()) {
        Optional.ofNullable(moves.get(old.id()))
            .flatMap(this::status)
            .ifPresent(to -> changed.put(old.id(), to));
      }
    }
    return changed;
  }

  /** All that is wrong with this version, by JSON pointers; empty if nothing is. */
  public Map<String, String> faults() {
    Map<String, String> faults = new LinkedHashMap<>();
    statusFaults(faults);
    transitionFaults(faults);
    if (faults.isEmpty()) {
      reachFaults(faults);
    }
    return faults;
  }

  private void statusFaults(Map<String, String> faults) {
    if (statuses.isEmpty() || statuses.size() > MOST_STATUSES) {
      faults.put("/statuses", "must be a list of 1 to " + MOST_STATUSES + " statuses");
      return;
    }
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < statuses.size(); i++) {
      Status status = statuses.get(i);
      if (!ID.matcher(status.id()).matches()) {
        faults.put(
            "/statuses/" + i + "/id",
            "must be 1 to 40 of a-z, 0-9 and _, and begin with a letter, such as in_review");
      } else if (!ids.add(status.id())) {
        faults.put("/statuses/" + i + "/id", "is the id of another status; choose another");
      }
      if (!names.add(status.name().toLowerCase(Locale.ROOT))) {
        faults.put("/statuses/" + i + "/name", "is the name of another status; choose another");
      }
    }
    if (first().category() != StatusCategory.TODO) {
      faults.put("/statuses/0/category", "must be todo, as items start in the first status");
    }
  }

  private void transitionFaults(Map<String, String> faults) {
    if (transitions.size() > MOST_TRANSITIONS) {
      faults.put("/transitions", "must be a list of at most " + MOST_TRANSITIONS + " transitions");
      return;
    }
    Set<List<String>> ways = new HashSet<>();
    for (int i = 0; i < transitions.size(); i++) {
      Transition one = transitions.get(i);
      String at = "/transitions/" + i;
      if (status(one.from()).isEmpty()) {
        faults.put(at + "/from", "is no status of this workflow; name one by its id");
      }
      if (status(one.to()).isEmpty()) {
        faults.put(at + "/to", "is no status of this workflow; name one by its id");
      } else if (one.to().equals(one.from())) {
        faults.put(at + "/to", "is the status that it leaves; name another");
      }
      if (!ways.add(List.of(one.from(), one.to()))) {
        faults.put(at, "is there twice; remove one");
      }
    }
  }

  /** An item can get everywhere, and from everywhere it can be done. */
  private void reachFaults(Map<String, String> faults) {
    Set<String> reached = reached(first().id());
    for (int i = 0; i < statuses.size(); i++) {
      Status status = statuses.get(i);
      if (!reached.contains(status.id())) {
        faults.put(
            "/statuses/" + i,
            "is never reached; add a transition to it, or remove it and say in moves where its"
                + " items go");
      } else if (status.category().isOpen()
          && reached(status.id()).stream()
              .noneMatch(id -> status(id).orElseThrow().category() == StatusCategory.DONE)) {
        faults.put(
            "/statuses/" + i,
            "leads to no status of the category done; add a transition, so that items can be done");
      }
    }
  }

  private Set<String> reached(String start) {
    Map<String, Set<String>> next = new HashMap<>();
    transitions.forEach(
        one -> next.computeIfAbsent(one.from(), id -> new TreeSet<>()).add(one.to()));
    Set<String> reached = new HashSet<>(Set.of(start));
    Deque<String> left = new ArrayDeque<>(reached);
    while (!left.isEmpty()) {
      for (String to : next.getOrDefault(left.removeFirst(), Set.of())) {
        if (reached.add(to)) {
          left.addLast(to);
        }
      }
    }
    return reached;
  }

  /**
   * What is wrong with this version as the one after another, by JSON pointers.
   *
   * @param inUse the statuses of the other that items have
   */
  public Map<String, String> faultsAfter(Workflow before, Set<String> inUse) {
    Map<String, String> faults = new LinkedHashMap<>();
    moves.forEach(
        (from, to) -> {
          if (status(to).isEmpty()) {
            faults.put("/moves/" + from, "is no status of this workflow; name one by its id");
          } else if (status(from).isPresent()) {
            faults.put("/moves/" + from, "is a status that stays; move the items of others");
          }
        });
    for (Status old : before.statuses()) {
      Optional<Status> kept = status(old.id());
      String to = moves.get(old.id());
      Optional<Status> target = to == null ? Optional.empty() : status(to);
      if (kept.isPresent() && !kept.get().category().isLike(old.category())) {
        faults.put(
            "/statuses/" + statuses.indexOf(kept.get()) + "/category",
            "was "
                + old.category().wireName()
                + "; give the status another id, and say in moves where its items go");
      } else if (kept.isEmpty() && to == null && inUse.contains(old.id())) {
        faults.put(
            "/moves/" + old.id(),
            "is missing; items have the status " + old.id() + ": say which one they get");
      } else if (kept.isEmpty()
          && target.isPresent()
          && !target.get().category().isLike(old.category())) {
        faults.put(
            "/moves/" + old.id(),
            "must be a status that is "
                + (old.category().isOpen() ? "todo or doing" : old.category().wireName())
                + ", as "
                + old.id()
                + " was");
      }
    }
    return faults;
  }
}
