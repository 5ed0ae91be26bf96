package dev.imas.core.runbook;

import dev.imas.core.http.Constraints;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Step;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.runbook.AttachedRunbook.Pinned;
import dev.imas.core.runbook.RunbookContent.RunbookStep;
import dev.imas.core.runbook.RunbookRepository.Author;
import dev.imas.core.runbook.StepProgress.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do about the runbook of an incident that the transaction has locked. */
final class IncidentRunbooks {

  private static final Duration CONFIRMED_WITHIN = Duration.ofMinutes(5);

  private final RunbookRepository runbooks;
  private final IncidentRunbookRepository repository;
  private final IncidentWriter writer;
  private final InstantSource clock;

  IncidentRunbooks(
      RunbookRepository runbooks,
      IncidentRunbookRepository repository,
      IncidentWriter writer,
      InstantSource clock) {
    this.runbooks = runbooks;
    this.repository = repository;
    this.writer = writer;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Gives the incident that runbook, in its current version, in place of what it has.
   *
   * @param version of the attachment that the caller saw; 0 for none
   * @param why for people; may be empty
   */
  void attach(Tx tx, Incident locked, RunbookView runbook, int version, String why, String by) {
    AttachedRunbook before = expected(tx, locked, version);
    if (!runbook.isActive()) {
      throw Fault.conflict(
          "the runbook " + runbook.slug() + " is inactive; set its is_active to true first");
    }
    AttachedRunbook attached =
        new AttachedRunbook(locked.id(), Pinned.of(runbook), why, by, now(), nextVersion(before));
    repository.write(tx, attached);
    runbooks.used(tx, runbook.id(), 1, attached.at());
    note(tx, locked, RunbookEntries.attached(facts(tx, locked), attached));
  }

  /** Takes the runbook away; none is attached by itself after that. */
  void detach(Tx tx, Incident locked, int version, String by) {
    AttachedRunbook before = expected(tx, locked, version);
    Pinned had = before == null ? null : before.runbook();
    if (had != null) {
      repository.write(
          tx, new AttachedRunbook(locked.id(), null, "", by, now(), nextVersion(before)));
      note(tx, locked, RunbookEntries.detached(locked, had, by));
    }
  }

  private @Nullable AttachedRunbook expected(Tx tx, Incident locked, int version) {
    AttachedRunbook before = repository.find(tx, locked.id()).orElse(null);
    if ((before == null ? 0 : before.version()) != version) {
      throw Constraints.overtaken();
    }
    return before;
  }

  private static int nextVersion(@Nullable AttachedRunbook before) {
    return before == null ? 1 : before.version() + 1;
  }

  /**
   * Puts a step into another state.
   *
   * @return what the caller has to send again to have it done; empty if it is done
   */
  Optional<Confirmation> tick(Tx tx, Incident locked, int number, StepDraft draft, Author by) {
    Pinned runbook = pinned(tx, locked);
    List<RunbookStep> steps = runbook.content().steps();
    if (number < 1 || number > steps.size()) {
      throw Fault.notFound(
          "the runbook has no step " + number + "; it has " + steps.size() + " steps");
    }
    RunbookStep step = steps.get(number - 1);
    StepProgress before =
        repository.steps(tx, locked.id()).getOrDefault(number, StepProgress.untouched(number));
    mustBeAsSeen(before, draft);
    if (draft.state() == StepState.SKIPPED && step.isCritical() && draft.note().isEmpty()) {
      throw Fault.invalid(
          "/note", "/note is missing; step " + number + " is critical: say why it is skipped");
    }
    Instant now = now();
    if (draft.state() == StepState.DONE && step.requiresConfirmation()) {
      Confirmation asked = before.asked();
      if (draft.confirmation() == null) {
        Confirmation fresh =
            new Confirmation(UUID.randomUUID(), by.name(), now.plus(CONFIRMED_WITHIN));
        repository.writeStep(tx, locked.id(), before.asking(fresh));
        return Optional.of(fresh);
      }
      mustConfirm(asked, draft, by, now);
    }
    StepProgress after =
        new StepProgress(number, draft.state(), by.name(), by.id(), now, draft.note(), null);
    repository.writeStep(tx, locked.id(), after);
    note(tx, locked, RunbookEntries.changed(facts(tx, locked), runbook, before, after, by.name()));
    return Optional.empty();
  }

  private Pinned pinned(Tx tx, Incident locked) {
    return repository
        .find(tx, locked.id())
        .map(AttachedRunbook::runbook)
        .orElseThrow(
            () -> Fault.notFound(locked.shortId() + " has no runbook; attach one to it first"));
  }

  private static void mustBeAsSeen(StepProgress before, StepDraft draft) {
    if (before.state() != draft.from()) {
      throw Fault.at(
              Fault.Kind.CONFLICT,
              "/from",
              "/from: step "
                  + before.step()
                  + " is "
                  + before.state().wireName()
                  + " by now"
                  + (before.executor() == null ? "" : ", by " + before.executor())
                  + "; look at it again, and then decide")
          .with("state", before.state().wireName());
    }
  }

  private static void mustConfirm(
      @Nullable Confirmation asked, StepDraft draft, Author by, Instant now) {
    boolean isRight =
        asked != null
            && Objects.equals(asked.nonce(), draft.confirmation())
            && asked.by().equals(by.name())
            && now.isBefore(asked.ends());
    if (!isRight) {
      throw Fault.at(
          Fault.Kind.CONFLICT,
          "/confirmation",
          "/confirmation is unknown, of somebody else, or older than "
              + CONFIRMED_WITHIN.toMinutes()
              + " minutes; leave it out to get a new one");
    }
  }

  private IncidentFacts facts(Tx tx, Incident locked) {
    return repository.facts(tx, List.of(locked)).getFirst();
  }

  private void note(Tx tx, Incident locked, Step step) {
    writer.apply(tx, List.of(IncidentChange.of(locked).then(step))).await();
  }
}
