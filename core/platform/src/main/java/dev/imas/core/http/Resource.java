package dev.imas.core.http;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource that {@link ResourceRoutes} lists, creates, reads, replaces and deletes. A
 * method that takes a {@link Tx} runs on a virtual thread and may await.
 *
 * @param <V> the resource as it is shown
 * @param <W> what a request writes of it
 */
public interface Resource<V extends Versioned, W> {

  /** Query parameters of the list besides limit and cursor. */
  default List<String> filters() {
    return List.of();
  }

  /**
   * Reads the parameters at once. The returned function reads up to {@link ListRange#fetch} items
   * in the order of their keys.
   */
  Function<Tx, List<V>> list(Query query, ListRange paging);

  /**
   * A part of the list as it is answered, read in transactions of its own. Whoever computes on what
   * was read overrides it, since a computation holds no connection.
   */
  default List<V> page(TenantId tenant, Transactions transactions, Query query, ListRange paging) {
    return transactions.call(tenant, list(query, paging));
  }

  /** The key that the list is ordered by. */
  Object key(V item);

  /** The item as the caller may see it. */
  default V shown(V item) {
    return item;
  }

  /**
   * Reads and checks a request's body, except what only the database can check.
   *
   * @throws Fault INVALID with all faults
   */
  W read(Body body);

  /** The team that owns it, whose grants allow to change it; null if none does. */
  default @Nullable UUID team(V item) {
    return null;
  }

  /**
   * The team that a new one will belong to; null if none.
   *
   * @throws Fault NOT_FOUND when the path names a team that does not exist
   */
  default @Nullable UUID teamOfNew(Tx tx) {
    return null;
  }

  /** * @throws Fault NOT_FOUND when it does not exist */
  V existing(Tx tx, Reference reference);

  /**
   * The same as it is answered, read in transactions of its own. Whoever computes on what was read
   * overrides it, since a computation holds no connection.
   */
  default V one(TenantId tenant, Transactions transactions, Reference reference) {
    return transactions.call(tenant, tx -> existing(tx, reference));
  }

  /** Creates one, and reads it again. */
  V insert(Tx tx, UUID id, W writing);

  /** What the audit calls it. */
  Audit.Subject subject(V item);

  /** The item as the audit keeps it: without what must not be kept for years, such as names. */
  default Object audited(V item) {
    return item;
  }

  /** The same of an item that was replaced, which may say more of what has changed. */
  default Object auditedAfter(V before, V after) {
    return audited(after);
  }

  /** The path of one below {@link Api#BASE}. */
  String location(V made);

  /**
   * Replaces what a request may write, and reads it again.
   *
   * @param version the version that it must still have
   * @return null if it has another version by now
   */
  @Nullable V update(Tx tx, V before, W writing, int version);

  void delete(Tx tx, V there);

  /** What a violated constraint of that name means to the caller; null if it is a bug of IMAS. */
  default @Nullable Fault meaning(String constraint) {
    return null;
  }
}
