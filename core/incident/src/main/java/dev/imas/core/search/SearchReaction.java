package dev.imas.core.search;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Marks what has new text, in the transaction that makes it. {@link SearchIndexer} writes the words
 * later, so that no page waits for them.
 */
public final class SearchReaction implements IncidentReaction {

  /** What people write, and what they do. IMAS's own entries repeat these, and the alerts. */
  private static final Set<TimelineType> OF_PEOPLE =
      EnumSet.of(
          TimelineType.NOTE,
          TimelineType.STATUS_CHANGE,
          TimelineType.SEVERITY_CHANGE,
          TimelineType.SERVICE_CHANGE,
          TimelineType.ASSIGNMENT,
          TimelineType.EDITED,
          TimelineType.REOPENED,
          TimelineType.SCOPE_ADDED,
          TimelineType.SCOPE_REMOVED,
          TimelineType.TAG_ADDED,
          TimelineType.TAG_REMOVED);

  private final SearchTextRepository texts = new SearchTextRepository();

  /** Marks alerts that core has just put into an incident. */
  public Future<Void> alerts(Tx tx, Collection<UUID> fingerprints) {
    return texts.mark(tx, fingerprints, List.of(), List.of());
  }

  /** Marks an entry whose text is another one now. */
  public Future<Void> entry(Tx tx, UUID incident, int seq) {
    return texts.mark(
        tx, List.of(), List.of(), List.of(new SearchTextRepository.Key(incident, seq)));
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    return texts.mark(
        tx,
        List.of(),
        changes.stream().filter(SearchReaction::hasNewText).map(c -> c.after().id()).toList(),
        changes.stream()
            .flatMap(change -> change.entries().stream())
            .filter(SearchReaction::isOfAPerson)
            .map(SearchReaction::key)
            .toList());
  }

  private static boolean isOfAPerson(TimelineEntry entry) {
    return OF_PEOPLE.contains(entry.type()) && !entry.author().equals(Incident.SYSTEM);
  }

  private static SearchTextRepository.Key key(TimelineEntry entry) {
    return new SearchTextRepository.Key(entry.incidentId(), entry.seq());
  }

  private static boolean hasNewText(IncidentChange change) {
    Incident before = change.before();
    Incident after = change.after();
    return before == null
        || !before.title().equals(after.title())
        || !before.description().equals(after.description())
        || !Objects.equals(before.standing().resolutionNote(), after.standing().resolutionNote())
        || !Objects.equals(before.standing().rootCause(), after.standing().rootCause());
  }
}
