package dev.imas.core.tag;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.incident.TimelineType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The steps by which an incident gets tags and loses them. The timeline's entry of such a step says
 * which tag it is, and {@link TagRecord} goes by it. Pure.
 */
final class TagSteps {

  /** Of the timeline's metadata. */
  private static final String TAG_ID = "tag_id";

  private static final String BY_RULE = "since a rule that routed its alert names it";
  private static final String BY_PATTERN = "since its pattern fits";
  private static final String BY_CHILD = "since an incident that it holds has it";

  private TagSteps() {}

  /** Somebody adds a tag by hand. */
  static Step add(Incident incident, Tag tag, String by, Instant at) {
    return incident.note(TimelineType.TAG_ADDED, by, "Tagged " + tag.name(), facts(tag, false), at);
  }

  static Step remove(Incident incident, Tag tag, String by, Instant at) {
    return incident.note(
        TimelineType.TAG_REMOVED, by, "No longer tagged " + tag.name(), facts(tag, false), at);
  }

  /**
   * A new incident with the tags that it gets by itself, beside those that its change adds already,
   * each once and {@link Tag#MOST_OF_INCIDENT} at most.
   *
   * @param named by rules
   * @param fitting those whose patterns fit
   */
  static IncidentChange opened(IncidentChange change, List<Tag> named, List<Tag> fitting) {
    Set<UUID> has = new HashSet<>();
    links(List.of(change)).added().forEach(link -> has.add(link.tag()));
    IncidentChange tagged = change;
    for (Tag tag : named) {
      tagged = with(tagged, tag, BY_RULE, has);
    }
    for (Tag tag : fitting) {
      tagged = with(tagged, tag, BY_PATTERN, has);
    }
    return tagged;
  }

  /**
   * The umbrella of a storm with further tags, {@link Tag#MOST_OF_INCIDENT} at most.
   *
   * @param ofHeld tags of incidents that it holds
   * @param has the tags that it has
   */
  static IncidentChange held(IncidentChange umbrella, List<Tag> ofHeld, Set<UUID> has) {
    Set<UUID> before = new HashSet<>(has);
    IncidentChange tagged = umbrella;
    for (Tag tag : ofHeld) {
      tagged = with(tagged, tag, BY_CHILD, before);
    }
    return tagged;
  }

  private static IncidentChange with(IncidentChange change, Tag tag, String why, Set<UUID> has) {
    if (!tag.isActive() || has.size() >= Tag.MOST_OF_INCIDENT || !has.add(tag.id())) {
      return change;
    }
    Incident incident = change.after();
    return change.then(
        incident.note(
            TimelineType.TAG_ADDED,
            Incident.SYSTEM,
            "Tagged " + tag.name() + ", " + why,
            facts(tag, true),
            incident.clocks().updatedAt()));
  }

  private static Map<String, Object> facts(Tag tag, boolean byItself) {
    return Map.of(TAG_ID, tag.id().toString(), "tag", tag.name(), "is_auto_applied", byItself);
  }

  /** What the steps of a change do to the tags of its incident. */
  record Links(List<Link> added, List<Link> removed) {}

  /**
   * @param by who added it
   */
  record Link(UUID incident, UUID tag, String by, Instant at, boolean byItself) {}

  static Links links(List<IncidentChange> changes) {
    List<Link> added = new ArrayList<>();
    List<Link> removed = new ArrayList<>();
    for (IncidentChange change : changes) {
      for (Step step : change.steps()) {
        TimelineEntry entry = step.entry();
        boolean adds = entry.type() == TimelineType.TAG_ADDED;
        if ((adds || entry.type() == TimelineType.TAG_REMOVED)
            && entry.metadata().get(TAG_ID) instanceof String id) {
          (adds ? added : removed)
              .add(
                  new Link(
                      entry.incidentId(),
                      UUID.fromString(id),
                      entry.author(),
                      change.after().clocks().updatedAt(),
                      Boolean.TRUE.equals(entry.metadata().get("is_auto_applied"))));
        }
      }
    }
    return new Links(added, removed);
  }
}
