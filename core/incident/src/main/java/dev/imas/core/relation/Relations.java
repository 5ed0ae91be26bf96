package dev.imas.core.relation;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.relation.RelationRepository.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Links incidents, with an entry in both timelines. An entry names the other incident by its number
 * alone, since not everybody who reads the one may read the other.
 */
final class Relations {

  /** Of one incident, from both ends. */
  static final int MOST_LINKS = 200;

  /** So many incidents are passed in search of a way back. */
  private static final int MOST_PASSED = 1_000;

  private static final int MOST_NAMED = 20;

  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final InstantSource clock;
  private final RelationRepository stored = new RelationRepository();

  Relations(IncidentRepository incidents, IncidentWriter writer, InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * What somebody wants to say.
   *
   * @param kind what the incident is to the other one
   * @param message for the timelines; empty for none
   */
  record Asked(Incident incident, Relation kind, Incident other, String by, String message) {}

  /**
   * @param isNew whether it was not there before
   */
  record Added(Stored link, boolean isNew) {}

  List<Stored> of(Tx tx, UUID incident) {
    return stored.of(tx, incident, MOST_LINKS);
  }

  Optional<Stored> find(Tx tx, UUID link) {
    return stored.find(tx, link);
  }

  /** Comes before the incidents are locked. */
  void begin(Tx tx) {
    stored.lock(tx);
  }

  /**
   * The same link again changes nothing.
   *
   * @throws Fault INVALID if it leads back to the incident, CONFLICT if either has too many
   */
  Added add(Tx tx, Asked asked) {
    UUID from = from(asked);
    UUID to = from.equals(asked.incident.id()) ? asked.other.id() : asked.incident.id();
    Relation kind = asked.kind.stored();
    if (from.equals(to)) {
      throw Fault.invalid(
          "/incident", "/incident: an incident is not linked with itself; name another");
    }
    Optional<Stored> same = stored.same(tx, from, to, kind);
    if (same.isPresent()) {
      return new Added(same.get(), false);
    }
    requireRoom(tx, asked);
    if (kind.isDirected()) {
      requireNoWayBack(tx, from, to, kind);
    }
    Instant at = now();
    Stored link = new Stored(UuidV7.at(at.toEpochMilli()), kind, from, to, at, asked.by);
    stored.insert(tx, link);
    String said = asked.message.isEmpty() ? "" : ": " + asked.message;
    note(tx, TimelineType.LINKED, link, asked.incident, asked.other, asked.by, said);
    return new Added(link, true);
  }

  /** Who is stored first: of a link without a direction, the lesser id. */
  private static UUID from(Asked asked) {
    UUID own = asked.incident.id();
    UUID other = asked.other.id();
    if (!asked.kind.isDirected()) {
      // As PostgreSQL compares them.
      return own.toString().compareTo(other.toString()) <= 0 ? own : other;
    }
    return asked.kind.isInverse() ? other : own;
  }

  private void requireRoom(Tx tx, Asked asked) {
    Map<UUID, Integer> counts = stored.counts(tx, List.of(asked.incident.id(), asked.other.id()));
    for (Incident end : List.of(asked.incident, asked.other)) {
      if (counts.getOrDefault(end.id(), 0) >= MOST_LINKS) {
        throw Fault.conflict(
            "limit of "
                + MOST_LINKS
                + " links of "
                + end.shortId()
                + " reached; remove one of them first");
      }
    }
  }

  private void requireNoWayBack(Tx tx, UUID from, UUID to, Relation kind) {
    LinkWalk walk = new LinkWalk(to, from, MOST_PASSED);
    while (!walk.frontier().isEmpty()) {
      walk.step(stored.next(tx, walk.frontier(), kind, MOST_PASSED + 1));
    }
    if (walk.isTooLarge()) {
      throw Fault.conflict(
          "more than "
              + MOST_PASSED
              + " incidents follow by links of this kind; remove some before adding more");
    }
    Optional<List<UUID>> back = walk.path();
    if (back.isPresent()) {
      List<UUID> path = new ArrayList<>(List.of(from));
      path.addAll(back.get());
      throw Fault.invalid(
          "/incident",
          "/incident: links of the kind "
              + kind.wireName()
              + " would lead back: "
              + named(tx, path)
              + "; remove one of these first");
    }
  }

  private String named(Tx tx, List<UUID> path) {
    List<UUID> shown = path.subList(0, Math.min(MOST_NAMED, path.size()));
    Map<UUID, String> names = new HashMap<>();
    incidents.read(tx, shown).await().forEach(one -> names.put(one.id(), one.shortId()));
    List<String> steps = new ArrayList<>();
    shown.forEach(id -> steps.add(names.getOrDefault(id, "another incident")));
    if (shown.size() < path.size()) {
      steps.add("…");
    }
    return String.join(" → ", steps);
  }

  void remove(Tx tx, Stored link, Incident incident, Incident other, String by) {
    stored.delete(tx, link.id());
    note(tx, TimelineType.UNLINKED, link, incident, other, by, "");
  }

  private void note(
      Tx tx,
      TimelineType type,
      Stored link,
      Incident incident,
      Incident other,
      String by,
      String said) {
    writer
        .apply(
            tx,
            List.of(
                noted(type, link, incident, other, by, said),
                noted(type, link, other, incident, by, said)))
        .await();
  }

  private IncidentChange noted(
      TimelineType type, Stored link, Incident of, Incident other, String by, String said) {
    Relation kind = link.of(of.id());
    String words = kind.inWords() + " " + other.shortId();
    return IncidentChange.of(of)
        .then(
            of.note(
                type,
                by,
                (type == TimelineType.LINKED ? words : "No longer " + lowered(words)) + said,
                Map.of("kind", kind.wireName(), "incident", other.shortId()),
                now()));
  }

  private static String lowered(String words) {
    return Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
