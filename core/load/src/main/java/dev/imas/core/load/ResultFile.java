package dev.imas.core.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The result in JSON: the options, the machine, and the measurements. It has no secrets. */
final class ResultFile {

  private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 99.99};

  private final LoadPlan plan;
  private final ObjectNode root = Json.MAPPER.createObjectNode();

  ResultFile(LoadPlan plan, String version, String run) {
    this.plan = plan;
    root.put("run", run);
    root.put("at", Instant.now().toString());
    root.put("seed", plan.seed());
    root.put("version", version);
    root.put("java", Runtime.version().toString());
    root.put("vertx", io.vertx.core.internal.VertxInternal.version());
    machine(root.putObject("machine"));
    options(root.putObject("options"));
  }

  private static void machine(ObjectNode machine) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    machine.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
    machine.put("processors", system.getAvailableProcessors());
    if (system instanceof com.sun.management.OperatingSystemMXBean more) {
      machine.put("memory_bytes", more.getTotalMemorySize());
    }
    try {
      Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .ifPresent(
              line -> machine.put("processor", line.substring(line.indexOf(':') + 1).strip()));
    } catch (IOException notThere) {
      // This is another system than Linux.
    }
  }

  private void options(ObjectNode options) {
    LoadShape shape = plan.shape();
    options.put("target", plan.target().name().toLowerCase(Locale.ROOT));
    options.put("url", plan.url().uri().toString());
    switch (plan.mode()) {
      case LoadPlan.Mode.Saturation() -> options.put("method", "closed loop");
      case LoadPlan.Mode.OpenLoop(double rate) ->
          options.put("method", "open loop, latency from when a post was due").put("rate", rate);
      case LoadPlan.Mode.Search search ->
          options
              .put("method", "open loop, bisection")
              .put("p99_limit_ms", search.p99().toNanos() / 1e6);
    }
    options.put("warmup_s", plan.warmup().toMillis() / 1e3);
    options.put("duration_s", plan.duration().toMillis() / 1e3);
    options.put("ramp_s", plan.ramp().toMillis() / 1e3);
    options.put("timeout_s", plan.settings().timeout().toMillis() / 1e3);
    options.put("connections", plan.settings().connections());
    options.put("threads", plan.settings().threads());
    options.put("format", shape.format().toString());
    options.put("alerts_per_request", shape.alertsPerRequest());
    if (shape.distinct() == 0) {
      options.put("distinct", "all");
    } else {
      options.put("distinct", shape.distinct());
    }
    options.put("recoveries", shape.changes());
    options.put("severities", shape.severities().toString());
    options.put("names", shape.names());
    shape.labels().forEach(options.putObject("labels")::put);
    ArrayNode weights = options.putArray("sender_weights");
    plan.senders().forEach(sender -> weights.add(sender.weight()));
    options.put("floor_loops", plan.floorLoops());
    LoadPlan.Beside beside = plan.beside();
    if (beside != null) {
      options.put("rounds", beside.rounds()).put("most_foreign", beside.mostForeign());
    }
  }

  void measured(PhaseResult result) {
    phase(root.putObject("result"), result);
  }

  void searched(List<SaturationSearch.Step<PhaseResult>> steps, double best) {
    ArrayNode all = root.putArray("steps");
    for (SaturationSearch.Step<PhaseResult> step : steps) {
      ObjectNode node = all.addObject();
      node.put("rate", step.rate());
      node.put("holds", step.holds());
      phase(node, step.result());
    }
    root.put("highest_rate", best);
  }

  void compared(List<TargetComparison.Series> all) {
    ObjectNode comparison = root.putObject("comparison");
    for (TargetComparison.Series series : all) {
      ObjectNode side = comparison.putObject(series.name());
      side.put("median_requests_per_second", series.throughput());
      side.put("median_alerts_per_second", series.throughput() * plan.shape().alertsPerRequest());
      side.put("median_p99_ms", series.p99Millis());
      rounds(side.putArray("rounds"), series.rounds());
      rounds(side.putArray("spoiled"), series.spoiled());
    }
    ArrayNode ratios = root.putArray("ratios");
    TargetComparison.Series first = all.getFirst();
    for (TargetComparison.Series other : all.subList(1, all.size())) {
      ratios
          .addObject()
          .put("of", first.name())
          .put("to", other.name())
          .put("throughput", first.throughput() / other.throughput())
          .put("p99", first.p99Millis() / other.p99Millis());
    }
  }

  private static void rounds(ArrayNode nodes, List<TargetComparison.Round> rounds) {
    for (TargetComparison.Round round : rounds) {
      ObjectNode node = nodes.addObject();
      node.put("round", round.number());
      node.put("foreign", round.foreign());
      phase(node, round.result());
    }
  }

  private static void phase(ObjectNode node, PhaseResult result) {
    RequestCounts counts = result.counts();
    node.put("requests_per_second", result.throughput());
    node.put("successful_requests_per_second", result.goodput());
    ObjectNode latency = node.putObject("latency_ms");
    for (double percentile : PERCENTILES) {
      latency.put(
          "p" + Double.toString(percentile).replaceAll("\\.0$", ""), result.millisAt(percentile));
    }
    latency.put("max", result.latencies().getMaxValue() / 1e6);
    latency.put("mean", result.latencies().getMean() / 1e6);
    node.put("sent", counts.sent);
    ObjectNode answers = node.putObject("answers");
    counts.byCode().forEach((code, n) -> answers.put(code.toString(), n));
    node.putObject("errors")
        .put("connect", counts.connectFailed)
        .put("reset", counts.reset)
        .put("timeout", counts.timedOut)
        .put("unreadable", counts.unreadable);
    node.put("reconnected", counts.reconnected);
    if (result.phase().isOpenLoop()) {
      node.put("rate", result.phase().rate());
      node.put("not_sent", result.notSent());
      node.put("longest_queue", result.longestQueue());
      node.put("sent_late_p99_ms", result.lateness().getValueAtPercentile(99) / 1e6);
    }
    if (result.use().known()) {
      node.putObject("processors")
          .put("generator", result.use().generator())
          .put("generator_us_per_request", result.microsPerRequest())
          .put("others", result.use().others());
    }
  }

  void checked(List<Reckoning> reckonings) {
    ArrayNode checks = root.putArray("check");
    for (Reckoning reckoning : reckonings) {
      ObjectNode tenant = checks.addObject();
      tenant.put("holds", reckoning.holds());
      ArrayNode lines = tenant.putArray("figures");
      for (Reckoning.Line line : reckoning.lines()) {
        lines
            .addObject()
            .put("name", line.name())
            .put("least", line.least())
            .put("most", line.most())
            .put("found", line.found());
      }
    }
  }

  /** Writes the file that the plan names, if any. */
  void write() {
    Path file = plan.json();
    if (file == null) {
      return;
    }
    try {
      Files.writeString(
          file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw new StormFailure(1, "The result cannot be written to " + file + " (--json): " + e);
    }
  }
}
