package dev.imas.core.item;

import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import java.util.UUID;

/** Hears which statuses items get, whoever gives them, and may refuse those that people give. */
public interface ItemFollower {

  /**
   * Refuses what people must not do. What a tracker has done is not asked for. In the transaction
   * that has locked the item, on a virtual thread. The categories differ.
   *
   * @throws dev.imas.core.platform.Fault CONFLICT with what helps
   */
  void check(Tx tx, UUID item, StatusCategory before, StatusCategory after);

  /** In the transaction that has locked the item, on a virtual thread. The categories differ. */
  void moved(Tx tx, UUID item, StatusCategory before, StatusCategory after);
}
