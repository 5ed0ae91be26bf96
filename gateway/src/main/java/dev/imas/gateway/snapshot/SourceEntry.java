package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.option.KafkaTopic;
import dev.imas.core.platform.Secret;
import dev.imas.gateway.decode.SourceProfile;
import dev.imas.gateway.sender.Format;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source that may post, by one of its keys, or that is read from a topic.
 *
 * @param access what its key gives access to, and how it may be sent
 * @param profile how its alerts are read
 * @param format how its posts arrive and are answered, where it says so itself
 * @param signingSecret when set, every body must carry a valid HMAC signature besides the key
 * @param former the secret before it, with which bodies may still be signed; null for none
 * @param expiresAt after which this key is not accepted; null for never
 * @param topic that its bodies are also read from; null where there is none
 * @param keepsBodies whether its newest bodies may be kept for a day
 */
public record SourceEntry(
    TenantId tenant,
    String name,
    boolean active,
    SourceAccess access,
    SourceProfile profile,
    @Nullable Format format,
    @Nullable Secret signingSecret,
    @Nullable FormerSecret former,
    @Nullable Instant expiresAt,
    @Nullable KafkaTopic topic,
    boolean keepsBodies) {

  /**
   * @param until when it ends to count
   */
  public record FormerSecret(Secret secret, Instant until) {}
}
