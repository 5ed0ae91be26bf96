package dev.imas.core.incident;

import dev.imas.core.bus.PageContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one transaction does to one incident: a value, which {@link IncidentWriter#apply}
 * writes.
 *
 * @param before as it was locked; null: it is opened
 * @param after as it shall be stored
 * @param steps in order, each with its timeline entry
 * @param grew whether more alerts fire in it than people were told of before
 * @param openedBy the alert that opens it; null for one that is open already, or opened by hand
 */
public record IncidentChange(
    @Nullable Incident before,
    Incident after,
    List<Step> steps,
    boolean grew,
    PageContent.@Nullable Alert openedBy) {

  public IncidentChange {
    steps = List.copyOf(steps);
  }

  /** A new incident, opened by that step. */
  public static IncidentChange opening(Step step) {
    return new IncidentChange(null, step.incident(), List.of(step), false, null);
  }

  /** An incident that the transaction has locked, and nothing done to it yet. */
  public static IncidentChange of(Incident locked) {
    return new IncidentChange(locked, locked, List.of(), false, null);
  }

  /** One more step, taken from {@link #after}. */
  public IncidentChange then(Step step) {
    return new IncidentChange(
        before,
        step.incident(),
        Stream.concat(steps.stream(), Stream.of(step)).toList(),
        grew,
        openedBy);
  }

  public boolean isNew() {
    return before == null;
  }

  /** Whether there is anything to write. */
  public boolean isNothing() {
    return after.equals(before) && steps.isEmpty();
  }

  /** Over now, and not before. */
  boolean ends() {
    return (before == null || before.status().isOpen()) && !after.status().isOpen();
  }

  public List<TimelineEntry> entries() {
    return steps.stream().map(Step::entry).toList();
  }

  /**
   * The moments to tell people of, with the figures of the end: the page that opens a storm's
   * incident tells how many alerts came.
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
