package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FullSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of any body. */
class DecodingPropertiesTest {

  private static final String[] ODD_TEXT = {
    "",
    "a",
    "ä",
    "\ud83d\udca5",
    "\\u0000",
    "\\ud800",
    "\\n",
    "a=b,c",
    "\\\"",
    "0",
    "null",
    "~",
    "/"
  };

  private static final List<String> FILES =
      List.of(
          "alertmanager-webhook/multi-two-hosts-firing.json",
          "alertmanager-api-v2/post-ha-example-6-alerts.json",
          "grafana-unified/v12-test-alert-relative-generator-url.json",
          "grafana-legacy/alerting-zeta-cpu.json",
          "datadog/warn-p2-unauthorized.json",
          "custom/imas-single.json",
          "malformed/lone-surrogate.json",
          "malformed/bad-timestamps.json",
          "malformed/number-overflow.json");

  private final Random random = new Random(20260801);

  private String text() {
    return Stream.generate(() -> ODD_TEXT[random.nextInt(ODD_TEXT.length)])
        .limit(1 + random.nextInt(4))
        .collect(Collectors.joining());
  }

  private static String object(List<String> members) {
    return "{" + String.join(",", members) + "}";
  }

  /** A labels object's members, each name once. */
  private List<String> members() {
    List<String> members = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      members.add("\"" + i + text() + "\":\"" + text() + "\"");
    }
    members.add("\"alertname\":\"A\"");
    return members;
  }

  @Test
  void orderOfKeysIsIrrelevantToTheFingerprint() {
    for (int i = 0; i < FullSize.or(500, 2_000); i++) {
      List<String> members = members();
      String before = object(members);
      Collections.shuffle(members, random);
      String after = object(members);
      for (AlertDecoder decoder : List.of(Bodies.WEBHOOK, Bodies.GRAFANA, Bodies.CUSTOM)) {
        IncomingAlert a =
            Bodies.one(
                decoder, Bodies.webhook("{\"status\":\"firing\",\"labels\":" + before + "}"));
        IncomingAlert b =
            Bodies.one(decoder, Bodies.webhook("{\"labels\":" + after + ",\"status\":\"firing\"}"));

        assertThat(a.fingerprint()).as(before).isEqualTo(b.fingerprint());
        assertThat(a.labels()).isEqualTo(b.labels());
      }
    }
  }

  @Test
  void differentLabelSetsHaveDifferentFingerprints() {
    List<String> seen = new ArrayList<>();
    List<Object> fingerprints = new ArrayList<>();
    for (String a : ODD_TEXT) {
      for (String b : ODD_TEXT) {
        for (String c : ODD_TEXT) {
          if (b.isEmpty() && c.isEmpty() || b.equals(c)) {
            continue;
          }
          // The same texts in other places, and texts that would be equal if they were only joined.
          seen.add("{\"n" + a + "\":\"v" + b + "\",\"nn\":\"v" + c + "\"}");
        }
      }
    }
    for (String labels : seen) {
      fingerprints.add(Bodies.one(Bodies.API_V2, "[{\"labels\":" + labels + "}]").fingerprint());
    }

    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void everyCollectedBodyIsReadOrRefusedByEveryDecoder() {
    Bodies.files()
        .forEach(
            body -> {
              for (AlertDecoder decoder : Bodies.FUZZED) {
                ReadingContract.read(decoder, body, Bodies.CONTEXT);
              }
            });
  }

  /** Other mutations in each run. */
  @Test
  void noMutationOfABodyThrowsOrLeavesTextThatCannotBeStored() {
    long seed = Long.getLong("imas.seed", System.nanoTime());
    System.out.println("mutations of bodies with -Dimas.seed=" + seed);
    Random each = new Random(seed);
    for (String file : FILES) {
      byte[] original = Bodies.file(file);
      for (int i = 0; i < FullSize.or(150, 1_000); i++) {
        byte[] body = Mutation.of(original, each);
        for (AlertDecoder decoder : Bodies.FUZZED) {
          ReadingContract.read(decoder, body, Bodies.CONTEXT);
        }
      }
    }
  }

  @Test
  void brokenNeighboursNeverLoseTheGoodOnes() {
    String[] broken = {
      "1",
      "null",
      "\"x\"",
      "[]",
      "[{}]",
      "{\"labels\":1}",
      "{\"labels\":[]}",
      "true",
      "-0.0e-0",
      "1".repeat(5_000),
      "\"\\u0000\\ud800\\\"]}\"",
      "[".repeat(90) + "]".repeat(90),
      "{\"labels\":\"" + "x".repeat(5_000) + "\"}",
      "{\"labels\":{},\"labels\":\"}\"}",
      "{\"annotations\":{\"labels\":{}},\"labels\":\"\\\\\"}"
    };
    for (int i = 0; i < FullSize.or(500, 2_000); i++) {
      List<String> entries = new ArrayList<>();
      List<String> names = new ArrayList<>();
      int count = 1 + random.nextInt(10);
      for (int j = 0; j < count; j++) {
        if (random.nextBoolean() || j == 0) {
          names.add("A" + j);
          entries.add("{\"labels\":{\"alertname\":\"A" + j + "\"}}");
        } else {
          entries.add(broken[random.nextInt(broken.length)]);
        }
      }
      Collections.shuffle(entries, random);
      String list = "[" + String.join(",", entries) + "]";
      String lines = String.join("\n", entries);
      for (Decoding decoding :
          List.of(
              Bodies.decode(Bodies.WEBHOOK, "{\"alerts\":" + list + "}"),
              Bodies.decode(Bodies.GRAFANA, "{\"alerts\":" + list + "}"),
              Bodies.decode(Bodies.CUSTOM, list),
              Bodies.decode(Bodies.API_V2, list),
              Bodies.decode(Bodies.CUSTOM, entries.getFirst().startsWith("{") ? lines : list))) {
        List<Element> elements = Bodies.elements(decoding);

        assertThat(elements).as(list).hasSize(entries.size());
        assertThat(
                elements.stream()
                    .filter(IncomingAlert.class::isInstance)
                    .map(e -> ((IncomingAlert) e).name()))
            .containsExactlyInAnyOrderElementsOf(names);
      }
    }
  }

  /** Whatever the layout of a body without a name or labels, and whatever its state. */
  @Test
  void identityOfAllThatStaysDependsOnNothingElse() {
    String[] changing = {
      "\"status\":\"firing\"",
      "\"status\":\"resolved\"",
      "\"value\":17",
      "\"load\":0.5",
      "\"timestamp\":\"2026-07-01T10:00:00Z\"",
      "\"up\":false",
      "\"inner\":{\"severity\":\"x\",\"updated_at\":1}"
    };
    for (int i = 0; i < FullSize.or(500, 2_000); i++) {
      List<String> members = new ArrayList<>(members());
      members.replaceAll(m -> m.startsWith("\"alertname\"") ? "\"word\":\"A\"" : m);
      String before = object(members);
      for (String more : changing) {
        if (random.nextBoolean()) {
          members.add(more);
        }
      }
      Collections.shuffle(members, random);
      String after = object(members);

      assertThat(Bodies.one(Bodies.CUSTOM, after).fingerprint())
          .as(before + " and " + after)
          .isEqualTo(Bodies.one(Bodies.CUSTOM, before).fingerprint());
    }
  }

  @Test
  void differentBodiesWithoutANameHaveDifferentFingerprints() {
    List<Object> fingerprints = new ArrayList<>();
    for (String a : new String[] {"a", "b:", "1:b", "{", "a\u00e4"}) {
      for (String b : new String[] {"a", "b:", "1:b", "{", "a\u00e4"}) {
        for (String body :
            new String[] {
              "{\"%s\":\"x%s\"}",
              "{\"%s\":[\"x%s\"]}",
              "{\"%s\":[\"x\",\"%s\"]}",
              "{\"%s\":{\"%s\":\"x\"}}",
              "{\"%s\":{\"y\":[[\"x%s\"]]}}"
            }) {
          fingerprints.add(Bodies.one(Bodies.CUSTOM, body.formatted(a, b)).fingerprint());
        }
      }
    }

    assertThat(fingerprints).doesNotHaveDuplicates();
  }
}
