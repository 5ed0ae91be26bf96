package dev.imas.core.hidden;

import dev.imas.core.hiding.Silence;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;

/** Reads the silences of a time that is over, for whoever replays it. */
public final class PastSilences {

  private final HidingRepository hiding = new HidingRepository();

  /** Those that ended later, as they are today. Only on a virtual thread. */
  public List<Silence> since(Tx tx, Instant from) {
    return hiding.silences(tx, from).await();
  }
}
