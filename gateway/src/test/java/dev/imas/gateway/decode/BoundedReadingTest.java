package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.CpuTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Bodies that are made to cost much more than their length. The time limits are far above the usual
 * time, and far below what each body took before its cost was bounded.
 */
class BoundedReadingTest {

  private static final Duration BOUND = Duration.ofSeconds(5);

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static String entries(int count, String entry) {
    return "[" + (entry + ",").repeat(count - 1) + entry + "]";
  }

  @Test
  void titleOfAMillionPrefixesIsReadInTime() {
    byte[] body = bytes("{\"title\":\"" + "[P1][Triggered on {a:b}]".repeat(200_000) + " x\"}");

    CpuTime.within(
        BOUND, () -> assertThat(Bodies.alerts(Bodies.DATADOG, body).getFirst().firing()).isTrue());
  }

  @Test
  void whatAnEnvelopeSharesWithAHundredThousandAlertsIsNotCopiedIntoEach() {
    String large = "x".repeat(1_000_000);
    List<String> shared =
        List.of(
            "\"commonLabels\":{\"a\":\"" + large + "\"}",
            "\"commonAnnotations\":{\"a\":\"" + large + "\"}",
            "\"groupKey\":\"" + large + "\"",
            "\"receiver\":\"" + large + "\"",
            "\"externalURL\":\"" + large + "\"",
            "\"status\":\"" + large + "\"");
    for (String field : shared) {
      String body = "{" + field + ",\"alerts\":" + entries(50_000, "{\"labels\":{\"b\":\"1\"}}");

      for (AlertDecoder decoder : List.of(Bodies.WEBHOOK, Bodies.GRAFANA)) {
        CpuTime.within(
            BOUND,
            () -> {
              Decoding.Refused refused = Bodies.refused(decoder, body + "}");
              assertThat(refused.status()).isEqualTo(422);
              assertThat(refused.pointer()).isEqualTo("/alerts");
            });
      }
    }
  }

  @Test
  void whatARealEnvelopeSharesIsNoReasonToRefuseIt() {
    String labels = "\"l\":\"" + "x".repeat(1_000) + "\"";
    String body =
        "{\"groupKey\":\"{}:{}\",\"externalURL\":\"http://alertmanager:9093\",\"commonLabels\":{"
            + labels
            + "},\"alerts\":"
            + entries(9_000, "{\"labels\":{" + labels + "}}")
            + "}";

    assertThat(Bodies.alerts(Bodies.WEBHOOK, body)).hasSize(9_000);
  }

  @Test
  void formOfControlCharactersIsReadInTime() {
    byte[] form = new byte[10_000_000];
    Arrays.fill(form, (byte) 1);

    CpuTime.within(
        BOUND,
        () ->
            assertThat(new FormFields(form, form.length).toJson())
                .startsWith(bytes("{\"\\u0001\\u0001")));
  }

  @Test
  void mappedLabelsThatComeAgainAndAgainAreReadInTime() {
    DecodeContext context =
        Bodies.context(Bodies.options("{\"mapping\":{\"alert_name\":\"/n\",\"labels\":\"/l\"}}"));
    StringBuilder body = new StringBuilder("{\"n\":\"A\",\"l\":{");
    for (int i = 0; i < 100_000; i++) {
      body.append("\"l").append(i).append("\":\"\",");
    }
    body.append("\"z\":\"\"}").append(",\"l\":{\"a\":\"b\"}".repeat(300_000)).append('}');
    byte[] bytes = bytes(body.toString());

    CpuTime.within(
        BOUND,
        () -> {
          Decoding decoding = Bodies.CUSTOM.decode(bytes, bytes.length, context);
          assertThat(Bodies.alerts(decoding).getFirst().labels().toMap())
              .containsOnlyKeys("a", "alertname");
        });
  }

  @Test
  void deepAndUnorderedValuesAreWrittenOutInTime() {
    String inner = "\"" + "x".repeat(5_000_000) + "\"";
    String value = "{\"b\":".repeat(90) + inner + ",\"a\":0}".repeat(90);
    byte[] body = bytes("{\"name\":\"A\",\"labels\":{\"deep\":" + value + "}}");

    CpuTime.within(BOUND, () -> assertThat(Bodies.alerts(Bodies.CUSTOM, body)).hasSize(1));
  }

  @Test
  void deepAndUnorderedBodyWithoutANameIsIdentifiedInTime() {
    String inner = "\"" + "x".repeat(5_000_000) + "\"";
    byte[] body = bytes("{\"b\":".repeat(90) + inner + ",\"a\":0}".repeat(90));

    CpuTime.within(BOUND, () -> assertThat(Bodies.alerts(Bodies.CUSTOM, body)).hasSize(1));
  }

  @Test
  void aHundredThousandElementsWithoutANameAreIdentifiedInTime() {
    byte[] body = bytes(entries(100_000, "{\"z\":{\"message\":\"m\",\"b\":\"c\"},\"a\":1}"));

    CpuTime.within(BOUND, () -> assertThat(Bodies.alerts(Bodies.CUSTOM, body)).hasSize(100_000));
  }

  @Test
  void aMillionTitlesWithinABodyAreComparedInTime() {
    StringBuilder list = new StringBuilder("{\"a\":[");
    for (int i = 0; i < 500_000; i++) {
      list.append("{\"name\":\"n").append(i).append("\"},");
    }
    byte[] body = bytes(list + "{}]}");

    CpuTime.within(BOUND, () -> assertThat(Bodies.alerts(Bodies.CUSTOM, body)).hasSize(1));
  }

  @Test
  void secretsInsideOfALargeValueAreFoundInTime() {
    String value = "[" + "{\"token\":\"t\",\"a\":[{}]},".repeat(300_000) + "{}]";
    byte[] body =
        bytes("{\"name\":\"A\",\"v\":" + value + ",\"w\":\"" + "[{".repeat(2_000_000) + "\"}");

    CpuTime.within(
        BOUND,
        () ->
            assertThat(Bodies.alerts(Bodies.CUSTOM, body).getFirst().annotations().get("v"))
                .doesNotContain("\"t\""));
  }

  @Test
  void halvesOfSurrogatePairsInMillionsOfNamesAreRepairedInTime() {
    byte[] body =
        bytes("{\"name\":\"A\",\"v\":{" + "\"\\ud800\" :1,".repeat(700_000) + "\"a\":1}}");

    CpuTime.within(BOUND, () -> assertThat(Bodies.alerts(Bodies.CUSTOM, body)).hasSize(1));
  }
}
