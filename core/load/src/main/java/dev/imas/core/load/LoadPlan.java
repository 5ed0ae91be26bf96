package dev.imas.core.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storm that is ready to run, from options that are all valid.
 *
 * @param senders at least one
 * @param tokens one for each sender, which may read its tenant; empty: nothing is checked
 * @param seed the seed of the random choices
 * @param json the file for the result as JSON
 */
public record LoadPlan(
    Target target,
    Endpoint url,
    URI core,
    List<LoadSender> senders,
    List<String> tokens,
    Mode mode,
    Duration warmup,
    Duration duration,
    Duration ramp,
    LoadGenerator.Settings settings,
    LoadShape shape,
    long seed,
    int floorLoops,
    @Nullable Beside beside,
    @Nullable Path json) {

  /** The server to post to. */
  public enum Target {
    IMAS,
    ALERTMANAGER,
    FLOOR
  }

  /** When posts are sent. */
  public sealed interface Mode {

    /** As fast as posts are answered. */
    record Saturation() implements Mode {}

    /** On schedule, at a rate in posts per second. */
    record OpenLoop(double rate) implements Mode {}

    /** On schedule, at the highest rate at which the 99th percentile is below the limit. */
    record Search(Duration p99) implements Mode {}
  }

  /**
   * Other targets, measured alternating with the first.
   *
   * @param retries how many spoiled rounds may be repeated in the whole comparison
   * @param settle the longest wait for idle processors before a round
   * @param mostForeign the share of the processors that other programs may use before a round is
   *     spoiled
   * @param pids the processes that belong to the targets, in addition to those found
   * @param alertmanager a running Alertmanager; otherwise the program is started
   */
  public record Beside(
      List<Target> others,
      int rounds,
      int retries,
      Duration settle,
      double mostForeign,
      List<Long> pids,
      @Nullable Endpoint alertmanager,
      @Nullable Path alertmanagerProgram) {

    public Beside {
      others = List.copyOf(others);
      pids = List.copyOf(pids);
    }
  }

  public LoadPlan {
    senders = List.copyOf(senders);
    tokens = List.copyOf(tokens);
  }

  boolean checks() {
    return !tokens.isEmpty();
  }

  /** One measured phase in the given mode. */
  Phase phase() {
    return switch (mode) {
      case Mode.Saturation() -> Phase.saturation(duration);
      case Mode.OpenLoop(double rate) -> new Phase(rate, duration, ramp);
      case Mode.Search search -> Phase.saturation(duration);
    };
  }

  /** The longest time that the whole storm may take, with a margin. */
  Duration longest() {
    long phases =
        switch (mode) {
          case Mode.Search search -> SaturationSearch.MOST_STEPS + 1;
          case Mode.Saturation saturation -> 1;
          case Mode.OpenLoop openLoop -> 1;
        };
    if (beside != null) {
      phases = (beside.rounds + beside.retries) * (beside.others.size() + 1L);
    }
    Duration each = duration.plus(ramp).plus(settings.timeout()).plusSeconds(20);
    return each.multipliedBy(phases).plus(warmup.multipliedBy(3)).plusMinutes(1);
  }
}
