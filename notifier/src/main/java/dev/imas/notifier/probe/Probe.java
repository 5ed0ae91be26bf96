package dev.imas.notifier.probe;

import dev.imas.core.model.TenantId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A component that is to be asked now.
 *
 * @param url whose scheme is http, https or tcp
 * @param expectedStatus null for any from 200 to 399
 * @param version of the probe; a result of another one counts for nothing
 */
record Probe(
    TenantId tenant,
    UUID component,
    String url,
    Duration timeout,
    @Nullable Integer expectedStatus,
    int version) {

  boolean accepts(int status) {
    return expectedStatus == null ? status >= 200 && status < 400 : status == expectedStatus;
  }
}
