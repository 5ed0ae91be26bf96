package dev.imas.core.field;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

/**
 * Keeps which required values an incident has not, whoever opens or resolves it: nobody is refused
 * here. A change of anything else costs nothing, and neither does any of a tenant without fields.
 */
final class MissingFieldReaction implements IncidentReaction {

  private final FieldTenants tenants;
  private final FieldValueRepository values = new FieldValueRepository();

  MissingFieldReaction(FieldTenants tenants) {
    this.tenants = tenants;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Incident> concerned =
        changes.stream()
            .filter(MissingFieldReaction::mayMatter)
            .map(IncidentChange::after)
            .toList();
    return concerned.isEmpty() || !tenants.mayHaveSome(tx)
        ? Future.succeededFuture()
        : values.recordMissing(tx, concerned);
  }

  private static boolean mayMatter(IncidentChange change) {
    Incident before = change.before();
    return before == null
        || before.status().isOpen() != change.after().status().isOpen()
        || change.entries().stream().anyMatch(entry -> entry.type() == TimelineType.FIELD);
  }
}
