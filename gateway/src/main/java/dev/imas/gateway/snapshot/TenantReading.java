package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.rule.RoutingTable;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of reading a tenant. */
sealed interface TenantReading {

  TenantId tenant();

  /**
   * @param table its compiled rules; null when not even a table without rules could be made
   * @param fault why its rules cannot be used, and the table is one without rules; null when they
   *     can
   */
  record Read(
      TenantId tenant,
      List<KeyedSource> sources,
      @Nullable RoutingTable table,
      @Nullable RuntimeException fault)
      implements TenantReading {

    public Read {
      sources = List.copyOf(sources);
    }
  }

  /** The database could not be asked for it, while it could for others. */
  record Unread(TenantId tenant, Throwable cause) implements TenantReading {}

  /**
   * @param key its SHA-256; null for a source without a key. A source is there once for each key
   */
  record KeyedSource(@Nullable ByteBuffer key, SourceEntry source) {}
}
