package dev.imas.core.escalation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One of some people after the other. Whose turn was last is kept by id, not by position, so that
 * nobody is skipped or told twice when somebody joins or leaves.
 *
 * @param members in the order of their ids, as the database sorts them
 * @param last whose turn it was; perhaps somebody who left
 */
public record RoundRobin(List<UUID> members, Optional<UUID> last) {

  /** As PostgreSQL compares them. {@link UUID#compareTo} takes the halves for signed numbers. */
  private static final Comparator<UUID> BY_ID =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  public RoundRobin {
    members = members.stream().sorted(BY_ID).distinct().toList();
  }

  /**
   * Whose turn it is.
   *
   * @param n how many turns were taken since {@code last}
   * @return empty if there is nobody
   */
  public Optional<UUID> next(int n) {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    long first =
        last.map(id -> members.stream().filter(m -> BY_ID.compare(m, id) <= 0).count()).orElse(0L);
    return Optional.of(members.get((int) ((first + n) % members.size())));
  }
}
