package dev.imas.core.lookup;

import dev.imas.core.http.Call;
import dev.imas.core.platform.Tx;
import java.util.UUID;

/** The rules that read lookup tables now. Call it on a virtual thread. */
public interface RulesInForce {

  /** Whether they name that table. */
  boolean name(Tx tx, UUID table, String name);

  /** Puts the same rules into force with the newest versions of their tables, if they name it. */
  void readAgain(Tx tx, Call call, UUID table, String name);
}
