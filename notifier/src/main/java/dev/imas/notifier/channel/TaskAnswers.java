package dev.imas.notifier.channel;

import dev.imas.core.wording.SafeText;
import dev.imas.notifier.egress.WebReply;
import org.jspecify.annotations.Nullable;

/** What answers mean for a task, alike for all vendors. Pure. */
public final class TaskAnswers {

  private TaskAnswers() {}

  /**
   * The answer, if there is one.
   *
   * @throws TaskEnd.Stop when there is none
   */
  public static WebReply.Answered answered(WebReply reply) {
    return switch (reply) {
      case WebReply.Answered answered -> answered;
      case WebReply.Barred barred ->
          throw new TaskEnd.Stop(new TaskEnd.Dead(barred.reason(), false));
      case WebReply.PutOff off ->
          throw new TaskEnd.Stop(
              new TaskEnd.Later("put off, for lack of room here", off.delay(), false, true));
      case WebReply.Failed failed ->
          throw new TaskEnd.Stop(
              new TaskEnd.Later(SafeText.line(failed.reason(), 250), null, true, false));
    };
  }

  /** How a task ends whose request had this outcome; null where it was accepted. */
  public static @Nullable TaskEnd end(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> null;
      case Outcome.Deferred deferred -> new TaskEnd.Later("put off", deferred.delay(), false, true);
      case Outcome.Retry retry -> {
        Integer status = retry.status();
        yield new TaskEnd.Later(
            retry.reason(), retry.retryAfter(), true, status != null && status < 500);
      }
      case Outcome.MayHeal healing -> new TaskEnd.Later(healing.reason(), null, true, true);
      case Outcome.Refused refused -> new TaskEnd.Dead(refused.reason(), false);
    };
  }
}
