package dev.imas.e2e.fault;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One alert of a storm and what its only sender knows of it. The sender posts an event until it is
 * acknowledged, and only then the next one. So in the end the last acknowledged event decides the
 * state. Only its sender's thread writes it; others read it after that thread has ended.
 */
final class StormAlert {

  final String name;
  final String instance;
  private boolean firing;
  private Instant startsAt = Instant.EPOCH;
  private long firingsSent;
  private boolean acknowledgedOnce;

  StormAlert(String name, String instance) {
    this.name = name;
    this.instance = instance;
  }

  /**
   * Makes the next event.
   *
   * @param recovers whether it recovers, in case it fires
   */
  void happen(boolean recovers) {
    if (!firing) {
      firing = true;
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      startsAt = now.isAfter(startsAt) ? now : startsAt.plusMillis(1);
    } else if (recovers) {
      firing = false;
    }
  }

  void sent() {
    if (firing) {
      firingsSent++;
    }
  }

  void acknowledged() {
    acknowledgedOnce = true;
  }

  /** As an Alertmanager writes it; the annotations differ from post to post. */
  String json(String storm, long value, String padding) {
    return """
    {"status":"%s","labels":{"alertname":"%s","severity":"critical","storm":"%s","instance":"%s"},\
    "annotations":{"value":"%d%s"},"startsAt":"%s"%s}\
    """
        .formatted(
            firing ? "firing" : "resolved",
            name,
            storm,
            instance,
            value,
            padding,
            startsAt,
            firing ? "" : ",\"endsAt\":\"" + Instant.now() + "\"");
  }

  /** The state that it must have now. */
  boolean firing() {
    return firing;
  }

  /** Of its last episode, as the sender told it. */
  Instant startsAt() {
    return startsAt;
  }

  long firingsSent() {
    return firingsSent;
  }

  boolean acknowledgedOnce() {
    return acknowledgedOnce;
  }
}
