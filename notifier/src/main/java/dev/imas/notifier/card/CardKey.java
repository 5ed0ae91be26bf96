package dev.imas.notifier.card;

import dev.imas.core.model.TenantId;
import java.util.UUID;

/** Whose card it is: of one incident, for one receiver, in one channel. */
public record CardKey(TenantId tenant, UUID incident, UUID receiver, String channel) {}
