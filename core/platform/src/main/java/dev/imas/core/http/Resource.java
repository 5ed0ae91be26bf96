package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the kinds of things that {@link ResourceRoutes} lists, makes, reads,
 * replaces and deletes. A method that takes a {@link Tx} runs on a virtual thread and may await.
 *
 * @param <V> as it is shown
 * @param <W> what a request writes
 */
public interface Resource<V extends Versioned, W> {

  /** Parameters of the list besides limit and cursor. */
  default List<String> filters() {
    return List.of();
  }

  /**
   * Reads the parameters at once, and up to {@link Paging#fetch} items in the order of their keys
   * when it is run.
   */
  Function<Tx, List<V>> list(Query query, Paging paging);

  /** By which the list is ordered. */
  Object key(V item);

  /** As the caller may see it. */
  default V shown(V item) {
    return item;
  }

  /**
   * Reads a request; nothing of the body is left unchecked but what needs the database.
   *
   * @throws Fault INVALID with everything that is wrong
   */
  W read(Body body);

  /**
   * @throws Fault NOT_FOUND
   */
  V existing(Tx tx, Reference reference);

  /** Makes one, and reads it again. */
  V insert(Tx tx, UUID id, W writing);

  /** Path of one below {@link Api#BASE}. */
  String location(V made);

  /**
   * Replaces what a request may write, and reads it again.
   *
   * @param version that it must still have
   * @return null when it has another version by now
   */
  @Nullable V update(Tx tx, V before, W writing, int version);

  void delete(Tx tx, V there);

  /** What a violated constraint of that name means to the caller; null where it is our own bug. */
  default @Nullable Fault meaning(String constraint) {
    return null;
  }
}
