package dev.imas.core.incident;

import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Adds impact scopes to incidents and removes them: it plans the steps of a change, and whoever
 * asked writes the change.
 */
public interface ImpactScopes {

  /** For incidents that can have none. */
  ImpactScopes NONE =
      new ImpactScopes() {
        @Override
        public Future<IncidentChange> addAll(
            Tx tx, IncidentChange change, List<Reference> scopes, String by, Instant at) {
          return Future.succeededFuture(change);
        }

        @Override
        public Future<IncidentChange> add(
            Tx tx, IncidentChange change, Reference scope, String by, Instant at) {
          return Future.succeededFuture(change);
        }

        @Override
        public Future<IncidentChange> remove(
            Tx tx, IncidentChange change, Reference scope, String by, Instant at) {
          return Future.succeededFuture(change);
        }
      };

  /**
   * The change with those scopes that the incident has not yet. Fails with INVALID, pointing into
   * {@code impacted_scopes}, if one is unknown or inactive.
   */
  Future<IncidentChange> addAll(
      Tx tx, IncidentChange change, List<Reference> scopes, String by, Instant at);

  /**
   * The change with that scope, unless the incident has it. Fails with NOT_FOUND, or with CONFLICT
   * if the scope is inactive.
   */
  Future<IncidentChange> add(Tx tx, IncidentChange change, Reference scope, String by, Instant at);

  /** The change without that scope, if the incident has it. Fails with NOT_FOUND. */
  Future<IncidentChange> remove(
      Tx tx, IncidentChange change, Reference scope, String by, Instant at);
}
