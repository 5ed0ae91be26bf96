package dev.imas.core.fallback;

import dev.imas.core.bus.PageContent;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.fallback.FallbackDecision.AskAgain;
import dev.imas.core.fallback.FallbackDecision.Level;
import dev.imas.core.fallback.FallbackDecision.MovesOn;
import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackDecision.Nothing;
import dev.imas.core.fallback.FallbackDecision.TellOthers;
import dev.imas.core.fallback.FallbackRepository.Found;
import dev.imas.core.fallback.FallbackRepository.PageId;
import dev.imas.core.fallback.OutcomeRepository.Claimed;
import dev.imas.core.fallback.OutcomeRepository.Outcome;
import dev.imas.core.fallback.PageState.Fate;
import dev.imas.core.fallback.PersonalFallback.Unreached;
import dev.imas.core.fallback.UnroutedRepository.Unrouted;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppressed.SuppressedIncidentRepository;
import dev.imas.core.work.Backoff;
import dev.imas.core.work.UnitFailed;
import dev.imas.core.work.Units;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One unit of work and one transaction. It claims outcomes of some tenants, enters each, locks
 * their incidents, adds the outcomes to their timelines, decides who else is told, and writes all
 * of it. Either everything commits, including the claim, or nothing does.
 */
final class FallbackUnit {

  /**
   * A page that others, or nobody, were told about.
   *
   * @param unrouted whether nobody whom it concerns could be found
   */
  record Redirected(Incident incident, boolean late, FallbackDecision decision, boolean unrouted) {}

  /**
   * @param rows the number of outcomes; 0 if there was nothing to do
   * @param isRecord whether all were of messages that were sent, which only the timeline waits for
   */
  record Done(int rows, boolean isRecord, List<Redirected> redirected) implements Units.Done {

    Done and(Done next) {
      return new Done(
          rows + next.rows,
          isRecord && next.isRecord,
          Stream.concat(redirected.stream(), next.redirected.stream()).toList());
    }
  }

  /** Each is entered in turn. */
  private static final int MOST_TENANTS = 8;

  /** How soon it is asked again about a page whose incident is hidden. */
  private static final Duration HIDDEN = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final DeliveryQueue queue;
  private final FallbackPlanner planner;
  private final MoveOn moveOn;
  private final InstantSource clock;
  private final PersonReach people;
  private final OnCallContacts onCall;
  private final Holding holding;
  private final OutcomeRepository outcomes = new OutcomeRepository();
  private final FallbackRepository pages = new FallbackRepository();
  private final UnroutedRepository unrouted = new UnroutedRepository();
  private final SuppressedIncidentRepository hidden = new SuppressedIncidentRepository();

  FallbackUnit(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentWriter writer,
      DeliveryQueue queue,
      FallbackPlanner planner,
      PersonReach people,
      OnCallContacts onCall,
      Holding holding,
      MoveOn moveOn,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.writer = writer;
    this.queue = queue;
    this.planner = planner;
    this.people = people;
    this.onCall = onCall;
    this.holding = holding;
    this.moveOn = moveOn;
    this.clock = clock;
  }

  Future<Done> run(int limit) {
    return transactions.runUnbound(
        tx ->
            outcomes
                .claim(tx, limit, longestWait(), MOST_TENANTS)
                .compose(
                    claims ->
                        each(tx, claims)
                            .recover(
                                e ->
                                    Future.failedFuture(
                                        claims.isEmpty() ? e : failed(claims, e)))));
  }

  /** One tenant after the other. */
  private Future<Done> each(Tx tx, List<OutcomeRepository.Claim> claims) {
    Future<Done> all = Future.succeededFuture(new Done(0, true, List.of()));
    for (OutcomeRepository.Claim claim : claims) {
      all =
          all.compose(
              before -> work(tx, claim.tenant(), claim.rows()).map(done -> before.and(done)));
    }
    return all;
  }

  /** Smaller units follow, until the row that fails is alone. */
  private UnitFailed failed(List<OutcomeRepository.Claim> claims, Throwable e) {
    TenantId tenant = claims.getFirst().tenant();
    OutcomeRepository.Claimed first = claims.getFirst().rows().getFirst();
    Map<String, Object> words =
        Map.of("tenant", tenant, "incident", first.incident(), "event_seq", first.eventSeq());
    return new UnitFailed(
        claims.stream().mapToInt(claim -> claim.rows().size()).sum(),
        new UnitFailed.Row(
            first.attempts(),
            words,
            wait -> transactions.runUnbound(tx -> outcomes.defer(tx, tenant, first.id(), wait))),
        e);
  }

