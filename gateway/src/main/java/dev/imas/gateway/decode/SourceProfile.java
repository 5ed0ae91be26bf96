package dev.imas.gateway.decode;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Origin;
import java.util.UUID;

/**
 * The authenticated source of a body, as far as decoding and routing depend on it.
 *
 * @param origin what rules may ask of it
 */
public record SourceProfile(
    UUID id, String type, Severity defaultSeverity, SourceOptions options, Origin origin) {

  /** One of that name. */
  public static SourceProfile named(
      String name, UUID id, String type, Severity defaultSeverity, SourceOptions options) {
    return new SourceProfile(id, type, defaultSeverity, options, Origin.of(id, name, type));
  }
}
