package dev.imas.core.incident;

import dev.imas.core.catalog.OwnedService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effect of an edit: a timeline entry for each change, and at most one page. A rising severity
 * sends a page, like a rise by an alert. A new team is paged even if the incident is acknowledged,
 * since it does not know of it yet; the previous team gets an update. For a resolved incident
 * nobody is told.
 */
final class Correction {

  private Correction() {}

  /**
   * @param lead who was found for the lead that the edit asks for
   * @param from the current service
   * @param to the new service; the same if the edit names none
   */
  static IncidentChange of(
      Incident before,
      IncidentEdit edit,
      @Nullable Author lead,
      OwnedService from,
      OwnedService to,
      Author by,
      Instant at) {
    Entries entries = new Entries(edit.of(before, to.id(), lead, by.name(), at), by);
    Incident wanted = entries.current;
    entries.compare(TimelineType.EDITED, "Title", before.title(), wanted.title());
    entries.compare(TimelineType.EDITED, "Description", before.description(), wanted.description());
    entries.compare(TimelineType.ASSIGNMENT, "Lead", before.lead(), wanted.lead());
    TimelineEntry severity =
        entries.compare(
            TimelineType.SEVERITY_CHANGE,
            "Severity",
            before.severity().name(),
            wanted.severity().name());
    TimelineEntry team = entries.compare(TimelineType.ASSIGNMENT, "Team", from.team(), to.team());
    TimelineEntry service =
        entries.compare(TimelineType.SERVICE_CHANGE, "Service", from.name(), to.name());
    if (entries.written.isEmpty()) {
      return IncidentChange.of(before);
    }
    Incident after = entries.current;
    boolean moves = team != null && service != null;
    boolean rises = after.severity().isMoreSevereThan(before.severity());
    List<Step> steps = new ArrayList<>();
    for (TimelineEntry entry : entries.written) {
      if (!after.status().isOpen()) {
        steps.add(new Step(after, entry, null));
      } else if (moves && entry == team) {
        steps.add(new Step(before, entry, IncidentEvent.HANDED_OVER));
      } else if (moves && entry == service) {
        steps.add(new Step(after, entry, IncidentEvent.SERVICE_CHANGED));
      } else if (!moves && rises && entry == severity) {
        steps.add(new Step(after, entry, IncidentEvent.SEVERITY_CHANGED));
      } else {
        steps.add(new Step(after, entry, null));
      }
    }
    return new IncidentChange(before, after, steps, Set.of(), null);
  }

  private static final class Entries {

    // A description may have ten times as many characters, twice in each entry.
    private static final int LONGEST_KEPT = 2_000;
    private static final int LONGEST_TOLD = 500;

    private final Author by;
    private final List<TimelineEntry> written = new ArrayList<>();
    private Incident current;

    Entries(Incident wanted, Author by) {
      this.current = wanted;
      this.by = by;
    }

    @Nullable TimelineEntry compare(
        TimelineType type, String what, @Nullable String was, @Nullable String is) {
      if (Objects.equals(was, is)) {
        return null;
      }
      Map<String, Object> facts = new TreeMap<>();
      if (was != null) {
        facts.put("from", TimelineEntry.cut(was, LONGEST_KEPT));
      }
      if (is != null) {
        facts.put("to", TimelineEntry.cut(is, LONGEST_KEPT));
      }
      String message = what + " changed from " + told(type, was) + " to " + told(type, is);
      Step step = by.sign(current.noted(type, by.name(), message, facts, null));
      current = step.incident();
      written.add(step.entry());
      return step.entry();
    }

    private static String told(TimelineType type, @Nullable String text) {
      boolean isText = type == TimelineType.EDITED;
      if (text == null) {
        return isText ? "nothing" : "nobody";
      }
      return isText ? "“" + TimelineEntry.cut(text, LONGEST_TOLD) + "”" : text;
    }
  }
}
