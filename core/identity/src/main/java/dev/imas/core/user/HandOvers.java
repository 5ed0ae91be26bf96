package dev.imas.core.user;

import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who takes the places of users who are deleted. */
public interface HandOvers {

  /** Nobody does: a user who is still needed is not deleted. */
  HandOvers NONE = (tx, leaving) -> Optional.empty();

  /** Empty: the user is not deleted while something needs them. */
  Optional<Successor> successor(Tx tx, UUID leaving);

  /**
   * Is told what another has now.
   *
   * @param places in words; a few of them
   */
  default void handedOver(UUID leaving, List<String> places) {}
}
