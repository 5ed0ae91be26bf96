package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds for any body; random ones come from a fixed seed. */
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
    for (int i = 0; i < 2_000; i++) {
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
          // Same texts in other places, and texts that would run together if only joined.
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
  void noMutationOfABodyThrowsOrLeavesTextThatCannotBeStored() {
    List<String> files =
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
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"",
      "null",
      "1e999",
      "-",
      "\\u0000",
      "\\ud83d",
      "\n",
      "{}",
      "[]",
      "\"alerts\":",
      "\"labels\":",
      "true",
      "\u0000",
      "\ufeff",
      "NaN"
    };
    for (String file : files) {
      byte[] original = Bodies.file(file);
      for (int i = 0; i < 1_500; i++) {
        byte[] body = mutate(original, pieces);
        for (AlertDecoder decoder : Bodies.ALL) {
          check(decoder.decode(body, body.length, Bodies.CONTEXT), body.length);
        }
      }
    }
  }

  private byte[] mutate(byte[] original, String[] pieces) {
    byte[] body = original.clone();
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] = (byte) random.nextInt(256);
        case 1 -> body = Arrays.copyOf(body, Math.max(1, at));
        case 2 -> body = splice(body, at, at, pieces[random.nextInt(pieces.length)]);
        default -> {
          int to = Math.min(body.length, at + random.nextInt(12));
          body = splice(body, at, to, pieces[random.nextInt(pieces.length)]);
        }
      }
    }
    return body;
  }

  private static byte[] splice(byte[] body, int from, int to, String piece) {
    byte[] inserted = piece.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[from + inserted.length + body.length - to];
    System.arraycopy(body, 0, out, 0, from);
    System.arraycopy(inserted, 0, out, from, inserted.length);
    System.arraycopy(body, to, out, from + inserted.length, body.length - to);
    return out;
  }

  private static void check(Decoding decoding, int length) {
    switch (decoding) {
      case Decoding.Refused refused -> {
        assertThat(refused.status()).isIn(400, 422);
        assertThat(refused.byteOffset()).isBetween(-1L, (long) length);
        assertThat(refused.detail()).matches("[ -~]*");
      }
      case Decoding.Read read -> {
        for (Element element : read.elements()) {
          assertThat(element.bodyStart()).isBetween(0, element.bodyEnd() - 1);
          assertThat(element.bodyEnd()).isLessThanOrEqualTo(length);
          if (element instanceof IncomingAlert alert) {
            assertThat(alert.name()).isEqualTo(alert.labels().get("alertname"));
            storable(alert.labels());
            storable(alert.annotations());
            storable(alert.details());
          }
        }
      }
    }
  }

  private static void storable(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      assertThat(StoredText.isOdd(labels.name(i))).isFalse();
      assertThat(StoredText.isOdd(labels.value(i))).isFalse();
      assertThat(labels.name(i)).isNotEmpty();
    }
  }

  @Test
  void brokenNeighboursNeverLoseTheGoodOnes() {
    String[] broken = {
      "1", "null", "\"x\"", "[]", "[{}]", "{\"labels\":1}", "{\"labels\":[]}", "true"
    };
    for (int i = 0; i < 2_000; i++) {
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
}
