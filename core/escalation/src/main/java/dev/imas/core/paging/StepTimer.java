package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.fallback.FallbackContacts;
import dev.imas.core.fallback.UnroutedReaction;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.OpeningRepository;
import dev.imas.core.incident.Step;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import dev.imas.core.work.Backoff;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes the steps of escalation that are due (ONC-12), in the transaction that ends their timers.
 * It locks the incidents first, as whoever acknowledges does, so a step is either taken before an
 * acknowledgement or never.
 */
public final class StepTimer implements TimerKind.Handler {

  /** Steps of one transaction: each needs some questions, under its incident's lock. */
  private static final int MOST = 20;

  private final RunRepository runs = new RunRepository();
  private final Policies policies = new Policies();
  private final OpeningRepository openings = new OpeningRepository();
  private final FallbackContacts fallback = new FallbackContacts();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final Timers timers;
  private final PersonReach people;
  private final InstantSource clock;

  public StepTimer(
      IncidentRepository incidents,
      IncidentWriter writer,
      Timers timers,
      PersonReach people,
      InstantSource clock) {
    this.people = people;
    this.incidents = incidents;
    this.writer = writer;
    this.timers = timers;
    this.clock = clock;
  }

  public TimerKind kind() {
    return new TimerKind(
        Escalation.STEP,
        TimerKind.Lane.URGENT,
        new TimerKind.Work.InTransaction(this, MOST),
        Backoff.OF_A_ROW);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(TimerPayload::incident).distinct().sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Incident> locked =
        incidents.lock(tx, ids(due)).await().stream()
            .collect(Collectors.toMap(Incident::id, incident -> incident));
    Map<UUID, Run> running = runs.running(tx, ids(due)).await();
    StepFinder finder = new StepFinder(tx, people, openings.labels(tx, ids(due)).await(), at);
    Stepping stepping = new Stepping(runs, timers, at);
    List<IncidentChange> changes = new ArrayList<>();
    List<NewTimer> waiting = new ArrayList<>();
    Set<UUID> paused = hidden.among(tx, ids(due));
    for (DueTimer timer : due) {
      UUID id = TimerPayload.incident(timer);
      if (paused.contains(id)) {
        waiting.add(again(timer));
        continue;
      }
      Incident incident = locked.get(id);
      Run run = running.get(id);
      if (incident == null
          || run == null
          || run.number() != TimerPayload.run(timer).run()
          || incident.status() != IncidentStatus.TRIGGERED) {
        continue; // whatever ended the run has said so
      }
      changes.add(
          run.next().equals(Walk.END)
              ? exhaust(tx, incident, run, at)
              : step(stepping, finder, tx, incident, run, timer.dueAt()));
    }
    stepping.write(tx).await();
    timers.set(tx, waiting).await();
    return writer
        .apply(tx, changes)
        .map(done -> new TimerKind.Fired(changes.size() + " escalated"));
  }

  /** The same timer, a little later: nobody is called about what is hidden. */
  static NewTimer again(DueTimer timer) {
    return NewTimer.after(SuppressionPause.AGAIN, timer.kind(), timer.subject())
        .with(timer.payload());
  }

  private IncidentChange step(
      Stepping stepping, StepFinder finder, Tx tx, Incident incident, Run run, Instant dueAt) {
    EscalationPolicy policy = policies.of(tx, run);
    Walk walk =
        Walk.from(
            policy, run.next(), run.foundSomebody(), place -> finder.fire(incident, policy, place));
    boolean reachesNobody = reachesNobody(run, walk);
    List<Contact> now =
        reachesNobody ? fallback.of(tx).await() : walk.telling().map(Firing::now).orElse(List.of());
    String words = words(policy, walk) + (reachesNobody ? "; " + told(now) : "");
    Map<String, Object> facts = facts(run, walk);
    if (reachesNobody) {
      facts.put(UnroutedReaction.FOUND_NOBODY, true);
    }
    Step escalated = incident.escalate(words, facts);
    stepping.proceed(run, walk, escalated.entry().seq(), dueAt);
    return IncidentChange.of(incident)
        .then(now.isEmpty() && !reachesNobody ? escalated.untold() : escalated)
        .calling(now);
  }

  /**
   * Whether the fallback is told now: nobody was found who can be called, and the next step is
   * still to come. Where the run ends at once, its end tells the fallback. What somebody wrote not
   * to be now, and follows what others were called to, reaches nobody on purpose.
   */
  private static boolean reachesNobody(Run run, Walk walk) {
    boolean endsAtOnce = walk.next().place().equals(Walk.END) && walk.next().after().isZero();
    boolean failed =
        walk.fired().stream().anyMatch(firing -> firing.kind() == Firing.Kind.NOBODY)
            || !run.foundSomebody();
    return walk.telling().isEmpty() && failed && !endsAtOnce;
  }

  /** "Step 2 of 3 of the policy “Shop”, round 1: pages ann, bob". */
  private static String words(EscalationPolicy policy, Walk walk) {
    Firing last = walk.fired().getLast();
    StringBuilder words = new StringBuilder("Escalation “").append(policy.name()).append("”, ");
    words.append(place(policy, last.place())).append(": ");
    words.append(
        switch (last.kind()) {
          case TOLD -> "pages " + String.join(", ", last.names());
          case NOBODY -> "found nobody to page";
          case NOT_NOW -> "does not apply now";
        });
    List<String> reasons =
        walk.fired().stream().flatMap(firing -> firing.reasons().stream()).distinct().toList();
    if (!reasons.isEmpty()) {
      words.append(" (").append(String.join("; ", reasons)).append(')');
    }
    return words.toString();
  }

  static String place(EscalationPolicy policy, Place place) {
    String step = "step " + (place.step() + 1) + " of " + policy.steps().size();
    return policy.rounds() == 1
        ? step
        : step + ", round " + (place.round() + 1) + " of " + policy.rounds();
  }

  private static Map<String, Object> facts(Run run, Walk walk) {
    Place place = walk.fired().getLast().place();
    Map<String, Object> facts = new TreeMap<>();
    facts.put("run", run.number());
    facts.put("round", place.round() + 1);
    facts.put("step", place.step() + 1);
    run.policy().ifPresent(id -> facts.put("policy_id", id.toString()));
    return facts;
  }

  /** The last step was taken, or a whole round found nobody: the tenant's fallback is told. */
  private IncidentChange exhaust(Tx tx, Incident incident, Run run, Instant at) {
    runs.end(
            tx,
            List.of(new RunRepository.Ending(incident.id(), Run.State.EXHAUSTED, Incident.SYSTEM)),
            at)
        .await();
    List<Contact> last = fallback.of(tx).await();
    String why =
        run.foundSomebody()
            ? "not acknowledged after its last step"
            : "its steps found nobody who can be paged";
    Step told =
        incident.escalate(
            "Escalation “" + run.policyName() + "” has ended: " + why + "; " + told(last),
            run.foundSomebody()
                ? Map.of("run", run.number(), "exhausted", true)
                : Map.of(
                    "run", run.number(), "exhausted", true, UnroutedReaction.FOUND_NOBODY, true));
    return IncidentChange.of(incident).then(told).calling(last);
  }

  private static String told(List<Contact> last) {
    return last.isEmpty()
        ? "no fallback contact is set, so the console is paged"
        : "the fallback is paged";
  }
}
