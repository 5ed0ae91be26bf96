package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.fixtures.FullSize;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout of a sender's JSON says nothing about its alerts. */
class SpellingTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 0})
  void everyPayloadIsReadAlikeInAnySpelling(long seed) {
    long chosen = seed == 0 ? ThreadLocalRandom.current().nextLong() : seed;
    Random random = new Random(chosen);
    int respelled = 0;
    for (byte[] body : Bodies.files().toList()) {
      for (int i = 0; i < FullSize.or(2, 5); i++) {
        try {
          respelled += SameReading.holds(body, random) ? 1 : 0;
        } catch (AssertionError e) {
          throw new AssertionError("seed " + chosen, e);
        }
      }
    }
    assertThat(respelled).isGreaterThan(100);
  }

  private static Fingerprint custom(String labels) {
    return Bodies.one(Bodies.CUSTOM, "{\"name\":\"A\",\"labels\":" + labels + "}").fingerprint();
  }

  @Test
  void orderOfKeysInsideALabelsValueDoesNotIdentify() {
    assertThat(custom("{\"at\":{\"dc\":1,\"rack\":{\"x\":[1,2],\"a\":null}}}"))
        .isEqualTo(custom("{ \"at\" : {\"rack\":{\"a\":null,\"x\":[1, 2]},\"dc\":1}}"))
        .isNotEqualTo(custom("{\"at\":{\"dc\":1,\"rack\":{\"x\":[2,1],\"a\":null}}}"));
  }

  @Test
  void theLastOfEqualKeysInsideALabelsValueCounts() {
    assertThat(custom("{\"at\":{\"b\":0,\"a\":1,\"b\":2}}"))
        .isEqualTo(custom("{\"at\":{\"a\":1,\"b\":2}}"));
  }

  /** A number is its digits: 1 equals "1", and neither equals 1.0. */
  @Test
  void numberAndTheTextOfItsDigitsIdentifyAlike() {
    assertThat(custom("{\"port\":8080}")).isEqualTo(custom("{\"port\":\"8080\"}"));
    assertThat(List.of(custom("{\"n\":1}"), custom("{\"n\":1.0}"), custom("{\"n\":1e0}")))
        .doesNotHaveDuplicates();
  }

  @Test
  void organisationOfADatadogEventIsTheSameInAnyOrderOfItsFields() {
    String org = "\"org\":{\"id\":\"1\",\"name\":\"a\"}";
    String first = "{\"title\":\"T\"," + org + ",\"org_id\":\"2\"}";
    String last = "{\"title\":\"T\",\"org_id\":\"2\"," + org + "}";

    assertThat(Bodies.one(Bodies.DATADOG, first).details())
        .isEqualTo(Bodies.one(Bodies.DATADOG, last).details());
    assertThat(Bodies.one(Bodies.DATADOG, first).details().get("org_id")).isEqualTo("2");
  }

  @Test
  void theLastOfEqualKeysCountsWhereAMappingPointsToo() {
    DecodeContext context =
        Bodies.context(
            Bodies.options(
                """
                {"mapping":{"alert_name":"/event/name","alerts":"/data/list",
                  "labels":{"host":"/meta/host"}}}
                """));
    assertThat(
            decode(context, "{\"event\":{\"name\":\"Old\"},\"event\":{},\"title\":\"T\"}").name())
        .isEqualTo("T");
    IncomingAlert host =
        decode(context, "{\"name\":\"A\",\"meta\":{\"host\":\"old\"},\"meta\":{\"host\":null}}");
    assertThat(host.labels().get("host")).isNull();
    assertThat(decode(context, "{\"data\":{\"list\":[{}]},\"data\":{},\"name\":\"A\"}").name())
        .isEqualTo("A");
  }

  @Test
  void annotationsGivenTwiceAreTheLastOnes() {
    IncomingAlert odd =
        Bodies.one(
            Bodies.CUSTOM, "{\"name\":\"A\",\"annotations\":{\"a\":\"b\"},\"annotations\":1}");
    IncomingAlert object =
        Bodies.one(
            Bodies.CUSTOM, "{\"name\":\"A\",\"annotations\":1,\"annotations\":{\"a\":\"b\"}}");
    IncomingAlert none = Bodies.one(Bodies.CUSTOM, "{\"name\":\"A\",\"annotations\":null}");

    assertThat(odd.annotations().toMap()).containsOnlyKeys("annotations");
    assertThat(Bodies.flags(odd)).containsExactly("odd_annotations");
    assertThat(object.annotations().toMap()).containsOnlyKeys("a");
    assertThat(Bodies.flags(object)).isEmpty();
    assertThat(Bodies.flags(none)).isEmpty();
  }

  private static IncomingAlert decode(DecodeContext context, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Bodies.alerts(Bodies.CUSTOM.decode(bytes, bytes.length, context)).getFirst();
  }
}
