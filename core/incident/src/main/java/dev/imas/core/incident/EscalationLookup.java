package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says how the escalations of listed incidents go. */
@FunctionalInterface
public interface EscalationLookup {

  /** Of so many incidents at once it may be asked. */
  int MOST = 50;

  /**
   * Whom an incident has paged, and whom it pages next.
   *
   * @param paged the last step that found somebody; null if none has
   * @param next null if no step is to come
   */
  record Brief(@Nullable Paged paged, @Nullable Coming next) {}

  /** A step that was taken, and the names of the people and channels that it paged. */
  record Paged(List<String> names, Instant at) {}

  /**
   * A step that is to come.
   *
   * @param names whom it would page then, as things are now; empty if nobody
   */
  record Coming(List<String> names, Instant dueAt) {}

  /**
   * Those of these incidents that have escalated, in few questions for all. Only on a virtual
   * thread.
   */
  Map<UUID, Brief> of(Tx tx, Collection<UUID> incidents);
}
