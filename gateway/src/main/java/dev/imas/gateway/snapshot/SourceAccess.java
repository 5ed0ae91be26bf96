package dev.imas.gateway.snapshot;

import dev.imas.core.option.SnsTopics;
import dev.imas.core.option.SourceConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a source's key gives access to, and how it may be sent. It comes from the source's
 * configuration, which core checks when it is stored.
 *
 * @param keyHeader in lower case; a further header that may carry this source's key
 * @param unsignedTime whether a signature is accepted that does not cover a time: such a post can
 *     be replayed by whoever saw it
 * @param readsAlerts whether the key reads alerts as an Alertmanager shows them
 * @param readsAllAlerts whether those are the tenant's, and not only the source's
 * @param silences whether the key may silence the tenant's alerts
 * @param sns the topics of Amazon SNS that alone may post, signed; null where that is not asked
 */
public record SourceAccess(
    @Nullable String keyHeader,
    boolean unsignedTime,
    boolean readsAlerts,
    boolean readsAllAlerts,
    boolean silences,
    @Nullable SnsTopics sns) {

  /**
   * @param reads whether sources of its type read alerts by default
   */
  static SourceAccess of(SourceConfig config, boolean reads) {
    return new SourceAccess(
        config.keyHeader(),
        config.unsignedTime(),
        Objects.requireNonNullElse(config.readsAlerts(), reads),
        config.readsAllAlerts(),
        config.silences(),
        config.sns());
  }
}
