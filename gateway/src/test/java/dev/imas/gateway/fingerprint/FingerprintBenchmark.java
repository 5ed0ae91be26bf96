package dev.imas.gateway.fingerprint;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

/** Time of one fingerprint; run with {@code -prof gc} for its garbage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FingerprintBenchmark {

  private final TenantId tenant = new TenantId(new UUID(1, 2));
  private final Labels usual =
      Labels.of(
          Map.of(
              "alertname", "HighErrorRate",
              "cluster", "eu-west-1",
              "instance", "api-17:8080",
              "job", "api-gateway",
              "service", "api-gateway",
              "severity", "critical"));
  private final Labels many =
      Labels.of(
          IntStream.range(0, 64)
              .boxed()
              .collect(Collectors.toMap(i -> "label_" + i, i -> "a value of some length " + i)));
  private final Labels notAscii = Labels.of(Map.of("alertname", "Überlast", "ort", "Größe 東京"));

  @Benchmark
  public Fingerprint sixLabels() {
    return of(usual);
  }

  @Benchmark
  public Fingerprint sixtyFourLabels() {
    return of(many);
  }

  @Benchmark
  public Fingerprint notAscii() {
    return of(notAscii);
  }

  private Fingerprint of(Labels labels) {
    return IdentityHash.start(IdentityScope.sharedIn(tenant), "prometheus", "labels")
        .add(labels, LabelSelection.ALL)
        .finish();
  }
}
