package dev.imas.gateway.alertmanager;

import dev.imas.core.model.TenantId;
import dev.imas.gateway.snapshot.SourceEntry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose alerts a key reads: those of its source, or all of the tenant where the source's {@code
 * reads_all_alerts} says so.
 *
 * @param source null: of all
 */
record ReadScope(TenantId tenant, @Nullable UUID source) {

  static ReadScope of(SourceEntry source) {
    return new ReadScope(
        source.tenant(), source.access().readsAllAlerts() ? null : source.profile().id());
  }
}
