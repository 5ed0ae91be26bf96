package dev.imas.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time and garbage of reading one body; run with {@code -prof gc} for the latter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {

  private final byte[] single = webhook(1);
  private final byte[] hundred = webhook(100);
  private final byte[] prometheus = prometheus(64);
  private final byte[] datadog = Bodies.file("datadog/triggered-error-monitor-keep-api.json");

  @Benchmark
  public Decoding alertmanagerSingle() {
    return Bodies.decode(Bodies.WEBHOOK, single);
  }

  @Benchmark
  public Decoding alertmanagerHundred() {
    return Bodies.decode(Bodies.WEBHOOK, hundred);
  }

  @Benchmark
  public Decoding prometheusSixtyFour() {
    return Bodies.decode(Bodies.API_V2, prometheus);
  }

  @Benchmark
  public Decoding datadogSingle() {
    return Bodies.decode(Bodies.DATADOG, datadog);
  }

  private static byte[] webhook(int alerts) {
    String[] entries =
        IntStream.range(0, alerts)
            .mapToObj(
                i ->
                    "{\"status\":\"firing\","
                        + alert(i)
                        + ",\"endsAt\":\"0001-01-01T00:00:00Z\",\"fingerprint\":\"a1bc48475b20e73d\"}")
            .toArray(String[]::new);
    return ("{\"receiver\":\"imas\",\"status\":\"firing\",\"alerts\":["
            + String.join(",", entries)
            + "],\"groupLabels\":{\"alertname\":\"HighErrorRate\"},"
            + "\"commonLabels\":{\"alertname\":\"HighErrorRate\",\"severity\":\"critical\"},"
            + "\"commonAnnotations\":{},\"externalURL\":\"http://alertmanager:9093\","
            + "\"version\":\"4\",\"groupKey\":\"{}:{alertname=\\\"HighErrorRate\\\"}\","
            + "\"truncatedAlerts\":0}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] prometheus(int alerts) {
    String[] entries =
        IntStream.range(0, alerts)
            .mapToObj(i -> "{" + alert(i) + ",\"endsAt\":\"2026-08-01T10:04:00.000Z\"}")
            .toArray(String[]::new);
    return ("[" + String.join(",", entries) + "]").getBytes(StandardCharsets.UTF_8);
  }

  private static String alert(int i) {
    return "\"labels\":{\"alertname\":\"HighErrorRate\",\"cluster\":\"eu-west-1\",\"instance\":\"api-"
        + i
        + ":8080\",\"job\":\"api-gateway\",\"service\":\"api-gateway\",\"severity\":\"critical\"},"
        + "\"annotations\":{\"description\":\"Error rate is 5."
        + i
        + " % for 5 minutes\",\"summary\":\"High error rate on API gateway\"},"
        + "\"startsAt\":\"2026-08-01T09:12:33.804273516Z\","
        + "\"generatorURL\":\"http://prometheus:9090/graph?g0.expr=rate%28errors%5B5m%5D%29\\u0026g0.tab=1\"";
  }
}
