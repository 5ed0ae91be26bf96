package dev.imas.core.senderack;

import dev.imas.core.incident.Acknowledgement;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.senderack.SenderAcknowledgementRepository.Acknowledged;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows acknowledgements that senders post (decision D14). Each is a line in the timeline of the
 * incident in which its alert fires. When all alerts that fire in an incident are acknowledged, the
 * incident is. An acknowledgement holds for the episode of its alert, and acknowledges once.
 * Whoever takes it back there takes that of the incident back, too, unless a person acknowledged it
 * here.
 *
 * <p>What people wrote there is a line, too, also about an alert that has recovered.
 *
 * <p>What is posted about an alert that intake has not followed yet waits for it, ten minutes at
 * most. What is about an alert that fires in no incident is forgotten: the side event shows it.
 */
public final class SenderAcknowledgements {

  /** The condition of its timer: whether a run may find something. */
  public static final String WAITS = "EXISTS (SELECT FROM sender_action_tenants())";

  private static final Logger log = LoggerFactory.getLogger(SenderAcknowledgements.class);

  private static final int BATCH = 500;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final SenderAcknowledgementRepository repository = new SenderAcknowledgementRepository();
  private final Transactions transactions;
  private final TimelineRepository timeline = new TimelineRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final InstantSource clock;

  public SenderAcknowledgements(
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
   * Follows what waits, of all tenants. It fails at the end if that of a tenant failed. Only on a
   * virtual thread.
   */
  public Future<String> follow() {
    List<TenantId> waiting = transactions.runUnbound(repository::tenants).await();
    return new EachTenant(transactions)
        .apart(waiting, (tx, tenant) -> Future.succeededFuture(follow(tx)))
        .compose(EachTenant.Outcome::orFail)
        .map(all -> all.done().values().stream().mapToInt(n -> n).sum() + " incidents");
  }

  private int follow(Tx tx) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<SenderPost> posts = repository.claim(tx, BATCH);
    List<UUID> about = posts.stream().map(SenderPost::fingerprint).distinct().toList();
    Map<UUID, Incident> locked = lock(tx, about);
    Map<UUID, AlertStanding> standing = repository.standing(tx, about);
    List<UUID> done = new ArrayList<>();
    List<UUID> later = new ArrayList<>();
    List<Acknowledged> acknowledged = new ArrayList<>();
    List<Noted> noted = new ArrayList<>();
    for (SenderPost post : posts) {
      AlertStanding alert = standing.get(post.fingerprint());
      UUID id = alert == null ? null : incident(post, alert);
      Incident incident = id == null ? null : locked.get(id);
      boolean isUnlocked = id != null && incident == null;
      if (alert != null && (alert.isBehind() || isUnlocked) && mayWait(post, now)) {
        later.add(post.id());
        continue;
      }
      done.add(post.id());
      if (alert != null && incident != null) {
        switch (post) {
          case PostedAcknowledgement by ->
              acknowledged.add(new Acknowledged(alert, incident.id(), by));
          case PostedNote note -> noted.add(new Noted(alert, incident, note));
        }
      }
    }
    repository.done(tx, done);
    repository.later(tx, later);
    Map<UUID, IncidentChange> changes = changes(tx, locked, acknowledged, now);
    write(noted, changes);
    writer.apply(tx, List.copyOf(changes.values())).await();
    repository.forgetPast(tx);
    return changes.size();
  }

  /** The incident of the alert that it is about; null if there is none. */
  private static @Nullable UUID incident(SenderPost post, AlertStanding alert) {
    return switch (post) {
      case PostedAcknowledgement by -> alert.incidentId();
      case PostedNote note -> alert.lastIncidentId();
    };
  }

  /** What somebody wrote about an alert that fires or fired in an incident. */
  private record Noted(AlertStanding alert, Incident incident, PostedNote note) {}

  /** The incidents that may change, in the order in which everybody locks them. */
  private Map<UUID, Incident> lock(Tx tx, List<UUID> about) {
    Set<UUID> ids = new TreeSet<>(repository.complete(tx));
    repository
        .standing(tx, about)
        .values()
        .forEach(
            alert -> {
              UUID incident = alert.lastIncidentId();
              if (incident != null) {
                ids.add(incident);
              }
            });
    Map<UUID, Incident> locked = new LinkedHashMap<>();
    if (!ids.isEmpty()) {
      incidents.lock(tx, ids).await().forEach(incident -> locked.put(incident.id(), incident));
    }
    return locked;
  }

  private static boolean mayWait(SenderPost posted, Instant now) {
    boolean mayWait = posted.receivedAt().plus(LONGEST_WAIT).isAfter(now);
    if (!mayWait) {
      log.atWarn()
          .addKeyValue("fingerprint", posted.fingerprint())
          .log(
              "What a sender posted about an alert is given up: the alert was not followed in"
                  + " time");
    }
    return mayWait;
  }

