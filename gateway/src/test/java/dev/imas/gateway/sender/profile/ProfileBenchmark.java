package dev.imas.gateway.sender.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.SenderProfile;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.sender.uptimekuma.UptimeKumaSender;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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

/**
 * The same body read by a profile and by code: one beat of Uptime Kuma, and webhooks of an
 * Alertmanager with one and with a hundred alerts. A profile may take 1.5 times as long. {@code
 * ProfileBenchmarkTest} sees to it that both read the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProfileBenchmark {

  static final AlertDecoder UPTIME_KUMA =
      profile(
          """
          {
            "identity": [{"scheme": "monitor", "of": ["/monitor/id"]}, {"scheme": "name", "of": ["/monitor/name"]}],
            "status": {"of": "/heartbeat/status", "firing": ["0", "2"], "resolved": ["1", "3"]},
            "name": "/monitor/name",
            "title": ["/msg", "/heartbeat/msg"],
            "url": "/monitor/url",
            "observed_at": ["/heartbeat/time", "{/heartbeat/localDateTime}{/heartbeat/timezoneOffset}"],
            "labels": {"monitor_id": "/monitor/id", "monitor_type": "/monitor/type", "hostname": "/monitor/hostname"}
          }
          """);

  static final AlertDecoder ALERTMANAGER =
      profile(
          """
          {
            "alerts": "/alerts/*",
            "identity": [{"scheme": "fingerprint", "of": ["/alerts/*/fingerprint"], "global": true}],
            "status": {"of": ["/alerts/*/status", "/status"], "firing": ["firing"], "resolved": ["resolved"]},
            "severity": ["/alerts/*/labels/severity", "/alerts/*/labels/priority"],
            "name": "/alerts/*/labels/alertname",
            "title": "/alerts/*/annotations/summary",
            "url": "/alerts/*/generatorURL",
            "starts_at": "/alerts/*/startsAt",
            "label_sets": [{"at": "/alerts/*/labels"}],
            "annotation_sets": [{"at": "/alerts/*/annotations"}]
          }
          """);

  static final AlertDecoder UPTIME_KUMA_BY_CODE =
      UptimeKumaSender.SENDER.formats().getFirst().decoder();

  static final byte[] BEAT = Bodies.file("uptime-kuma/webhook-up.json");
  static final byte[] SINGLE = webhook(1);
  static final byte[] HUNDRED = webhook(100);

  @Benchmark
  public Decoding uptimeKumaByCode() {
    return Bodies.decode(UPTIME_KUMA_BY_CODE, BEAT);
  }

  @Benchmark
  public Decoding uptimeKumaByProfile() {
    return Bodies.decode(UPTIME_KUMA, BEAT);
  }

  @Benchmark
  public Decoding alertmanagerSingleByCode() {
    return Bodies.decode(Bodies.WEBHOOK, SINGLE);
  }

  @Benchmark
  public Decoding alertmanagerSingleByProfile() {
    return Bodies.decode(ALERTMANAGER, SINGLE);
  }

  @Benchmark
  public Decoding alertmanagerHundredByCode() {
    return Bodies.decode(Bodies.WEBHOOK, HUNDRED);
  }

  @Benchmark
  public Decoding alertmanagerHundredByProfile() {
    return Bodies.decode(ALERTMANAGER, HUNDRED);
  }

  private static AlertDecoder profile(String text) {
    SenderProfile read =
        SenderProfile.read(
            Json.read(text, JsonNode.class),
            (pointer, expected) -> {
              throw new AssertionError(pointer + " " + expected);
            });
    return new ProfileDecoder("benchmark", "alert", Objects.requireNonNull(read));
  }

  private static byte[] webhook(int alerts) {
    return ("{\"receiver\":\"imas\",\"status\":\"firing\",\"alerts\":["
            + IntStream.range(0, alerts)
                .mapToObj(ProfileBenchmark::alert)
                .collect(Collectors.joining(","))
            + "],\"groupLabels\":{\"alertname\":\"HighErrorRate\"},\"commonLabels\":{},"
            + "\"commonAnnotations\":{},\"externalURL\":\"http://alertmanager:9093\","
            + "\"version\":\"4\",\"groupKey\":\"{}\",\"truncatedAlerts\":0}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String alert(int i) {
    return """
    {"status":"firing","labels":{"alertname":"HighErrorRate","cluster":"eu-west-1",\
    "instance":"api-%1$d:8080","job":"api-gateway","service":"api-gateway",\
    "severity":"critical"},"annotations":{"description":"Error rate is 5.%1$d",\
    "summary":"High error rate on API gateway"},"startsAt":"2026-08-01T09:12:33.804273516Z",\
    "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus:9090/graph?g0.tab=1",\
    "fingerprint":"a1bc48475b2%1$05x"}\
    """
        .formatted(i);
  }
}
