package dev.imas.core.http;

import dev.imas.core.model.TenantId;
import java.util.UUID;

/**
 * Who asks.
 *
 * @param name the token's: the author of what it does
 * @param scope the widest it has
 */
public record Principal(TenantId tenant, UUID tokenId, String name, Scope scope) {}
