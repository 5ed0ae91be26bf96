package dev.imas.core.template;

import dev.imas.core.wording.Form;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a template that a tenant wrote.
 *
 * @param source null: from then on the shipped one was used
 */
record StoredTemplate(
    String language,
    String kind,
    Form form,
    int version,
    @Nullable String source,
    Instant madeAt,
    String madeBy) {}
