package dev.imas.core.work;

import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import org.slf4j.Logger;

/** Learns how the passes of a loop end, on the loop's context. */
public interface PassObserver {

  /**
   * @param nanos how long it took
   */
  void passed(long nanos);

  void failed(Throwable failure, long nanos);

  /** For work that can wait for its next pass: failures are logged at DEBUG. */
  static PassObserver quiet(Logger log, String sentence) {
    return new PassObserver() {
      @Override
      public void passed(long nanos) {}

      @Override
      public void failed(Throwable failure, long nanos) {
        log.atDebug().setCause(failure).log(sentence);
      }
    };
  }

  /** Logs failures once a minute, or as part of the outage if the database is unreachable. */
  static PassObserver complaining(Logger log, Outage outage, String sentence) {
    OncePerMinute complaints = new OncePerMinute(System::nanoTime);
    return new PassObserver() {
      @Override
      public void passed(long nanos) {}

      @Override
      public void failed(Throwable failure, long nanos) {
        long failures = outage.reported(failure) ? 0 : complaints.dueAfterOneMore();
        if (failures > 0) {
          log.atWarn().setCause(failure).addKeyValue("failures", failures).log(sentence);
        }
      }
    };
  }
}
