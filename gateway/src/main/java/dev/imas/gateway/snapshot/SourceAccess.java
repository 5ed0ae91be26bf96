package dev.imas.gateway.snapshot;

import dev.imas.core.option.SourceConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a source's key opens, and how it may come. Of the source's configuration, which core checks
 * when it is stored.
 *
 * @param keyHeader lower case, in which this source's key may come besides the usual ones
 * @param unsignedTime whether a signature counts that does not cover a time: such a post can be
 *     repeated by whoever saw it
 * @param readsAlerts whether the key reads the tenant's alerts as an Alertmanager shows them
 */
public record SourceAccess(@Nullable String keyHeader, boolean unsignedTime, boolean readsAlerts) {

  /**
   * @param reads whether sources of its type read alerts unless told otherwise
   */
  static SourceAccess of(SourceConfig config, boolean reads) {
    return new SourceAccess(
        config.keyHeader(),
        config.unsignedTime(),
        Objects.requireNonNullElse(config.readsAlerts(), reads));
  }
}
