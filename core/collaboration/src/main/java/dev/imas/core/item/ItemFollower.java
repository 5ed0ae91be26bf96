package dev.imas.core.item;

import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import java.util.UUID;

/** Hears which statuses items get, whoever gives them. */
@FunctionalInterface
public interface ItemFollower {

  /** In the transaction that has locked the item, on a virtual thread. The categories differ. */
  void moved(Tx tx, UUID item, StatusCategory before, StatusCategory after);
}