  private Duration longestWait() {
    Duration question = queue.acceptWithin();
    Duration retry = Backoff.OF_A_ROW.longest();
    return question.compareTo(retry) > 0 ? question : retry;
  }

  private Future<Done> work(Tx tx, TenantId tenant, List<Claimed> rows) {
    List<UUID> ids = rows.stream().map(Claimed::incident).distinct().toList();
    return transactions
        .enter(tx, tenant)
        .compose(entered -> incidents.lock(tx, ids))
        .compose(locked -> told(tx, locked, rows).compose(changes -> decide(tx, changes, rows)))
        .compose(
            plan ->
                write(tx, plan)
                    .map(
                        new Done(
                            rows.size(),
                            rows.stream().noneMatch(row -> row.outcome().asks()),
                            plan.redirected)));
  }

  /** The locked incidents, with timeline entries for deliveries that have ended. */
  private Future<Map<UUID, IncidentChange>> told(Tx tx, List<Incident> locked, List<Claimed> rows) {
    List<UUID> ended =
        rows.stream().map(Claimed::delivery).filter(Objects::nonNull).distinct().toList();
    return outcomes
        .ended(tx, ended)
        .map(
            deliveries -> {
              Map<UUID, IncidentChange> changes = new LinkedHashMap<>();
              locked.forEach(i -> changes.put(i.id(), IncidentChange.of(i)));
              for (Claimed row : rows) {
                EndedDelivery delivery =
                    row.delivery() == null ? null : deliveries.get(row.delivery());
                if (delivery != null) {
                  changes.computeIfPresent(
                      row.incident(),
                      (id, change) -> change.then(delivery.tell(change.after(), row)));
                }
              }
              return changes;
            });
  }

  /**
   * What is asked about a page.
   *
   * @param late whether anybody has accepted it by now; else whether all of its deliveries are dead
   * @param within the time that it has had, in words
   * @param again whether it was asked before, and put off
   */
  private record Asked(boolean late, String within, boolean again) {

    /** Several rows about a page become one question: a late page asks for more than a dead one. */
    Asked moreOf(Asked other) {
      return late ? this : other;
    }
  }

  private Asked asked(Claimed row) {
    String within = row.reason();
    boolean late = row.outcome() == Outcome.LATE;
    return new Asked(
        late,
        late && within != null ? within : DeliveryQueue.inWords(queue.acceptWithin()),
        row.attempts() > 0);
  }

