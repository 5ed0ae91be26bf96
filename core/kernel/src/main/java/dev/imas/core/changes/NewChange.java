package dev.imas.core.changes;

import dev.imas.core.model.Severity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that has no number yet: {@link Change} says what its members are.
 *
 * @param version of what changed, after the change
 */
public record NewChange(
    UUID subject, int version, UUID service, @Nullable UUID incident, Severity severity) {}
