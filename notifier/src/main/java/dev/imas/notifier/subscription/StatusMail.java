package dev.imas.notifier.subscription;

import dev.imas.core.model.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * A mail to one subscriber, as it was claimed.
 *
 * @param content {@code bus.PageContent} as JSON
 * @param site the address of status pages, without a slash at its end
 * @param attempt 1 for the first
 * @param failures of the tenant's mails in a row
 */
record StatusMail(
    TenantId tenant,
    UUID telling,
    UUID subscriber,
    String email,
    String language,
    String content,
    String site,
    Instant toldAt,
    int attempt,
    int failures) {}
