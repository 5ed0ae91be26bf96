package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.changes.Topic;
import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.flapping.FlappingRepository;
import dev.imas.core.flapping.FlappingState;
import dev.imas.core.flapping.FlappingTimer;
import dev.imas.core.heartbeat.BeatAlerts;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incident.ShortId;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Decision;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.search.SearchReaction;
import dev.imas.core.storm.Storms;
import dev.imas.core.suppressed.Suppression;
import dev.imas.core.work.Overtaken;
import dev.imas.core.work.TooLarge;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a unit does for the rows of one tenant: it loads what they touch, plans, and writes. Call it
 * on a virtual thread, since planning takes milliseconds.
 */
final class IntakeWork {

  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final IntakeRepository intake = new IntakeRepository();
  private final IntakeLoading loading;
  private final RuleWords rules = new RuleWords();
  private final SearchReaction search = new SearchReaction();
  private final FlappingRepository flapping = new FlappingRepository();
  private final IncidentRepository incidents;
  private final OwnedServiceRepository services;
  private final IncidentWriter writer;
  private final Qualification qualification;
  private final FeedWriter feed;
  private final BeatAlerts beats;
  private final Suppression hiding;
  private final Timers timers;
  private final Storms storms;
  private final IntakePolicy policy;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  IntakeWork(
      Transactions transactions,
      IncidentRepository incidents,
      OwnedServiceRepository services,
      IncidentWriter writer,
      Qualification qualification,
      FeedWriter feed,
      BeatAlerts beats,
      Suppression hiding,
      Timers timers,
      Storms storms,
      IntakePolicy policy,
      InstantSource clock) {
    this.incidents = incidents;
    this.services = services;
    this.writer = writer;
    this.qualification = qualification;
    this.feed = feed;
    this.beats = beats;
    this.hiding = hiding;
    this.timers = timers;
    this.storms = storms;
    this.policy = policy;
    this.clock = clock;
    this.loading = new IntakeLoading(transactions, intake, incidents, hiding, clock);
  }

