package dev.imas.gateway.decode;

import dev.imas.core.model.Severity;
import java.util.UUID;

/** The authenticated source of a body, as far as decoding depends on it. */
public record SourceProfile(
    UUID id, String type, Severity defaultSeverity, SourceOptions options) {}
