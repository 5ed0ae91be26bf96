package dev.imas.core.incident;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step in an incident's life.
 *
 * @param incident the incident after the step
 * @param entry the timeline entry
 * @param event the event that people are told about, if any
 */
public record Step(Incident incident, TimelineEntry entry, @Nullable IncidentEvent event) {

  /** The same step, of which people are told. */
  public Step telling(IncidentEvent told) {
    return new Step(incident, entry, told);
  }

  /** The same step, without telling anybody: another step of the same change does. */
  public Step untold() {
    return new Step(incident, entry, null);
  }

  /** The same step, whose timeline entry says by which way somebody made it. */
  Step by(String way) {
    return with("via", way);
  }

  /** The same step, whose timeline entry has these facts, too. */
  public Step withAll(Map<String, Object> facts) {
    Step step = this;
    for (Map.Entry<String, Object> fact : facts.entrySet()) {
      step = step.with(fact.getKey(), fact.getValue());
    }
    return step;
  }

  /** The same step without telling anybody, whose timeline entry says in more words why. */
  Step untold(String why, Map<String, Object> facts) {
    return new Step(incident, entry.adding(why), null).withAll(facts);
  }

  /** The same step, whose timeline entry has one more fact. */
  Step with(String name, Object fact) {
    return new Step(incident, entry.with(name, fact), event);
  }
}
