package dev.imas.core.work;

import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import org.slf4j.Logger;

/** Is told how the passes of a loop end, on the loop's context. */
public interface PassObserver {

  /**
   * @param nanos that it took
   */
  void passed(long nanos);

  void failed(Throwable failure, long nanos);

  /** For work that nobody misses before its next pass: failures are logged at DEBUG. */
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

  /** Failures are one line a minute, or part of the outage where the database is away. */
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
