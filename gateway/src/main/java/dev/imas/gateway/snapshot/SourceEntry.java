package dev.imas.gateway.snapshot;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Secret;
import dev.imas.gateway.decode.SourceProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source that may post, by one of its keys.
 *
 * @param access what its key gives access to, and how it may be sent
 * @param profile how its alerts are read
 * @param signingSecret when set, every body must carry a valid HMAC signature besides the key
 * @param expiresAt after which this key is not accepted; null for never
 */
public record SourceEntry(
    TenantId tenant,
    String name,
    boolean active,
    SourceAccess access,
    SourceProfile profile,
    @Nullable Secret signingSecret,
    @Nullable Instant expiresAt) {}
