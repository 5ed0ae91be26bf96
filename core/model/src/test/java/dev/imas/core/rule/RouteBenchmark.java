package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.sla.ServiceTier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One alert that matches one rule of 10, and one of 10,000, each rule with at least one equality.
 * The second may cost 1.3 times the first. The alerts match many rules in turn, so that the larger
 * table does not stay in the processor's cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH sets the fields.
public class RouteBenchmark {

  private static final String CEL =
      "{'cel': 'labels.team.startsWith(\\\"team-\\\") && !(num(labels.load) > 3)'}";
  private static final int ALERTS = 1 << 10;
  private static final int SERVICES = 5_000;

  @Param({"10", "10000"})
  int rules;

  /**
   * What the rules test: a value of their own, one beside a popular one, a pair, a condition, the
   * source, the service that labels chose.
   */
  @Param({"own", "popular", "pair", "when", "cel", "source", "service"})
  String shape;

  /** Whether the same alert is routed again and again, or many in turn. */
  @Param({"1", "1024"})
  int alerts;

  private RoutingTable table;
  private final RoutedAlert[] incoming = new RoutedAlert[ALERTS];
  private int next;

  /** Beside an equality, what costs little: a number, a list, hours. */
  private static String when(int i) {
    return "{'all': [{'matcher': 'instance=host-%d'}, {'label': 'severity', 'in': ['critical']},"
            .formatted(i)
        + " {'not': {'label': 'load', 'gt': 3}},"
        + " {'time': {'zone': 'Europe/Paris', 'from': '06:00', 'to': '22:00'}}]}";
  }

  /** The alerts are those of as many services for few rules as for many. */
  private String whenOf(int rule) {
    StringBuilder services = new StringBuilder();
    for (int i = rule % SERVICES; i < SERVICES; i += Math.min(rules, SERVICES)) {
      services.append(services.isEmpty() ? "" : ",").append("'service-").append(i).append("'");
    }
    return "{'all': [{'service': [%s]}, {'tier': ['TIER_2']}, {'severity': ['SEV1']}]}"
        .formatted(services);
  }

  @Setup
  public void compile() {
    int side = (int) Math.ceil(Math.sqrt(rules));
    Rules[] all = new Rules[rules];
    Arrays.setAll(
        all,
        i ->
            switch (shape) {
              case "own" -> rule("instance=host-" + i);
              case "popular" -> rule("severity=critical", "env=prod", "instance=host-" + i);
              case "when" -> rule().when(when(i));
              case "source" -> rule().when("{'source': ['source-%d']}".formatted(i));
              case "service" -> rule().when(whenOf(i));
              case "cel" -> rule("instance=host-" + i).when(CEL);
              default -> rule("team=team-" + i / side, "pod=pod-" + i % side);
            });
    Arrays.setAll(all, i -> all[i].to("checkout").groupBy("alertname", "cluster"));
    List<Service> services = new ArrayList<>();
    services.add(Rules.TRIAGE);
    services.add(Rules.CHECKOUT);
    // As many for few rules as for many: it is the rules that are compared.
    for (int i = 0; i < SERVICES; i++) {
      services.add(
          new Service(
              new UUID(7, i),
              "service-" + i,
              List.of(),
              false,
              ServiceTier.TIER_2,
              new Service.Owner(new UUID(8, i % 40), "team-" + i % 40)));
    }
    table = RoutingTable.compile(1, Rules.set(all), ServiceCatalog.of(services), true);
    for (int i = 0; i < ALERTS; i++) {
      int target = (int) ((long) (i % alerts + 1) * rules / (alerts + 1)) % rules;
      int service = i % alerts * 4 % SERVICES;
      if (shape.equals("service")) {
        target = service % Math.min(rules, SERVICES);
      }
      incoming[i] =
          new RoutedAlert(
              alert(target, side, shape.equals("service") ? "service-" + service : ""),
              Severity.SEV1_CRITICAL,
              Severity.SEV3_MEDIUM,
              Rules.NOON,
              Naming.UNKNOWN,
              Origin.of(new UUID(9, target), "source-" + target, "PROMETHEUS"));
      if (table.route(incoming[i]).rule() != target) {
        throw new IllegalStateException("alert " + i + " does not match rule " + target);
      }
    }
  }

  private static Labels alert(int target, int side, String service) {
    return Labels.of(
        "alertname", "HighErrorRate",
        "cluster", "eu-west-1",
        "env", "prod",
        "instance", "host-" + target,
        "job", "checkout-api",
        "namespace", "shop",
        "pod", "pod-" + target % side,
        "service", service,
        "severity", "critical",
        "team", "team-" + target / side,
        "zone", "b");
  }

  @Benchmark
  public Routing route() {
    return table.route(incoming[next++ & (ALERTS - 1)]);
  }
}
