package dev.imas.notifier.sns;

import dev.imas.core.model.TenantId;
import java.time.Instant;
import java.util.UUID;

/** Something to be asked of SNS, which nobody else asks now. */
sealed interface SnsJob {

  TenantId tenant();

  /** How often it was tried, with this time. */
  int attempts();

  /** To fetch the certificate at this address. */
  record Fetch(TenantId tenant, String url, int attempts) implements SnsJob {}

  /**
   * To confirm a subscription. It prints without the address, which confirms it.
   *
   * @param toldAt when SNS asked
   */
  record Confirm(
      TenantId tenant,
      UUID source,
      String topic,
      String message,
      Instant toldAt,
      String url,
      int attempts)
      implements SnsJob {

    @Override
    public String toString() {
      return "Confirm " + message + " of " + topic;
    }
  }
}
