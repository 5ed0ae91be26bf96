package dev.imas.gateway.pipeline;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import io.vertx.core.Future;

/** The log did not take a post, so its sender still has it. */
final class NotAppended extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal reason;
  private final transient Fault fault;

  private NotAppended(Refusal reason, Fault fault) {
    super(fault.detail(), null, false, false);
    this.reason = reason;
    this.fault = fault;
  }

  /** Succeeds when the brokers have acknowledged it; otherwise fails with this. */
  static Future<Void> unless(PostLog log, PostedRecord posted, byte[] body) {
    int most = log.config().mostBytes();
    return body.length > most
        ? Future.failedFuture(tooLarge(most))
        : log.append(posted, body)
            .compose(
                outcome ->
                    switch (outcome) {
                      case PostLog.Outcome.Appended appended -> Future.succeededFuture();
                      case PostLog.Outcome.TooLarge larger -> Future.failedFuture(tooLarge(most));
                      case PostLog.Outcome.Failed failed ->
                          Future.failedFuture(
                              new NotAppended(
                                  Refusal.NOT_APPENDED,
                                  Fault.unavailable(failed.why() + "; post again", 1)));
                    });
  }

  private static NotAppended tooLarge(int most) {
    return new NotAppended(
        Refusal.TOO_LARGE,
        Fault.of(
            Fault.Kind.TOO_LARGE,
            "the log in front of this gateway takes no body of more than "
                + most
                + " bytes (gateway.log.max-record); post fewer alerts at once"));
  }

  Refusal reason() {
    return reason;
  }

  Fault fault() {
    return fault;
  }
}
