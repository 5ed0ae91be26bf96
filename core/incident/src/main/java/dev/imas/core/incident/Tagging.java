package dev.imas.core.incident;

import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Adds tags to incidents and removes them: it plans the steps of a change, and whoever asked writes
 * the change.
 */
public interface Tagging {

  /** How many tags a request can add. */
  int MOST_AT_ONCE = 20;

  /** Characters of a name in a request; that of a tag may have fewer. */
  int LONGEST = 200;

  /**
   * The change with those tags that the incident has not yet. A tag that is not there is made.
   * Fails with INVALID for what can be no name, and with CONFLICT if a tag is inactive, or the
   * incident would have too many. Call it on a virtual thread.
   *
   * @param names by name or id
   * @param pointer to the list of names in the request, or to the only one
   */
  Future<IncidentChange> add(
      Tx tx, Call call, IncidentChange change, List<String> names, String pointer, Instant at);

  /** The change without that tag, if the incident has it. Fails with NOT_FOUND. */
  Future<IncidentChange> remove(Tx tx, Call call, IncidentChange change, Reference tag, Instant at);
}
