package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a merge asks of escalation besides what {@link Escalation} does with every change. Callers
 * have locked the incidents; only on a virtual thread.
 */
public final class MergedEscalations {

  private final RunRepository runs = new RunRepository();
  private final Timers timers;
  private final PersonReach people;
  private final InstantSource clock;

  public MergedEscalations(Timers timers, PersonReach people, InstantSource clock) {
    this.timers = timers;
    this.people = people;
    this.clock = clock;
  }

  /**
   * An escalation that is under way.
   *
   * @param number of the incident's runs
   * @param dueAt when its next step is due
   */
  public record UnderWay(int number, @Nullable Instant dueAt) {}

  /** The escalations of these incidents that are under way, by incident. */
  public Map<UUID, UnderWay> of(Tx tx, Collection<UUID> incidents) {
    Map<UUID, UnderWay> found = new HashMap<>();
    runs.running(tx, incidents)
        .await()
        .forEach((id, run) -> found.put(id, new UnderWay(run.number(), run.dueAt().orElse(null))));
    return found;
  }

  /**
   * An escalation that a merge has ended goes on at its next step: when that was due, or now if
   * that time has passed.
   */
  public void goOn(Tx tx, UUID incident, UnderWay before) {
    Instant now = clock.instant();
    Instant due = before.dueAt();
    Duration left = due == null || due.isBefore(now) ? Duration.ZERO : Duration.between(now, due);
    Run run = runs.resume(tx, incident, before.number()).await();
    Stepping stepping = new Stepping(runs, timers, now);
    stepping.proceed(run, new Walk.Next(run.next(), left));
    stepping.write(tx).await();
  }

  /**
   * How those are called now who are on call for the team of an incident. A merge does not wait for
   * what their rules put off.
   *
   * @return empty if nobody is on call, or nobody of them can be called
   */
  public List<Contact> onCall(Tx tx, Incident incident) {
    if (!runs.mayCall(tx).await()) {
      return List.of();
    }
    Map<String, Contact> contacts = new LinkedHashMap<>();
    for (Reach reach : new StepFinder(tx, people, Map.of(), clock.instant()).onCall(incident)) {
      for (Reach.Call call : reach.calls()) {
        contacts.putIfAbsent(
            call.channel() + ' ' + call.address(),
            new Contact(call.method(), call.channel(), call.address(), Severity.SEV4_LOW));
      }
    }
    return List.copyOf(contacts.values());
  }
}