  /** Decides who is told instead of the receivers of pages that may have reached nobody. */
  private Future<Plan> decide(Tx tx, Map<UUID, IncidentChange> changes, List<Claimed> rows) {
    Map<PageId, Asked> asked = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.outcome().asks())
        .forEach(
            row ->
                asked.merge(new PageId(row.incident(), row.eventSeq()), asked(row), Asked::moreOf));
    if (asked.isEmpty()) {
      return Future.succeededFuture(new Plan(changes));
    }
    List<UUID> ids = asked.keySet().stream().map(PageId::incident).distinct().toList();
    Future<Map<PageId, Found>> found = pages.pages(tx, List.copyOf(asked.keySet()));
    Future<Map<UUID, List<Receiver>>> teams = pages.teams(tx, ids);
    Future<List<Receiver>> named = pages.ofTenant(tx);
    return Future.join(found, teams, named)
        .map(
            loaded -> {
              Set<UUID> paused = hidden.among(tx, ids);
              Map<PageId, FallbackDecision> decided =
                  decided(tx, asked, changes, found.result(), named.result(), paused);
              askAgain(tx, rows, decided);
              return plan(
                  tx,
                  asked,
                  changes,
                  found.result(),
                  onCall.within(tx),
                  teams.result(),
                  named.result(),
                  decided);
            });
  }

  /**
   * What is decided for pages that have not reached a person, and for those about which nobody is
   * told now. Of what is hidden, it is asked again once it may be shown. The others are left out.
   */
  private Map<PageId, FallbackDecision> decided(
      Tx tx,
      Map<PageId, Asked> asked,
      Map<UUID, IncidentChange> changes,
      Map<PageId, Found> found,
      List<Receiver> named,
      Set<UUID> paused) {
    Map<PageId, FallbackDecision> decided = new HashMap<>();
    asked.forEach(
        (id, question) -> {
          IncidentChange change = changes.get(id.incident());
          Found page = found.get(id);
          if (change == null || page == null) {
            return;
          }
          PersonalFallback people =
              PersonalFallback.of(page.state(), question.late(), change.after());
          if (paused.contains(id.incident())) {
            boolean asks =
                !people.people().isEmpty()
                    || FallbackPlanner.asks(page.state(), question.late(), change.after());
            decided.put(id, asks ? new AskAgain() : new Nothing());
            return;
          }
          if (isToldAnyway(tx, page.state(), question.again())) {
            decided.put(id, new Nothing());
            return;
          }
          personal(tx, page.state(), people, named)
              .ifPresent(decision -> decided.put(id, decision));
        });
    return decided;
  }

  private void askAgain(Tx tx, List<Claimed> rows, Map<PageId, FallbackDecision> decided) {
    Map<PageId, Claimed> again = new LinkedHashMap<>();
    for (Claimed row : rows) {
      PageId page = new PageId(row.incident(), row.eventSeq());
      if (row.outcome().asks() && decided.get(page) instanceof AskAgain) {
        again.merge(page, row, (one, other) -> one.outcome() == Outcome.LATE ? one : other);
      }
    }
    outcomes.askAgain(tx, List.copyOf(again.values()), HIDDEN).await();
  }

  /** Whether what was put off while its incident was hidden, or found nobody, is told otherwise. */
  private boolean isToldAnyway(Tx tx, PageState page, boolean again) {
    if ((again || page.foundNobody())
        && pages.isCalledSince(tx, page.incident(), page.eventSeq()).await()) {
      return true;
    }
    return page.foundNobody()
        ? moveOn.isAboutToTell(tx, page.incident()).await()
        : page.has(Fate.DEAD)
            && !page.has(Fate.ACCEPTED)
            && !page.has(Fate.UNDER_WAY)
            && pages.isTakenBack(tx, page.incident(), page.eventSeq()).await();
  }

  private Optional<FallbackDecision> personal(
      Tx tx, PageState page, PersonalFallback fallback, List<Receiver> named) {
    List<Receiver> next = new ArrayList<>();
    for (Unreached person : fallback.people()) {
      people.others(tx, person.user(), person.tried()).stream()
          .findFirst()
          .map(call -> Receiver.ofPerson(person.user(), call))
          .ifPresent(next::add);
    }
    if (fallback.people().isEmpty()) {
      return Optional.empty();
    }
    String failure =
        "Page not accepted by "
            + String.join(", ", fallback.people().stream().map(Unreached::failure).toList());
    if (!next.isEmpty()) {
      String whom = String.join(", ", next.stream().map(Receiver::described).toList());
      return Optional.of(
          new TellOthers(Level.PERSON, next, failure + "; paged " + whom + " instead", failure));
    }
    if (fallback.isAnybodyReached()
        || !moveOn.moveOn(tx, page.incident(), page.eventSeq()).await()) {
      return Optional.empty();
    }
    return Optional.of(
        moveOn.isAtItsEnd(tx, page.incident()).await()
            ? new MovesOn(
                List.of(), failure + "; the escalation has no step left, and ends at once", failure)
            : movesOn(failure, others(tx, page, named)));
  }

  private static MovesOn movesOn(String failure, List<Receiver> others) {
    String next = failure + "; the next step of the escalation follows at once";
    String message =
        others.isEmpty()
            ? next
            : next
                + ", and "
                + FallbackPlanner.names(others.stream().map(Receiver::described).toList())
                + " is paged";
    return new MovesOn(others, message, failure);
  }

  /** The tenant's fallback, at the first step that reaches nobody (not at the policy's end). */
  private List<Receiver> others(Tx tx, PageState page, List<Receiver> named) {
    if (page.has(Fate.ACCEPTED) || named.isEmpty()) {
      return List.of();
    }
    Set<UUID> told = new HashSet<>(page.receivers());
    Set<UUID> called = pages.called(tx, page.incident(), named).await();
    boolean isCalled = named.stream().anyMatch(one -> one.calls() && called.contains(one.id()));
    return isCalled ? List.of() : FallbackPlanner.callable(told, named);
  }

  /** What the unit will write. */
  private static final class Plan {
    private final Map<UUID, IncidentChange> changes;
    private final List<NewDelivery> queued = new ArrayList<>();
    private final List<Redirected> redirected = new ArrayList<>();
    private final List<Unrouted> unrouted = new ArrayList<>();

    Plan(Map<UUID, IncidentChange> changes) {
      this.changes = changes;
    }
  }

  private Plan plan(
      Tx tx,
      Map<PageId, Asked> asked,
      Map<UUID, IncidentChange> changes,
      Map<PageId, Found> found,
      OnCallContacts.Now onCall,
      Map<UUID, List<Receiver>> teams,
      List<Receiver> named,
      Map<PageId, FallbackDecision> decided) {
    Plan plan = new Plan(changes);
    asked.forEach(
        (id, question) -> {
          IncidentChange change = plan.changes.get(id.incident());
          Found page = found.get(id);
          if (change == null || page == null) {
            return;
          }
          Incident incident = change.after();
          List<Receiver> team = teams.getOrDefault(id.incident(), List.of());
          FallbackDecision decision =
              decided.containsKey(id)
                  ? decided.get(id)
                  : planner.decide(
                      page.state(),
                      question.late(),
                      question.within(),
                      incident,
                      FallbackPlanner.asks(page.state(), question.late(), incident)
                          ? onCall(tx, onCall, incident)
                          : List.of(),
                      team,
                      named);
          String message =
              switch (decision) {
                case Nothing nothing -> null;
                case AskAgain again -> null;
                case TellOthers others -> {
                  others
                      .receivers()
                      .forEach(r -> plan.queued.add(delivery(incident, page, r, others.note())));
                  yield others.message();
                }
                case MovesOn on -> {
                  on.others().forEach(r -> plan.queued.add(delivery(incident, page, r, on.note())));
                  yield on.message();
                }
                // The timeline has it that the console was told, and nothing was redirected.
                case NobodyLeft nobody -> page.state().foundNobody() ? null : nobody.message();
              };
          boolean isUnrouted = FallbackPlanner.isUnrouted(page.state(), decision);
          if (!(decision instanceof Nothing || decision instanceof AskAgain)) {
            plan.redirected.add(new Redirected(incident, question.late(), decision, isUnrouted));
          }
          if (isUnrouted) {
            plan.unrouted.add(
                new Unrouted(id.incident(), id.eventSeq(), FallbackPlanner.why(decision)));
          }
          if (message == null) {
            return;
          }
          plan.changes.put(
              id.incident(),
              change.then(
                  incident.report(
                      TimelineType.NOTIFICATION_REDIRECTED,
                      Incident.SYSTEM,
                      message,
                      facts(page.state(), decision))));
        });
    return plan;
  }

  /**
   * What each of those on call is told by first, and at once: this is in the place of a channel
   * that calls, so it is not collected. Who has quiet hours now is passed over.
   */
  private List<Receiver> onCall(Tx tx, OnCallContacts.Now now, Incident incident) {
    List<Receiver> receivers = new ArrayList<>();
    for (Reach person : now.of(incident)) {
      person.calls().stream()
          .map(Reach.Call::after)
          .min(Comparator.naturalOrder())
          .ifPresent(
              soonest ->
                  person.calls().stream()
                      .filter(call -> call.after().equals(soonest))
                      .forEach(call -> receivers.add(Receiver.ofPerson(person.user(), call))));
    }
    Set<UUID> quiet =
        holding
            .quiet(tx, receivers.stream().map(Receiver::id).toList(), incident.severity())
            .await()
            .keySet();
    return receivers.stream().filter(one -> !quiet.contains(one.id())).toList();
  }

  private NewDelivery delivery(Incident incident, Found page, Receiver to, String note) {
    PageState state = page.state();
    PageContent content = page.content().withNote(note);
    return new NewDelivery(
        UuidV7.at(clock.millis()),
        state.incident(),
        state.eventSeq(),
        state.event(),
        to.id(),
        to.channel(),
        to.address(),
        state.urgency(),
        content,
        false,
        null,
        null,
        incident.isTest());
  }

  private static Map<String, Object> facts(PageState page, FallbackDecision decision) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("event", page.event());
    facts.put("event_seq", page.eventSeq());
    if (decision instanceof TellOthers others) {
      facts.put("level", others.level().name());
      facts.put("receiver_ids", others.receivers().stream().map(r -> r.id().toString()).toList());
    }
    return facts;
  }

  private Future<Void> write(Tx tx, Plan plan) {
    return writer
        .apply(tx, List.copyOf(plan.changes.values()))
        .compose(done -> queue.insert(tx, plan.queued))
        .compose(done -> unrouted.mark(tx, plan.unrouted, clock.instant()))
        .compose(done -> queue.watch(tx, plan.queued));
  }
}
