package dev.imas.core.configuration;

import dev.imas.core.document.Kind;
import java.util.UUID;

/**
 * Something that a set keeps, since an apply of the set made it or took it over.
 *
 * @param object its id
 */
record Managed(Kind kind, String key, String set, UUID object) {}
