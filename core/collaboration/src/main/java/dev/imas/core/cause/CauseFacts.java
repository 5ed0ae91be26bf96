package dev.imas.core.cause;

import dev.imas.core.cause.CauseRepository.Chosen;
import dev.imas.core.cause.CauseRepository.Stored;
import dev.imas.core.http.Body;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The causes of incidents: chosen at the resolve, and corrected later. On a virtual thread. */
final class CauseFacts implements FurtherFacts {

  private static final String MEMBER = "cause";
  private static final int LONGEST = 100;

  private final CauseRepository repository = new CauseRepository();

  @Override
  public List<String> members(Moment moment) {
    return moment == Moment.OPENING ? List.of() : List.of(MEMBER);
  }

  @Override
  public Plan read(Moment moment, Body body) {
    if (moment == Moment.OPENING || !body.has(MEMBER)) {
      return Plan.NOTHING;
    }
    Reference wanted = body.reference(MEMBER);
    if (wanted == null && moment == Moment.RESOLVING) {
      return Plan.NOTHING;
    }
    return (tx, change, caller, at) ->
        wanted == null ? clear(tx, change, caller, at) : choose(tx, change, wanted, caller, at);
  }

  private IncidentChange choose(
      Tx tx, IncidentChange change, Reference wanted, Principal caller, Instant at) {
    UUID id = CauseDraft.UNKNOWN.equalsIgnoreCase(wanted.text()) ? null : existing(tx, wanted).id();
    UUID incident = change.after().id();
    Chosen before = repository.of(tx, incident);
    repository.choose(tx, change.after(), id, Author.of(caller).name(), at);
    Chosen after = Objects.requireNonNull(repository.of(tx, incident));
    return before != null && before.key().equals(after.key())
        ? change
        : told(change, before, after, caller, at);
  }

  private IncidentChange clear(Tx tx, IncidentChange change, Principal caller, Instant at) {
    Chosen before = repository.of(tx, change.after().id());
    if (before == null) {
      return change;
    }
    repository.clear(tx, change.after().id());
    return told(change, before, null, caller, at);
  }

  private Stored existing(Tx tx, Reference wanted) {
    Optional<Stored> found =
        wanted.text().length() > LONGEST ? Optional.empty() : repository.find(tx, wanted);
    return found
        .filter(one -> !one.isArchived())
        .orElseThrow(
            () ->
                Fault.invalid(
                    "/" + MEMBER,
                    "/"
                        + MEMBER
                        + ": there is no cause '"
                        + wanted
                        + "'; send the key of one of GET /causes, or unknown"));
  }

  private static IncidentChange told(
      IncidentChange change,
      @Nullable Chosen before,
      @Nullable Chosen after,
      Principal caller,
      Instant at) {
    Author author = Author.of(caller);
    TreeMap<String, Object> facts = new TreeMap<>();
    if (before != null) {
      facts.put("from", before.key());
    }
    if (after != null) {
      facts.put("to", after.key());
    }
    String message =
        "Cause changed from "
            + (before == null ? "nothing" : before.text())
            + " to "
            + (after == null ? "nothing" : after.text());
    return change.then(
        author.sign(change.after().note(TimelineType.CAUSE, author.name(), message, facts, at)));
  }

  @Override
  public Map<String, Object> of(Tx tx, UUID incident) {
    Map<String, Object> facts = new HashMap<>();
    facts.put(MEMBER, repository.of(tx, incident));
    return Collections.unmodifiableMap(facts);
  }

  /** Also an archived one, so that the filters that people saved go on. */
  @Override
  public Picked pick(Tx tx, Asked asked, Picked before) {
    if (asked.cause() == null) {
      return before;
    }
    return repository
        .find(tx, Reference.of(asked.cause()))
        .map(
            cause ->
                new Picked(before.fields(), before.isMissing(), cause.id(), before.isPossible()))
        .orElseGet(before::impossible);
  }
}
