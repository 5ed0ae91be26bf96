package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads and writes what one kind of document is about, by the resources of the API. Only on a
 * virtual thread.
 */
public interface Keeper {

  /** All there are. */
  List<Present> present(Tx tx, StoredSecrets secrets);

  /**
   * @param body as {@link Written} has it
   * @throws Fault whose pointers are in the body
   */
  void create(Tx tx, UUID id, ObjectNode body);

  /**
   * @param before as {@link Written} has what is there
   */
  void update(Tx tx, Present there, ObjectNode before, ObjectNode body);

  void delete(Tx tx, Present there);

  /**
   * Switches it off, or leaves it, if it has to stay for the sake of what has happened. Otherwise
   * an apply that prunes would be refused whole from the first incident on.
   *
   * @return why it stays; empty if it can be deleted
   */
  default Optional<String> retire(Tx tx, Present there) {
    return Optional.empty();
  }

  /**
   * Checks what can only be judged once all things of the kind are written, since they name each
   * other.
   *
   * @return what is wrong, by what it is wrong with
   */
  default Map<UUID, Fault> settle(Tx tx) {
    return Map.of();
  }
}
