package dev.imas.gateway.sender;

import dev.imas.core.model.Disposition;
import dev.imas.gateway.decode.BrokenElement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A post whose alerts, as far as they could be read, are committed. */
public interface Committed {

  UUID receipt();

  /** How many alerts could be read. */
  int alerts();

  /** How many of the post's elements this became of. */
  int count(Disposition disposition);

  /** What could not be read, in the order of the body, as far as it is kept. */
  List<BrokenElement> broken();

  /** How much more could not be read. */
  int notKept();

  /** How many alerts are identified weakly. */
  int weak();

  /** JSON array for {@code Prefer: return=representation}, null when not asked for. */
  @Nullable String results();
}
