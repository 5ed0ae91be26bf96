package dev.imas.gateway.decode;

import dev.imas.core.model.TenantId;

/** What a decoder must know besides the body. */
public record DecodeContext(
    TenantId tenant, SourceProfile source, long receivedAtMicros, AlertLimits limits) {}
