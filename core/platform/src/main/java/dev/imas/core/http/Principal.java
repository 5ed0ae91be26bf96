package dev.imas.core.http;

import dev.imas.core.model.TenantId;
import java.util.UUID;

/**
 * The authenticated caller of a request.
 *
 * @param name the token's name: the author of what the caller does
 * @param scope the token's widest scope
 */
public record Principal(TenantId tenant, UUID tokenId, String name, Scope scope) {}
