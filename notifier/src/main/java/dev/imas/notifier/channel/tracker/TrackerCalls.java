package dev.imas.notifier.channel.tracker;

import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.TaskAnswers;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a tracker, and ends the task where it does not do what is asked. */
final class TrackerCalls {

  /** A list of a hundred issues with long texts. */
  static final int LIST = 4 << 20;

  private TrackerCalls() {}

  /**
   * The answer to a request that has to succeed.
   *
   * @throws TaskEnd.Stop when it does not
   */
  static VendorAnswer call(TaskLine line, WebRequest request) {
    return read(line, TaskAnswers.answered(line.send(request)));
  }

  private static VendorAnswer read(TaskLine line, WebReply.Answered answered) {
    if (isLimited(answered)) {
      throw new TaskEnd.Stop(
          new TaskEnd.Later(
              "HTTP " + answered.status() + ": the tracker wants a rest",
              rest(answered, line.now()),
              false,
              true));
    }
    VendorAnswer answer = VendorAnswer.of(answered);
    TaskEnd end = TaskAnswers.end(answer.byStatus(null, said(answered), line.now()));
    if (end != null) {
      throw new TaskEnd.Stop(end);
    }
    return answer;
  }

  /**
   * The same about an issue that somebody may have removed.
   *
   * @throws TaskEnd.Stop that says so, where it is gone
   */
  static VendorAnswer callAbout(TaskLine line, WebRequest request) {
    WebReply.Answered answered = TaskAnswers.answered(line.send(request));
    if (answered.status() == 404 || answered.status() == 410) {
      throw new TaskEnd.Stop(
          new TaskEnd.Dead(
              "HTTP "
                  + answered.status()
                  + ": the issue is not there any more, or the token may not see it",
              true));
    }
    return read(line, answered);
  }

  /** GitHub says with a 403 that its limit is reached. */
  private static boolean isLimited(WebReply.Answered answered) {
    return answered.status() == 429
        || answered.status() == 403
            && (answered.header("Retry-After") != null
                || "0".equals(answered.header("X-RateLimit-Remaining")));
  }

  private static @Nullable Duration rest(WebReply.Answered answered, Instant now) {
    Duration asked = HttpAnswer.wait(answered.header("Retry-After"), now);
    if (asked != null) {
      return asked;
    }
    String reset = answered.header("X-RateLimit-Reset");
    return reset != null && reset.matches("[0-9]{1,12}")
        ? Duration.between(now, Instant.ofEpochSecond(Long.parseLong(reset)))
        : null;
  }

  /** What most trackers say of a refusal. */
  static String said(WebReply.Answered answered) {
    VendorAnswer answer = VendorAnswer.of(answered);
    for (String at : List.of("/message", "/errorMessages/0", "/error", "/errors/0/message")) {
      String said = answer.text(at);
      if (!said.isEmpty()) {
        return said;
      }
    }
    return "";
  }

  /** An answer that cannot be read may still mean that it was done. */
  static TaskEnd unreadable() {
    return new TaskEnd.Later("the tracker answered what cannot be read", null, true, false);
  }
}
