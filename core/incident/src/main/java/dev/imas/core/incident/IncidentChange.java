package dev.imas.core.incident;

import dev.imas.core.catalog.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one transaction changes in one incident. {@link IncidentWriter#apply} writes it.
 *
 * @param before the incident as it was locked; null if it is new
 * @param after the incident as it will be stored
 * @param steps the steps in order, each with its timeline entry
 * @param joined the alerts that fire in it and that people were not told of
 * @param openedBy the alert that opens it; null if it is open already or is opened by hand
 * @param byEscalation whether it is a step of its escalation, which needs no other one then
 * @param called whom its escalation tells, for a change that is a step of it
 * @param isHeld whether it is new and a storm holds it, so that nobody is told of it in any way
 */
public record IncidentChange(
    @Nullable Incident before,
    Incident after,
    List<Step> steps,
    Set<UUID> joined,
    @Nullable OpeningAlert openedBy,
    boolean byEscalation,
    List<Contact> called,
    boolean isHeld) {

  public IncidentChange {
    steps = List.copyOf(steps);
    called = List.copyOf(called);
    joined = Set.copyOf(joined);
  }

  public IncidentChange(
      @Nullable Incident before,
      Incident after,
      List<Step> steps,
      Set<UUID> joined,
      @Nullable OpeningAlert openedBy) {
    this(before, after, steps, joined, openedBy, false, List.of(), false);
  }

  /** A new incident, opened by that step. */
  public static IncidentChange opening(Step step) {
    return new IncidentChange(null, step.incident(), List.of(step), Set.of(), null);
  }

  /** An incident that the transaction has locked, without changes so far. */
  public static IncidentChange of(Incident locked) {
    return new IncidentChange(locked, locked, List.of(), Set.of(), null);
  }

  /** One more step, taken from {@link #after}. */
  public IncidentChange then(Step step) {
    return new IncidentChange(
        before,
        step.incident(),
        Stream.concat(steps.stream(), Stream.of(step)).toList(),
        joined,
        openedBy,
        byEscalation,
        called,
        isHeld);
  }

  /** The same change, of which nobody is called. */
  public IncidentChange uncalled() {
    return with(
        steps.stream()
            .map(step -> step.event() != null && step.event().calls() ? step.untold() : step)
            .toList(),
        isHeld);
  }

  /**
   * The same change of a new incident, held by a storm.
   *
   * @param why goes on in the first line of its timeline
   */
  public IncidentChange held(String why, Map<String, Object> facts) {
    List<Step> untold = new ArrayList<>(uncalled().steps());
    untold.set(0, untold.getFirst().untold(why, facts));
    return with(untold, true);
  }

  private IncidentChange with(List<Step> otherSteps, boolean held) {
    return new IncidentChange(
        before, after, otherSteps, Set.of(), openedBy, byEscalation, called, held);
  }

  /** The same change, as a step of its escalation, which tells these. */
  public IncidentChange calling(List<Contact> receivers) {
    return new IncidentChange(before, after, steps, joined, openedBy, true, receivers, isHeld);
  }

  /** Whether more alerts fire in it than people were told. */
  public boolean grew() {
    return !joined.isEmpty();
  }

  public boolean isNew() {
    return before == null;
  }

  /** Whether there is anything to write. */
  public boolean isNothing() {
    return after.equals(before) && steps.isEmpty();
  }

  /** Whether this change resolves it. */
  public boolean ends() {
    return (before == null || before.status().isOpen()) && !after.status().isOpen();
  }

  public List<TimelineEntry> entries() {
    return steps.stream().map(Step::entry).toList();
  }

  /**
   * The moments that people are told about, with the final counts. So the page that opens an
   * incident in a storm says how many alerts came.
   */
  public List<Page> pages() {
    List<Page> pages = new ArrayList<>();
    for (Step step : steps) {
      IncidentEvent event = step.event();
      if (event != null) {
        pages.add(
            new Page(
                step.incident().withCountsOf(after),
                event,
                step.entry(),
                after.clocks().updatedAt()));
      }
    }
    return pages;
  }
}
