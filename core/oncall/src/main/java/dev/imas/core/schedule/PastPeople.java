package dev.imas.core.schedule;

import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.AbsenceRepository.Absence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People as they were at any time in the past: who was there, and could be told. To read needs a
 * transaction, and a virtual thread; what was read is kept. One thread at a time.
 */
public final class PastPeople {

  /**
   * @param zone that they have today
   * @param goneAt when they were deleted; null: they are still there
   * @param away when they were inactive, as far as it is known since when
   */
  public record PastPerson(
      UUID id, String username, ZoneId zone, @Nullable Instant goneAt, List<Interval> away) {

    public PastPerson {
      away = List.copyOf(away);
    }

    /** Whether they were there and active. */
    public boolean isActive(Instant at) {
      return (goneAt == null || at.isBefore(goneAt))
          && away.stream().noneMatch(time -> time.holds(at));
    }
  }

  private final PastPersonRepository repository = new PastPersonRepository();
  private final AbsenceRepository absences = new AbsenceRepository();
  private final Map<UUID, Optional<PastPerson>> known = new HashMap<>();
  private final Map<UUID, List<Absence>> away = new HashMap<>();

  /** Reads those that are not known yet. */
  public void read(Tx tx, Collection<UUID> ids) {
    Set<UUID> missing =
        ids.stream().filter(id -> !known.containsKey(id)).collect(Collectors.toSet());
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(id -> known.put(id, Optional.empty()));
    repository.read(tx, missing).forEach(one -> known.put(one.id(), Optional.of(one)));
    absences
        .of(tx, missing)
        .await()
        .forEach(
            absence ->
                away.computeIfAbsent(absence.person(), id -> new ArrayList<>()).add(absence));
  }

  /** Empty for who never was, or was not read. */
  public Optional<PastPerson> find(UUID id) {
    return known.getOrDefault(id, Optional.empty());
  }

  boolean isActive(UUID id, Instant at) {
    return find(id).filter(person -> person.isActive(at)).isPresent();
  }

  /** Whether the person had said not to be there at that time. */
  boolean isAway(UUID id, Instant at) {
    return away.getOrDefault(id, List.of()).stream()
        .anyMatch(absence -> absence.countsAt(at) && absence.when().holds(at));
  }

  /** When any of these came or went, or said so. */
  public Set<Instant> changes(Collection<UUID> ids) {
    Set<Instant> changes = new TreeSet<>();
    for (UUID id : ids) {
      find(id)
          .ifPresent(
              person -> {
                if (person.goneAt() != null) {
                  changes.add(person.goneAt());
                }
                person
                    .away()
                    .forEach(
                        time -> {
                          changes.add(time.from());
                          changes.add(time.until());
                        });
              });
      for (Absence absence : away.getOrDefault(id, List.of())) {
        changes.add(absence.madeAt());
        changes.add(absence.when().from());
        changes.add(absence.when().until());
        if (absence.endedAt() != null) {
          changes.add(absence.endedAt());
        }
      }
    }
    return changes;
  }
}