  /**
   * @param rows that are claimed
   * @param ahead what is sent together with the first question
   */
  Future<IntakeUnit.Done> work(
      Tx tx,
      OutboxLoop.Kind lane,
      TenantId tenant,
      List<OutboxRepository.Claimed> rows,
      Runnable ahead) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Future<IntakeLoading.Loaded> sent = loading.load(tx, tenant, rows);
    ahead.run();
    return sent.compose(
            loaded -> beats.among(tx, tenant, mayBeat(loaded.state())).map(loaded::withBeats))
        .compose(
            loaded -> {
              Suppression.Decided decided = decide(tx, tenant, loaded, now);
              IntakeState state = loaded.state().hiding(decided.plan());
              return plan(tx, lane, state, now)
                  .compose(plan -> write(tx, lane, tenant, rows, state, plan, now))
                  .compose(
                      done ->
                          decided.isNothing()
                              ? Future.succeededFuture(done)
                              : hiding.write(tx, tenant, decided, now).map(done));
            });
  }

  /**
   * A tenant without silences and inhibit rules has no epoch, and pays nothing more for them unless
   * a rule records alerts.
   */
  private Suppression.Decided decide(
      Tx tx, TenantId tenant, IntakeLoading.Loaded loaded, Instant now) {
    return loaded
        .epoch()
        .or(() -> records(loaded.state()) ? Optional.of(Suppression.NO_EPOCH) : Optional.empty())
        .map(epoch -> decide(tx, tenant, epoch, loaded.state(), now))
        .orElse(Suppression.Decided.NOTHING);
  }

  private static boolean records(IntakeState state) {
    return state.fresh().anyMatch(change -> Decision.isRecorded(change.decision()));
  }

  private Suppression.Decided decide(
      Tx tx, TenantId tenant, long epoch, IntakeState state, Instant now) {
    Map<UUID, List<Transition>> changes =
        state.fresh().collect(Collectors.groupingBy(Transition::fingerprint));
    Map<UUID, AlertFacts> alerts = intake.alerts(tx, changes.keySet()).await();
    return hiding.decide(
        tx,
        tenant,
        epoch,
        Subjects.of(changes, alerts),
        firing -> rules.times(tx, firing, alerts),
        now);
  }

  /** A test is no beat: it would hide that the real ones have stopped. */
  private static Set<UUID> mayBeat(IntakeState state) {
    Set<UUID> firing = new HashSet<>();
    for (Transition t : state.transitions()) {
      if (t.kind().isFiring() && !t.isTest()) {
        firing.add(t.fingerprint());
      }
    }
    return firing;
  }

  /** Most plans need no words. For a plan that does, they are loaded and the plan is made again. */
  private Future<IntakePlan> plan(Tx tx, OutboxLoop.Kind lane, IntakeState state, Instant now) {
    IntakePlan plan = IntakePlanner.plan(state, IntakeWords.NONE, policy, ids(List.of()), now);
    IntakeNeeds needs = plan.needs();
    if (needs.isNothing()) {
      return Future.succeededFuture(plan);
    }
    return bounded(tx, lane, needs.incidents(), now)
        .compose(bounded -> plan(tx, state, needs, now));
  }

  /** Fails if so many incidents open that the unit would take long. */
  private Future<Void> bounded(Tx tx, OutboxLoop.Kind lane, int incidents, Instant now) {
    int most = lane.mostOpened();
    if (incidents <= most) {
      return Future.succeededFuture();
    }
    return openedLately(tx, now)
        .compose(
            // What there is no room for is gathered, which is quick.
            room ->
                Math.min(incidents, room.urgent() + room.other()) <= most
                    ? Future.succeededFuture()
                    : Future.failedFuture(new TooLarge((double) most / incidents)));
  }

  private Future<IntakePlan> plan(Tx tx, IntakeState state, IntakeNeeds needs, Instant now) {
    Future<Map<UUID, AlertFacts>> alerts =
        intake.alerts(tx, needs.alerts()).map(found -> rules.actions(tx, found, state));
    Future<Map<UUID, OwnedService>> owned = services.load(tx, needs.services());
    Future<List<String>> shortIds = freeShortIds(tx, needs.incidents());
    Future<IntakeState> within = within(tx, state, needs, now);
    Future<FlappingState> flaps = flapping.load(tx, needs.mayFlap());
    return Future.join(alerts, owned, shortIds, within, flaps)
        .map(
            loaded ->
                IntakePlanner.plan(
                    within.result().flapping(flaps.result()),
                    new IntakeWords(alerts.result(), owned.result()),
                    policy,
                    ids(shortIds.result()),
                    now));
  }

  /**
   * The state with the limit of new incidents, and with the incidents that gather groups beyond it.
   */
  private Future<IntakeState> within(Tx tx, IntakeState state, IntakeNeeds needs, Instant now) {
    if (needs.incidents() == 0) {
      return Future.succeededFuture(state);
    }
    return openedLately(tx, now)
        .compose(
            room ->
                room.holds(needs.incidents())
                    ? Future.succeededFuture(state)
                    : gathering(tx, state.within(room), needs.services()));
  }

  private Future<OpeningAllowance> openedLately(Tx tx, Instant now) {
    return intake.openedSince(tx, now.minus(RATE_WINDOW), policy.newIncidents());
  }

  private Future<IntakeState> gathering(Tx tx, IntakeState state, Set<UUID> ofServices) {
    List<String> keys =
        ofServices.stream()
            .flatMap(s -> Stream.of(GatheredGroups.key(s, true), GatheredGroups.key(s, false)))
            .toList();
    return incidents
        .lockOfGroups(tx, keys, List.of())
        .compose(
            locked ->
                intake
                    .members(tx, perhapsAgain(state, locked))
                    .map(members -> state.with(locked, members)));
  }

  /** Alerts that may have been in one of these incidents before. */
  private static Set<Link> perhapsAgain(IntakeState state, List<Incident> gathering) {
    Set<Link> links = new HashSet<>();
    for (Transition t : state.transitions()) {
      if (t.kind().isFiring() && state.progressOf(t.fingerprint()).incidentId() != null) {
        gathering.forEach(incident -> links.add(new Link(incident.id(), t.fingerprint())));
      }
    }
    return links;
  }

  /** Writes the plan in one round trip, and what follows from it in further ones. */
  private Future<IntakeUnit.Done> write(
      Tx tx,
      OutboxLoop.Kind lane,
      TenantId tenant,
      List<OutboxRepository.Claimed> rows,
      IntakeState state,
      IntakePlan plan,
      Instant now) {
    return storms
        .plan(tx, tenant, plan.changes(), now)
        .compose(
            stormy ->
                qualification
                    .qualify(tx, stormy.changes())
                    .compose(
                        changes ->
                            Pipeline.join(
                                List.of(
                                    intake.saveProgress(
                                        tx, lane, plan.progress(), state.progress()),
                                    intake.addMembers(tx, plan.members(), now).map(true),
                                    feed.append(tx, Topic.ALERT, plan.alertsChanged(state))
                                        .map(true),
                                    search
                                        .alerts(
                                            tx,
                                            plan.members().stream().map(Link::fingerprint).toList())
                                        .map(true),
                                    save(tx, plan.flapping(), now).map(true),
                                    writer.apply(tx, changes).map(true))))
                    .compose(
                        asRead ->
                            asRead.contains(false)
                                ? Future.failedFuture(new Overtaken())
                                : storms.save(tx, stormy, now)))
        // A duplicate means that a row appeared after it was looked for.
        .recover(
            e ->
                Future.failedFuture(
                    DatabaseFailure.of(e) == DatabaseFailure.DUPLICATE ? new Overtaken() : e))
        .map(written -> done(tenant, lane, rows, plan));
  }

  private static IntakeUnit.Done done(
      TenantId tenant, OutboxLoop.Kind lane, List<OutboxRepository.Claimed> rows, IntakePlan plan) {
    int opened = (int) plan.changes().stream().filter(IncidentChange::isNew).count();
    return new IntakeUnit.Done(
        tenant,
        rows.size(),
        newest(rows),
        opened,
        reopened(plan),
        gathered(plan),
        triage(plan),
        opened > lane.mostOpened() / 2);
  }

  /** Incidents that flap and wait for their end. */
  private Future<Void> save(Tx tx, List<FlappingChange> changes, Instant now) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    return flapping.save(tx, changes, now).compose(saved -> FlappingTimer.set(timers, tx, changes));
  }

  private static int reopened(IntakePlan plan) {
    return (int)
        plan.changes().stream()
            .flatMap(change -> change.steps().stream())
            .filter(step -> step.event() == IncidentEvent.REOPENED)
            .count();
  }

  private static int triage(IntakePlan plan) {
    return (int)
        plan.changes().stream()
            .filter(change -> change.isNew() && !change.after().isTest())
            .filter(change -> change.entries().getFirst().metadata().containsKey("triage"))
            .count();
  }

  private static int gathered(IntakePlan plan) {
    Set<UUID> gathering =
        plan.changes().stream()
            .map(IncidentChange::after)
            .filter(incident -> GatheredGroups.isKey(incident.groupKey()))
            .map(Incident::id)
            .collect(Collectors.toSet());
    return gathering.isEmpty()
        ? 0
        : (int)
            plan.members().stream().filter(link -> gathering.contains(link.incidentId())).count();
  }

  private static Instant newest(List<OutboxRepository.Claimed> rows) {
    return rows.stream()
        .map(row -> row.transition().receivedAt())
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /**
   * Short ids that are drawn and looked up ahead, so that a collision at the insert is very
   * unlikely.
   */
  private Future<List<String>> freeShortIds(Tx tx, int count) {
    if (count == 0) {
      return Future.succeededFuture(List.of());
    }
    Set<String> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      drawn.add(ShortId.draw(random));
    }
    return incidents
        .takenShortIds(tx, drawn)
        .compose(
            taken -> {
              taken.forEach(drawn::remove);
              return freeShortIds(tx, taken.size())
                  .map(more -> Stream.concat(drawn.stream(), more.stream()).toList());
            });
  }

  private IntakeIds ids(List<String> shortIds) {
    Deque<String> left = new ArrayDeque<>(shortIds);
    return new IntakeIds() {
      @Override
      public UUID incidentId() {
        return UuidV7.at(clock.millis());
      }

      @Override
      public String shortId() {
        return left.isEmpty() ? ShortId.draw(random) : left.pop();
      }
    };
  }
}
