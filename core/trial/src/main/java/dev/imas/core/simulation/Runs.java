package dev.imas.core.simulation;

import dev.imas.core.model.Labels;
import dev.imas.core.paging.PastEscalations.About;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The escalations of one world: those under way, and those that are over and not followed yet. One
 * thread at a time.
 */
final class Runs {

  private record Begun(About about, Labels labels, Instant start, Audience audience) {}

  private final Map<UUID, Begun> underWay = new HashMap<>();
  private List<ReplayedEscalation> over = new ArrayList<>();
  private List<Life> past = new ArrayList<>();

  /** People are called. What was under way of the incident ends, as its new escalation speaks. */
  void begin(UUID incident, About about, Labels labels, Instant at, Audience audience) {
    end(incident, at);
    underWay.put(incident, new Begun(about, labels, at, audience));
  }

  /** The incident is over, or somebody has it in hand. */
  void end(UUID incident, Instant at) {
    Begun begun = underWay.remove(incident);
    if (begun != null) {
      over.add(new ReplayedEscalation(begun.about, begun.labels, begun.start, at, begun.audience));
    }
  }

  /** Nobody reopens the incident any more. */
  void forget(Life life) {
    past.add(life);
  }

  /** The replay ends. */
  void endAll(Instant at) {
    List.copyOf(underWay.keySet()).forEach(incident -> end(incident, at));
  }

  /** Those that are over and have not been asked for. */
  List<ReplayedEscalation> over() {
    return over;
  }

  /** The incidents of which nobody is told any more, once {@link #over} was followed. */
  List<Life> past() {
    return past;
  }

  /** What was asked for was followed. */
  void clear() {
    over = new ArrayList<>();
    past = new ArrayList<>();
  }
}
