package dev.imas.core.retention;

import dev.imas.core.platform.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * @param keep by table: how long a partition is kept after its end
 * @param receipts how long receipts are answered; no longer than the journal they are read from
 */
public record RetentionConfig(Map<String, Duration> keep, Duration receipts) {

  public RetentionConfig {
    keep = Map.copyOf(keep);
  }

  public static RetentionConfig read(Settings in) {
    Duration day = Duration.ofDays(1);
    Duration most = Duration.ofDays(3650);
    Duration journal = in.duration("core.retention.transitions", Duration.ofDays(30), day, most);
    Duration receipts =
        in.duration("core.retention.receipts", Duration.ofDays(7), Duration.ofMinutes(1), most);
    if (receipts.compareTo(journal) > 0) {
      in.fault("core.retention.receipts is longer than core.retention.transitions");
    }
    return new RetentionConfig(
        Map.of(
            "transition", journal,
            "dead_letter",
                in.duration("core.retention.dead-letters", Duration.ofDays(30), day, most),
            "ledger", in.duration("core.retention.ledger", Duration.ofDays(90), day, most),
            "delivery_attempt",
                in.duration("core.retention.delivery-attempts", Duration.ofDays(90), day, most),
            "timeline", in.duration("core.retention.timeline", Duration.ofDays(730), day, most)),
        receipts);
  }
}
