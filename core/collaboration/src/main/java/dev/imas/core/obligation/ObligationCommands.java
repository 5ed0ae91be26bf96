package dev.imas.core.obligation;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.obligation.ObligationEvent.Kind;
import dev.imas.core.obligation.ObligationEvent.Proof;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.regime.LegalFact;
import dev.imas.core.regime.Regime;
import dev.imas.core.regime.StageState;
import dev.imas.core.regime.StageStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do about legal duties of an incident that the transaction has locked. */
final class ObligationCommands {

  private static final int MOST_EVENTS = 200;

  private final ObligationRepository repository;
  private final ObligationStore store;
  private final ObligationOpening opening;
  private final IncidentWriter writer;
  private final InstantSource clock;

  ObligationCommands(
      ObligationRepository repository,
      ObligationStore store,
      ObligationOpening opening,
      IncidentWriter writer,
      InstantSource clock) {
    this.repository = repository;
    this.store = store;
    this.opening = opening;
    this.writer = writer;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  UUID open(Tx tx, Incident locked, Regime regime, @Nullable UUID owner, String by) {
    if (repository.hasOpen(tx, locked.id(), regime.id())) {
      throw Fault.conflict(
          locked.shortId()
              + " has an open duty by "
              + regime.name()
              + " already; record what happened there");
    }
    Obligation opened =
        opening
            .open(tx, locked, regime, owner, by)
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/regime",
                        "/regime: "
                            + regime.name()
                            + " applies from "
                            + regime.appliesFrom()
                            + ", and "
                            + locked.shortId()
                            + " was detected before"));
    note(tx, locked, opened, null, by, "Must be reported by " + regime.name());
    return opened.id();
  }

  /** Who owns the duty from now on. */
  void own(Tx tx, Obligation duty, @Nullable UUID owner) {
    repository.setOwner(tx, duty.id(), owner);
  }

  /**
   * States facts.
   *
   * @param mayPostpone whether the caller may say that one was aware later than is known
   */
  void state(
      Tx tx, Incident locked, Obligation duty, FactsDraft draft, String by, boolean mayPostpone) {
    Obligation after = duty;
    StringBuilder said = new StringBuilder();
    for (LegalFact fact : LegalFact.values()) {
      Optional<Instant> stated = draft.facts().get(fact);
      if (stated == null) {
        continue;
      }
      Instant before = after.duty().fact(fact);
      Instant at = stated.orElse(null);
      if (Objects.equals(before, at)) {
        continue;
      }
      if (before != null && draft.reason() == null) {
        throw Fault.invalid(
            "/reason",
            "/reason is missing; " + fact.wireName() + " was stated before: say why it changes");
      }
      if (fact == LegalFact.AWARE
          && !mayPostpone
          && before != null
          && at != null
          && at.isAfter(before)) {
        throw Fault.of(
            Fault.Kind.FORBIDDEN,
            "to state that one was aware later needs obligation.manage; ask who has it");
      }
      after = append(tx, after, Kind.FACT, fact.wireName(), at, draft.reason(), null, by);
      said.append(said.isEmpty() ? "" : ", ").append(inWords(fact, at));
    }
    if (after == duty) {
      return;
    }
    String reason = draft.reason();
    note(
        tx,
        locked,
        after,
        null,
        by,
        duty.lawName() + ": " + said + (reason == null ? "" : ". " + reason));
    store.refresh(tx, after, Set.of(), now());
  }

  private static String inWords(LegalFact fact, @Nullable Instant at) {
    String name = fact.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return at == null ? "no longer " + name : name + " at " + at.truncatedTo(ChronoUnit.SECONDS);
  }

  void submit(
      Tx tx, Incident locked, Obligation duty, String stage, SubmissionDraft draft, String by) {
    Instant at = Objects.requireNonNull(draft.at());
    boolean isFirst =
        duty.events().stream()
            .noneMatch(e -> e.kind() == Kind.SUBMISSION && e.name().equals(stage));
    StageStatus before = duty.duty().stage(stage);
    if (isFirst && before.limit().isMissedBy(at) && draft.reason() == null) {
      throw Fault.invalid(
          "/reason",
          "/reason is missing; it was due "
              + before.limit().dueAt()
              + ": say why it is late, as the authority will ask");
    }
    Obligation after =
        append(tx, duty, Kind.SUBMISSION, stage, at, draft.reason(), draft.proof(), by);
    StageStatus status = after.duty().stage(stage);
    Proof proof = draft.proof();
    note(
        tx,
        locked,
        after,
        stage,
        by,
        duty.lawName()
            + ", "
            + status.template().name().toLowerCase(Locale.ROOT)
            + ": submitted to "
            + proof.authority()
            + " at "
            + at.truncatedTo(ChronoUnit.SECONDS)
            + " ("
            + proof.reference()
            + ")"
            + (isFirst && status.closed() == StageState.SUBMITTED_LATE ? ", late" : ""));
    store.refresh(tx, after, Set.of(), now());
  }

  /** Ends a stage without a report. */
  void waive(
      Tx tx, Incident locked, Obligation duty, String stage, Kind kind, String reason, String by) {
    StageStatus before = duty.duty().stage(stage);
    if (!before.isOpen()) {
      throw Fault.conflict(
          "the stage " + stage + " has ended as " + before.state(now()).wireName() + " already");
    }
    Obligation after = append(tx, duty, kind, stage, null, reason, null, by);
    note(
        tx,
        locked,
        after,
        stage,
        by,
        duty.lawName()
            + ", "
            + before.template().name().toLowerCase(Locale.ROOT)
            + ": "
            + kind.wireName().replace('_', ' ')
            + ". "
            + reason);
    store.refresh(tx, after, Set.of(), now());
  }

  private Obligation append(
      Tx tx,
      Obligation duty,
      Kind kind,
      String name,
      @Nullable Instant at,
      @Nullable String reason,
      @Nullable Proof proof,
      String by) {
    if (duty.events().size() >= MOST_EVENTS) {
      throw Fault.conflict(
          "limit of " + MOST_EVENTS + " entries of a duty reached; open another duty for the rest");
    }
    ObligationEvent event =
        new ObligationEvent(duty.events().size() + 1, kind, name, at, reason, proof, by, now());
    repository.append(tx, duty.id(), event);
    return duty.with(event);
  }

  private void note(
      Tx tx, Incident locked, Obligation duty, @Nullable String stage, String by, String words) {
    Map<String, Object> facts = new TreeMap<>(Map.of("obligation_id", duty.id().toString()));
    if (stage != null) {
      facts.put("stage", stage);
    }
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(locked)
                    .then(locked.report(TimelineType.OBLIGATION, by, words, facts))))
        .await();
  }
}