  /** Adds what was written about alerts to what changes, each once. */
  private static void write(List<Noted> noted, Map<UUID, IncidentChange> changes) {
    Set<String> written = new HashSet<>();
    for (Noted one : noted) {
      Incident incident = one.incident();
      PostedNote note = one.note();
      // PagerDuty's clients repeat the name with each event.
      if (!note.text().equals(one.alert().name())
          && written.add(note.fingerprint() + note.who() + "\n" + note.text())) {
        changes.put(
            incident.id(),
            noted(
                changes.getOrDefault(incident.id(), IncidentChange.of(incident)),
                one.alert(),
                note));
      }
    }
  }

  private Map<UUID, IncidentChange> changes(
      Tx tx, Map<UUID, Incident> locked, List<Acknowledged> acknowledged, Instant now) {
    Map<UUID, IncidentChange> changes = new LinkedHashMap<>();
    for (Acknowledged one : acknowledged) {
      Incident incident = locked.get(one.incident());
      if (incident != null && incident.status().isOpen()) {
        changes.merge(
            incident.id(),
            noted(IncidentChange.of(incident), one),
            (before, same) -> noted(before, one));
      }
    }
    takeBack(tx, locked, changes, acknowledged, now);
    Set<UUID> complete = repository.complete(tx);
    complete.retainAll(locked.keySet());
    Map<UUID, PostedAcknowledgement> last = repository.last(tx, complete);
    for (Incident incident : locked.values()) {
      PostedAcknowledgement by = last.get(incident.id());
      IncidentChange change = changes.getOrDefault(incident.id(), IncidentChange.of(incident));
      if (by != null && change.after().status() == IncidentStatus.TRIGGERED) {
        String message = "Acknowledged where its alerts come from: " + by.who();
        changes.put(
            incident.id(),
            change.then(change.after().acknowledgeAtSender(now, message, facts(by))));
      }
    }
    repository.use(tx, complete);
    return changes;
  }

  /** Keeps what holds now of what was posted, the last word about each alert. */
  private void takeBack(
      Tx tx,
      Map<UUID, Incident> locked,
      Map<UUID, IncidentChange> changes,
      List<Acknowledged> posted,
      Instant now) {
    Map<UUID, Acknowledged> last = new LinkedHashMap<>();
    posted.forEach(one -> last.put(one.alert().fingerprint(), one));
    Map<Boolean, List<Acknowledged>> words =
        last.values().stream().collect(Collectors.partitioningBy(one -> one.by().withdraws()));
    List<Acknowledged> withdrawn = words.getOrDefault(true, List.of());
    repository.keep(tx, words.getOrDefault(false, List.of()));
    Set<UUID> open =
        repository.withdraw(tx, withdrawn.stream().map(one -> one.alert().fingerprint()).toList());
    Set<UUID> taken = new TreeSet<>();
    for (Acknowledged one : withdrawn) {
      Incident incident = locked.get(one.incident());
      if (incident == null
          || incident.status() != IncidentStatus.ACKNOWLEDGED
          || !open.contains(incident.id())
          || !taken.add(incident.id())) {
        continue;
      }
      Optional<Acknowledgement> by = timeline.lastAcknowledgement(tx, incident.id()).await();
      if (by.filter(Acknowledgement::isBySender).isPresent()) {
        IncidentChange change = changes.getOrDefault(incident.id(), IncidentChange.of(incident));
        String message = "Not acknowledged any more where its alerts come from: " + one.by().who();
        changes.put(
            incident.id(),
            change.then(change.after().unacknowledge(Incident.SYSTEM, now, message, by)));
      } else {
        taken.remove(incident.id());
      }
    }
    repository.useAgain(tx, taken);
  }

  private static IncidentChange noted(IncidentChange change, Acknowledged one) {
    Map<String, Object> facts = facts(one.by());
    facts.put("fingerprint", Fingerprint.of(one.alert().fingerprint()).toString());
    return change.then(
        change
            .after()
            .report(
                TimelineType.NOTE,
                Incident.SYSTEM,
                one.alert().name()
                    + (one.by().withdraws() ? " is not acknowledged any more" : " was acknowledged")
                    + " where it comes from: "
                    + one.by().who(),
                facts));
  }

  private static IncidentChange noted(IncidentChange change, AlertStanding alert, PostedNote note) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("via", "sender");
    facts.put("source", note.source());
    facts.put("fingerprint", Fingerprint.of(alert.fingerprint()).toString());
    if (!note.author().isBlank()) {
      facts.put("written_by", note.author());
    }
    return change.then(
        change
            .after()
            .report(
                TimelineType.NOTE,
                Incident.SYSTEM,
                note.who() + ", wrote about " + alert.name() + ": " + note.text(),
                facts));
  }

  private static Map<String, Object> facts(PostedAcknowledgement by) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("via", "sender");
    facts.put("source", by.source());
    if (!by.author().isBlank()) {
      facts.put("acknowledged_by", by.author());
    }
    return facts;
  }
}
