package dev.imas.core.fallback;

import dev.imas.core.contact.Reach;
import dev.imas.core.incident.Incident;
import dev.imas.core.platform.Tx;
import java.util.List;

/** Finds who is on call for the team that owns an incident. Only on a virtual thread. */
@FunctionalInterface
public interface OnCallContacts {

  /** For tenants of which nobody is ever on call. */
  OnCallContacts NONE = tx -> incident -> List.of();

  /** The answers of one transaction, in which each team is asked for once. */
  @FunctionalInterface
  interface Now {

    /**
     * @return how each of them is told of an incident of that severity, as they chose; empty if
     *     nobody is on call
     */
    List<Reach> of(Incident incident);
  }

  Now within(Tx tx);
}
