package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A keeper of documents that may say less than requests of the API. */
public final class CheckedKeeper implements Keeper {

  private final Keeper keeper;
  private final Consumer<ObjectNode> check;

  /**
   * @param check of a body that is to be written; throws a {@link Fault}
   */
  public CheckedKeeper(Keeper keeper, Consumer<ObjectNode> check) {
    this.keeper = keeper;
    this.check = check;
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    return keeper.present(tx, secrets);
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    check.accept(body);
    keeper.create(tx, id, body);
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    check.accept(body);
    keeper.update(tx, there, before, body);
  }

  @Override
  public void delete(Tx tx, Present there) {
    keeper.delete(tx, there);
  }

  @Override
  public Optional<String> retire(Tx tx, Present there) {
    return keeper.retire(tx, there);
  }

  @Override
  public Map<UUID, Fault> settle(Tx tx) {
    return keeper.settle(tx);
  }
}
