package dev.imas.core.impactfact;

import dev.imas.core.http.Body;
import dev.imas.core.impactfact.ImpactFactRepository.Said;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say of the impact of incidents. Only on a virtual thread. */
final class ImpactFacts implements FurtherFacts {

  private final ImpactFactRepository repository = new ImpactFactRepository();

  @Override
  public List<String> members(Moment moment) {
    return moment == Moment.EDITING ? List.of(Impact.STARTED, Impact.ENDED) : List.of();
  }

  @Override
  public Plan read(Moment moment, Body body) {
    boolean start = moment == Moment.EDITING && body.has(Impact.STARTED);
    boolean end = moment == Moment.EDITING && body.has(Impact.ENDED);
    if (!start && !end) {
      return Plan.NOTHING;
    }
    Instant startedAt = time(body, Impact.STARTED);
    Instant endedAt = time(body, Impact.ENDED);
    return (tx, change, caller, at) -> {
      List<Said> said = repository.read(tx, change.after().id(), 1);
      Impact before = said.isEmpty() ? Impact.NOT_SAID : said.getFirst().impact();
      Impact wanted =
          new Impact(start ? startedAt : before.startedAt(), end ? endedAt : before.endedAt());
      int version = said.isEmpty() ? 1 : said.getFirst().version() + 1;
      return change(tx, change, before, wanted, version, Author.of(caller), at);
    };
  }

  private static @Nullable Instant time(Body body, String member) {
    Instant at = body.time(member);
    return at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
  }

  private IncidentChange change(
      Tx tx,
      IncidentChange change,
      Impact before,
      Impact wanted,
      int version,
      Author by,
      Instant at) {
    if (wanted.equals(before)) {
      return change;
    }
    Map<String, List<String>> faults = wanted.faults(at);
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    if (version > ImpactFactRepository.MOST) {
      throw Fault.conflict(
          "the impact was changed " + ImpactFactRepository.MOST + " times; it stays as it is");
    }
    repository.insert(tx, change.after().id(), version, wanted, by, at);
    TreeMap<String, Object> facts = new TreeMap<>();
    put(facts, "from_started_at", before.startedAt());
    put(facts, "from_ended_at", before.endedAt());
    put(facts, "started_at", wanted.startedAt());
    put(facts, "ended_at", wanted.endedAt());
    String message = "Impact changed from " + before.text() + " to " + wanted.text();
    return change.then(
        by.sign(change.after().note(TimelineType.IMPACT, by.name(), message, facts, at)));
  }

  private static void put(Map<String, Object> facts, String name, @Nullable Instant at) {
    if (at != null) {
      facts.put(name, at.toString());
    }
  }

  @Override
  public Map<String, Object> of(Tx tx, UUID incident) {
    List<Said> said = repository.read(tx, incident, 1);
    boolean isSaid = !said.isEmpty() && !said.getFirst().impact().equals(Impact.NOT_SAID);
    Map<String, Object> facts = new HashMap<>();
    facts.put("impact", isSaid ? said.getFirst() : null);
    return Collections.unmodifiableMap(facts);
  }
}
