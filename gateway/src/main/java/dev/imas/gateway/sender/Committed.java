package dev.imas.gateway.sender;

import dev.imas.core.model.Disposition;
import dev.imas.gateway.decode.BrokenElement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A post whose readable alerts are committed, or are certain to be. */
public interface Committed {

  UUID receipt();

  /** The name that the sender has for what it posted, given or made; null where it has none. */
  default @Nullable String key() {
    return null;
  }

  /** How long it took, from the first byte to now. */
  default long tookNanos() {
    return 0;
  }

  /**
   * Whether it is in the log in front of the gateway and not committed yet, so that no disposition
   * is known.
   */
  default boolean isLogged() {
    return false;
  }

  /** Whether it is a test, of which nobody is told. */
  default boolean isTest() {
    return false;
  }

  /** How many elements could be read: alerts, and events that are none. */
  int alerts();

  /** How many of the post's elements have this disposition; 0 while it is only in the log. */
  int count(Disposition disposition);

  /**
   * The elements that could not be read, in the order of the body, up to the number that is kept.
   */
  List<BrokenElement> broken();

  /** How many more could not be read. */
  int notKept();

  /** How many alerts are weakly identified. */
  int weak();

  /** A JSON array for {@code Prefer: return=representation}, null when not asked for. */
  @Nullable String results();
}
