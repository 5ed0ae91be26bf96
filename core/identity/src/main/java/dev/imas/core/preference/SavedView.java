package dev.imas.core.preference;

import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.UUID;

/**
 * A view of a page, as one user sees it.
 *
 * @param query of the page's address
 * @param isShared whether everybody in the tenant sees it
 * @param owner the username
 * @param isOwn whether the user may change it
 * @param isDefault whether the page opens with it for the user
 */
record SavedView(
    UUID id,
    String name,
    String page,
    String query,
    boolean isShared,
    String owner,
    boolean isOwn,
    boolean isDefault,
    Instant createdAt,
    Instant updatedAt,
    int version)
    implements Versioned {}
