package dev.imas.core.load;

import dev.imas.core.load.LoadPlan.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a comparison. */
final class BesideOptions {

  @Option(
      names = "--floor-loops",
      paramLabel = "N",
      description =
          "The event loops of the floor server. Default: as many as the gateway of IMAS has, "
              + "which is one per processor, 4 at most.")
  private int floorLoops = Math.min(Runtime.getRuntime().availableProcessors(), 4);

  @Option(
      names = "--beside",
      paramLabel = "TARGET",
      split = ",",
      description = "Measure these servers alternating with the target: floor, alertmanager.")
  private List<String> others = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "With --beside: how often each is measured. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "With --beside: how many rounds may be repeated because other programs used the "
              + "processors."
              + " Default: ${DEFAULT-VALUE}")
  private int retries;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = TimeSpan.class,
      description =
          "With --beside: how long to wait at most, before each measurement, until the "
              + "processors are idle. Default: ${DEFAULT-VALUE}")
  private Duration settle = Duration.ZERO;

  @Option(
      names = "--foreign",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "With --beside: the share of the processors that other programs may use; above it a "
              + "round is repeated. Default: ${DEFAULT-VALUE}")
  private double foreign;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description =
          "With --beside: the id of a process that belongs to a target, including its child "
              + "processes; repeatable. Default: the processes that listen at the URLs, and "
              + "the local servers that they are connected to")
  private List<Long> pids = List.of();

  @Option(
      names = "--alertmanager",
      paramLabel = "URL",
      description = "With --beside alertmanager: the URL of a running Alertmanager.")
  private @Nullable URI alertmanager;

  @Option(
      names = "--alertmanager-bin",
      paramLabel = "FILE",
      description =
          "With --beside alertmanager: the Alertmanager program, which is started "
              + "for the comparison.")
  private @Nullable Path alertmanagerProgram;

  boolean isWanted() {
    return !others.isEmpty();
  }

  int floorLoops() {
    return floorLoops;
  }

  /**
   * @return null if nothing is compared
   */
  LoadPlan.@Nullable Beside read(Target first, OptionFaults faults) {
    faults.within("--floor-loops", floorLoops, 1, 64);
    if (!isWanted()) {
      return null;
    }
    faults.within("--rounds", rounds, 1, 100);
    faults.within("--retries", retries, 0, 100);
    faults.within("--settle", settle, Duration.ZERO, Duration.ofHours(1));
    if (!(foreign >= 0 && foreign <= 1)) {
      faults.add("--foreign is " + foreign + "; expected 0 to 1");
    }
    List<Target> targets = new ArrayList<>();
    for (String word : others) {
      Target target = faults.read("--beside", () -> StormOptions.target(word), first);
      if (target == Target.IMAS || target == first || targets.contains(target)) {
        faults.add(
            "--beside is '"
                + word
                + "'; expected floor or alertmanager, each at most "
                + "once, and not the target itself");
      }
      targets.add(target);
    }
    boolean needsAlertmanager = targets.contains(Target.ALERTMANAGER);
    if (needsAlertmanager == (alertmanager == null && alertmanagerProgram == null)) {
      faults.add(
          "--beside alertmanager needs --alertmanager URL or --alertmanager-bin FILE, and "
              + "these need --beside alertmanager");
    }
    URI url = alertmanager;
    return new LoadPlan.Beside(
        targets,
        rounds,
        retries,
        settle,
        foreign,
        pids,
        url == null
            ? null
            : faults.read(
                "--alertmanager", () -> Endpoint.of(url), new Endpoint("localhost", 1, "")),
        alertmanagerProgram);
  }
}
