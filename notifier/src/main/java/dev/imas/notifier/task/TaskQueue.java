package dev.imas.notifier.task;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outbox of one sort of tasks, of all tenants. */
public interface TaskQueue<T extends Task> {

  /** A task may take many requests, so its lease is long. */
  Duration LEASE = Duration.ofMinutes(2);

  /** Claims up to so many that are due, for {@link #LEASE}. */
  Future<List<T>> claim(int most);

  /**
   * Says what became of an attempt.
   *
   * @param end {@code done}, {@code dead}, {@code pending} to try again after the wait, or {@code
   *     untried}, which does not count as an attempt
   * @param result what core wants to know of it
   * @return whether the task was still this attempt's
   */
  Future<Boolean> end(
      T task, String end, Duration wait, Map<String, Object> result, @Nullable String error);

  /** The database's clock may have been set back: what was put off by the later clock is due. */
  Future<Void> recall();
}
