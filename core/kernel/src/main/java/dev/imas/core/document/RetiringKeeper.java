package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Things that incidents may keep: these are switched off where they cannot be deleted. */
public final class RetiringKeeper implements Keeper {

  /** Looks for what keeps a thing. */
  @FunctionalInterface
  public interface Hold {

    /** Why it cannot be deleted, as a part of a sentence; empty if it can. */
    Optional<String> of(Tx tx, UUID id);
  }

  private final Keeper keeper;
  private final Hold hold;
  private final List<String> dropped;

  /**
   * @param dropped members that it has no more once it is switched off
   */
  public RetiringKeeper(Keeper keeper, Hold hold, List<String> dropped) {
    this.keeper = keeper;
    this.hold = hold;
    this.dropped = List.copyOf(dropped);
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    return keeper.present(tx, secrets);
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    keeper.create(tx, id, body);
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    keeper.update(tx, there, before, body);
  }

  @Override
  public void delete(Tx tx, Present there) {
    keeper.delete(tx, there);
  }

  @Override
  public Optional<String> retire(Tx tx, Present there) {
    Optional<String> why = hold.of(tx, there.id());
    if (why.isPresent()) {
      ObjectNode off = there.there().deepCopy().put("is_active", false);
      off.remove(dropped);
      keeper.update(tx, there, there.there(), off);
    }
    return why.map(kept -> kept + ", so it is switched off");
  }

  @Override
  public Map<UUID, Fault> settle(Tx tx) {
    return keeper.settle(tx);
  }
}
