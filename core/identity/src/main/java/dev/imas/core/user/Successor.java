package dev.imas.core.user;

import dev.imas.core.platform.Tx;
import java.util.Optional;
import java.util.UUID;

/**
 * Who takes the places of a user who goes (M13).
 *
 * @param chosen empty: in a rotation whoever comes next, elsewhere a lead of the team concerned
 */
public record Successor(Optional<UUID> chosen) {

  private static final MemberRepository MEMBERS = new MemberRepository();

  public static Successor chosen(UUID user) {
    return new Successor(Optional.of(user));
  }

  public static Successor picked() {
    return new Successor(Optional.empty());
  }

  /**
   * The user who takes a place; empty if nobody can be picked. Only on a virtual thread.
   *
   * @param team that the place belongs to
   */
  public Optional<UUID> of(Tx tx, UUID leaving, Optional<UUID> team) {
    return chosen.or(() -> team.flatMap(id -> MEMBERS.lead(tx, id, leaving).await()));
  }
}
