package dev.imas.core.paging;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import dev.imas.core.suppressed.SuppressedIncidentRepository.Changed;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Follows incidents whose firing alerts are all hidden (decision D7): such an incident stays open,
 * pages that were not sent are cancelled, and its escalation and reminders wait. They ask {@link
 * SuppressedIncidentRepository} themselves. Where nobody was called before, people are told when it
 * is shown. The timeline says when it begins and ends.
 */
public final class SuppressionPause {

  /** What waits looks again after this time. */
  static final Duration AGAIN = Duration.ofSeconds(15);

  /** Longer than the time between two looks, so that no decision is missed. */
  private static final Duration BACK = Duration.ofMinutes(2);

  /** The condition of its timer: whether a run may find something. */
  public static final String WAITS =
      "EXISTS (SELECT FROM tenants_hiding_incidents(%s - interval '%s'))"
          .formatted(TimerKind.Work.Leased.CLOCK, BACK);

  private static final String FIRST_WORD =
      "Its firing alerts are no longer all muted, and nobody was paged before: paging now";

  private static final String FIRST_WORD_OF_WHAT_IS_OVER =
      "None of its alerts is firing any more, and nobody was paged while they were muted: paging"
          + " now, since it is still open";

  private final RunRepository runs = new RunRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final ShownRepository shown = new ShownRepository();
  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final InstantSource clock;

  public SuppressionPause(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentWriter writer,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Looks at the incidents of all tenants. It fails at the end if that of a tenant failed. Only on
   * a virtual thread.
   */
  public Future<String> look() {
    Instant since = clock.instant().minus(BACK);
    List<TenantId> changed = transactions.runUnbound(tx -> hidden.tenants(tx, since)).await();
    return new EachTenant(transactions)
        .apart(changed, (tx, tenant) -> Future.succeededFuture(look(tx, since)))
        .compose(EachTenant.Outcome::orFail)
        .map(all -> all.done().values().stream().mapToInt(n -> n).sum() + " incidents");
  }

  private int look(Tx tx, Instant since) {
    Changed changed = hidden.changed(tx, since);
    TreeSet<UUID> all = new TreeSet<>(changed.begun());
    all.addAll(changed.ended());
    if (all.isEmpty()) {
      return 0;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<IncidentChange> changes = new ArrayList<>();
    List<Incident> locked = incidents.lock(tx, all).await();
    Set<UUID> untold = shown.untold(tx, changed.ended());
    for (Incident incident : locked) {
      if (incident.status().isOpen()) {
        boolean begins = changed.begun().contains(incident.id());
        IncidentChange change = IncidentChange.of(incident);
        boolean tells =
            incident.status() == IncidentStatus.TRIGGERED && untold.contains(incident.id());
        changes.add(
            tells
                ? change.then(incident.tell(firstWord(incident)).withAll(Map.of("hidden", false)))
                : change.then(
                    incident.report(
                        TimelineType.NOTE,
                        Incident.SYSTEM,
                        words(begins),
                        Map.of("hidden", begins))));
      }
    }
    hidden.mark(tx, changed, now);
    writer.apply(tx, changes).await();
    runs.stopDeliveries(tx, changed.begun(), "all alerts of the incident were muted").await();
    return all.size();
  }

  private static String firstWord(Incident incident) {
    return incident.counts().firing() == 0 ? FIRST_WORD_OF_WHAT_IS_OVER : FIRST_WORD;
  }

  private static String words(boolean begins) {
    return begins
        ? "All its firing alerts are muted by silences or inhibition: its escalation and its"
            + " reminders wait"
        : "Its firing alerts are no longer all muted: its escalation and its reminders go on";
  }
}
