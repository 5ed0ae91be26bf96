package dev.imas.notifier.event;

import dev.imas.core.model.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * A claimed event, which is ours until its lease runs out.
 *
 * @param id also the idempotency key
 * @param about the incident; for a test the subscription
 * @param payload the body without the link, as stored
 * @param attempt how often it was claimed, this time included
 * @param queuedAt since when it waits
 * @param failures of its subscription in a row
 */
record EventPost(
    TenantId tenant,
    UUID id,
    String event,
    UUID about,
    String payload,
    int attempt,
    String url,
    byte[] sealedSecret,
    Instant queuedAt,
    int failures) {

  boolean isTest() {
    return event.equals("webhook.test");
  }
}
