package dev.imas.core.paging;

import dev.imas.core.platform.Json;
import dev.imas.core.scheduler.DueTimer;
import java.util.UUID;

/** What timers of escalation carry. */
final class TimerPayload {

  private TimerPayload() {}

  /**
   * @param run the number of the run that set it
   */
  record OfRun(int run) {}

  /**
   * A call of one person that follows the first ones.
   *
   * @param seq the timeline's seq of the step
   */
  record OfCall(int run, int seq, UUID user, String username, UUID method) {}

  static String of(Run run) {
    return Json.write(new OfRun(run.number()));
  }

  static String of(Run run, int seq, Firing.LaterCall later) {
    return Json.write(
        new OfCall(run.number(), seq, later.user(), later.username(), later.call().method()));
  }

  static OfRun run(DueTimer timer) {
    return Json.read(timer.payload(), OfRun.class);
  }

  static OfCall call(DueTimer timer) {
    return Json.read(timer.payload(), OfCall.class);
  }

  /** The incident of a timer's subject. */
  static UUID incident(DueTimer timer) {
    String subject = timer.subject();
    int colon = subject.indexOf(':');
    return UUID.fromString(colon < 0 ? subject : subject.substring(0, colon));
  }
}
