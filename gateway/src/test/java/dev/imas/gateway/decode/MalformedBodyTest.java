package dev.imas.gateway.decode;

import static dev.imas.gateway.decode.Bodies.API_V2;
import static dev.imas.gateway.decode.Bodies.CUSTOM;
import static dev.imas.gateway.decode.Bodies.DATADOG;
import static dev.imas.gateway.decode.Bodies.GRAFANA;
import static dev.imas.gateway.decode.Bodies.WEBHOOK;
import static dev.imas.gateway.decode.Bodies.alerts;
import static dev.imas.gateway.decode.Bodies.elements;
import static dev.imas.gateway.decode.Bodies.file;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static dev.imas.gateway.decode.Bodies.refused;
import static dev.imas.gateway.decode.Bodies.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedBodyTest {

  private static byte[] malformed(String name) {
    return file("malformed/" + name + ".json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncated",
        "trailing-garbage",
        "two-documents",
        "empty-body",
        "whitespace-only",
        "html-error-page",
        "string",
        "null",
        "form-encoded",
        "invalid-utf8",
        "utf16-with-bom",
        "nan-infinity"
      })
  void whatIsNotOneJsonDocumentInUtf8Is400AtItsOffsetInEveryDialect(String name) {
    for (AlertDecoder decoder : Bodies.ALL) {
      Decoding.Refused refused = refused(decoder, malformed(name));

      assertThat(refused.status()).as(decoder.dialect()).isEqualTo(400);
      assertThat(refused.byteOffset())
          .as(decoder.dialect() + ": " + refused.detail())
          .isBetween(0L, (long) malformed(name).length);
      assertThat(refused.detail()).contains("at byte " + refused.byteOffset());
    }
  }

  @ParameterizedTest
  @CsvSource({"invalid-utf8, 88", "utf16-with-bom, 0", "trailing-garbage, 636", "null, 0"})
  void offsetIsThatOfTheFirstByteAtFault(String name, int offset) {
    assertThat(refused(WEBHOOK, malformed(name)).byteOffset()).isEqualTo(offset);
  }

  @Test
  void twoDocumentsAreRefusedWhereTheSecondBegins() {
    byte[] body = malformed("two-documents");

    long offset = refused(WEBHOOK, body).byteOffset();

    assertThat(body[(int) offset]).isEqualTo((byte) '{');
    assertThat(offset).isEqualTo(body.length / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "empty-object, /alerts",
    "alerts-is-object, /alerts",
    "labels-is-list, /alerts/0/labels",
    "empty-array, /alerts"
  })
  void wrongShapeIs422NamingTheField(String name, String pointer) {
    for (AlertDecoder decoder : List.of(WEBHOOK, GRAFANA)) {
      Decoding.Refused refused = refused(decoder, malformed(name));

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.pointer()).isEqualTo(pointer);
    }
  }

  @Test
  void emptyListIsNoAlertsOnApiAndCustom() {
    assertThat(elements(Bodies.decode(API_V2, "[]"))).isEmpty();
    assertThat(elements(Bodies.decode(CUSTOM, "[]"))).isEmpty();
    assertThat(elements(Bodies.decode(CUSTOM, "{\"alerts\":[]}"))).isEmpty();
    assertThat(elements(Bodies.decode(WEBHOOK, webhook()))).isEmpty();
  }

  @Test
  void objectWithNothingInItIsNoAlert() {
    assertThat(refused(CUSTOM, "{}").status()).isEqualTo(422);
    assertThat(refused(DATADOG, "{}").pointer()).isEqualTo("/alert_id");
  }

  @Test
  void lastOfEqualKeysWins() {
    IncomingAlert dup = alerts(WEBHOOK, malformed("duplicate-keys")).getFirst();
    assertThat(dup.name()).isEqualTo("Dup2");
    assertThat(dup.firing()).isTrue();

    assertThat(
            one(
                    WEBHOOK,
                    "{\"alerts\":[1,2],\"alerts\":[{\"labels\":[],"
                        + "\"labels\":{\"alertname\":\"A\",\"a\":\"1\"},"
                        + "\"labels\":{\"alertname\":\"B\",\"b\":\"1\",\"b\":null}}]}")
                .labels()
                .toMap())
        .isEqualTo(Map.of("alertname", "B"));
    assertThat(refused(WEBHOOK, "{\"alerts\":[],\"alerts\":5}").pointer()).isEqualTo("/alerts");
    assertThat(refused(WEBHOOK, "{\"alerts\":[],\"alerts\":null}").pointer()).isEqualTo("/alerts");
  }

  @Test
  void byteOrderMarkOfUtf8IsAccepted() {
    byte[] body = malformed("utf8-bom-valid");
    IncomingAlert alert = alerts(WEBHOOK, body).getFirst();

    assertThat(alert.fingerprint())
        .isEqualTo(
            Bodies.payload("alertmanager-webhook/imas-firing.json").getFirst().fingerprint());
    assertThat(body[alert.bodyStart()]).isEqualTo((byte) '{');
    assertThat(body[alert.bodyEnd() - 1]).isEqualTo((byte) '}');
  }

  @Test
  void charactersThatCannotBeStoredAreReplacedAndFlaggedButIdentify() {
    IncomingAlert surrogate = alerts(WEBHOOK, malformed("lone-surrogate")).getFirst();
    IncomingAlert nul = alerts(WEBHOOK, malformed("nul-character")).getFirst();

    assertThat(surrogate.name()).isEqualTo("Lone\ufffdSurrogate");
    assertThat(nul.name()).isEqualTo("Nul\ufffdInside");
    assertThat(nul.annotations().get("summary")).isEqualTo("x\ufffdy");
    assertThat(flags(surrogate)).containsExactly("replaced_characters");
    assertThat(flags(nul)).containsExactly("replaced_characters");
    assertThat(
            List.of("\\u0000", "\\ud800", "\\udbff", "\\udc00", "\ufffd").stream()
                .map(c -> one(API_V2, "[{\"labels\":{\"alertname\":\"N" + c + "\"}}]"))
                .map(IncomingAlert::fingerprint))
        .doesNotHaveDuplicates();
  }

  @Test
  void loneSurrogateInANameIsReplacedToo() {
    IncomingAlert alert =
        one(API_V2, "[{\"labels\":{\"alertname\":\"X\",\"a\\ud800\":\"1\",\"b\\u0000\":\"2\"}}]");

    assertThat(alert.labels().get("a\ufffd")).isEqualTo("1");
    assertThat(alert.labels().get("b\ufffd")).isEqualTo("2");
    assertThat(flags(alert)).containsExactly("replaced_characters");
  }

  /** The parser refuses lone surrogates in names, and only there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\uDBFF\\uDBFF",
        "\\ude00\\ud83d",
        "\\ud83d\\\\ude00",
        "\\\\ud83d",
        "\\ud83d\\u0041",
        "\\ud83d\\\"",
        "x\\ud83d"
      })
  void halfASurrogatePairInANameTakesNoNeighbourWithIt(String name) {
    for (String colon : List.of(":", " \n:")) {
      String entry = "{\"labels\":{\"alertname\":\"X\",\"" + name + "\"" + colon + "\"v\"}}";
      List<IncomingAlert> read =
          alerts(API_V2, "[" + entry + ",{\"labels\":{\"alertname\":\"\\ud800:\"}}]");

      assertThat(read).hasSize(2);
      assertThat(read.getFirst().labels().toMap()).containsValue("v");
      assertThat(read.getLast().name()).isEqualTo("\ufffd:");
    }
  }

  @Test
  void numbersKeepTheirDigits() {
    IncomingAlert alert = alerts(CUSTOM, malformed("number-overflow")).getFirst();

    assertThat(alert.labels().get("n")).isEqualTo("123456789012345678901234567890");
    assertThat(alert.annotations().get("value")).isEqualTo("1e400");
    assertThat(alert.startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(flags(alert)).containsExactly("unreadable_starts_at");
  }

  @Test
  void labelValuesThatAreNotStringsBecomeText() {
    assertThat(alerts(WEBHOOK, malformed("label-values-not-strings")).getFirst().labels().toMap())
        .isEqualTo(
            Map.of(
                "alertname", "Types",
                "port", "8080",
                "up", "true",
                "nested", "{\"a\":1}",
                "list", "[1,2]"));
  }

  @Test
  void unknownStatusIsFiringAndFlagged() {
    IncomingAlert alert = alerts(WEBHOOK, malformed("status-is-number")).getFirst();

    assertThat(alert.firing()).isTrue();
    assertThat(flags(alert)).containsExactly("unknown_status");
    assertThat(alert.details().get("status_text")).isEqualTo("2");
  }

  @Test
  void goodNeighboursOfABrokenElementAreKeptInOrder() {
    byte[] body = malformed("one-bad-of-three");

    List<Element> elements = elements(Bodies.decode(WEBHOOK, body));

    assertThat(elements.get(0)).matches(e -> e instanceof IncomingAlert a && a.firing());
    assertThat(elements.get(2)).matches(e -> e instanceof IncomingAlert a && !a.firing());
    BrokenElement broken = (BrokenElement) elements.get(1);
    assertThat(broken.pointer()).isEqualTo("/alerts/1");
    assertThat(
            new String(
                body,
                broken.bodyStart(),
                broken.bodyEnd() - broken.bodyStart(),
                StandardCharsets.UTF_8))
        .isEqualTo("\"not an alert\"");
  }

  @Test
  void timesThatCannotBeAreDroppedAndFlagged() {
    List<IncomingAlert> alerts = alerts(WEBHOOK, malformed("bad-timestamps"));

    assertThat(alerts.get(0).startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(flags(alerts.get(0))).containsExactly("unreadable_starts_at");
    assertThat(alerts.get(1).firing()).isTrue();
    assertThat(alerts.get(1).endsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(flags(alerts.get(1))).containsExactly("ends_before_start");
    assertThat(alerts.get(2).firing()).isFalse();
    assertThat(alerts.get(2).startsAtMicros()).isEqualTo(IncomingAlert.NONE);
    assertThat(flags(alerts.get(2))).containsExactly("unreadable_starts_at", "unreadable_ends_at");
    assertThat(alerts.get(3).startsAtMicros()).isEqualTo(1_704_110_400_000_000L);
    assertThat(flags(alerts.get(3))).isEmpty();
  }

  @Test
  void alertWithoutLabelsIsUnknownAndItsSourcesOwn() {
    byte[] body = malformed("empty-labels");
    DecodeContext other = Bodies.context(Bodies.TENANT, new UUID(9, 9), SourceOptions.DEFAULT);

    IncomingAlert alert = alerts(WEBHOOK, body).getFirst();

    assertThat(alert.name()).isEqualTo("unknown");
    assertThat(flags(alert)).containsExactly("nameless");
    assertThat(alert.fingerprint())
        .isNotEqualTo(alerts(WEBHOOK.decode(body, body.length, other)).getFirst().fingerprint());
  }

  @Test
  void oddLabelNamesArePlainAndTheEmptyOneIsDropped() {
    IncomingAlert alert = alerts(WEBHOOK, malformed("empty-and-odd-label-names")).getFirst();

    assertThat(alert.labels().toMap().keySet())
        .containsExactlyInAnyOrder(
            "alertname", "with space", "Ünïcode", "1digit", "a.b/c-d", "constructor", "__proto__");
    assertThat(flags(alert)).containsExactly("empty_label_name");
  }

  @Test
  void unicodeIsKeptToTheCodePoint() {
    IncomingAlert alert = alerts(WEBHOOK, malformed("unicode")).getFirst();

    assertThat(alert.name()).endsWith("\ud83d\udca5");
    assertThat(alert.labels().get("rtl")).isEqualTo("\u202eevil\u202c");
    assertThat(alert.labels().get("combining")).isEqualTo("e\u0301");
    assertThat(alert.annotations().get("summary")).endsWith("\r\nX-Injected: 1");
    assertThat(one(API_V2, "[{\"labels\":{\"alertname\":\"\u00e9\"}}]").fingerprint())
        .isNotEqualTo(one(API_V2, "[{\"labels\":{\"alertname\":\"e\u0301\"}}]").fingerprint());
  }

  @Test
  void apiRefusesAnObject() {
    assertThat(refused(API_V2, malformed("v2-alerts-object-instead-of-array")).status())
        .isEqualTo(400);
  }

  @Test
  void apiKeepsTheGoodAlertBesideOneWithoutLabels() {
    List<Element> elements = elements(Bodies.decode(API_V2, malformed("v2-alerts-missing-labels")));

    assertThat(elements.get(0))
        .matches(e -> e instanceof BrokenElement b && b.pointer().equals("/0/labels"));
    assertThat(elements.get(1)).isInstanceOf(IncomingAlert.class);
  }

  @Test
  void apiRefusesANamelessLabelAndDropsAnEmptyValue() {
    List<Element> elements =
        elements(Bodies.decode(API_V2, malformed("v2-alerts-invalid-label-name")));

    assertThat(((BrokenElement) elements.get(0)).reason()).contains("invalid name");
    assertThat(((IncomingAlert) elements.get(1)).labels().toMap())
        .isEqualTo(Map.of("alertname", "Y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepNestingIsRefusedQuicklyWithoutOverflow(String opening) {
    String deep = opening.repeat(10_000);
    for (AlertDecoder decoder : Bodies.ALL) {
      long began = System.nanoTime();
      assertThat(refused(decoder, deep).status()).isEqualTo(400);
      assertThat(refused(decoder, webhook("{\"annotations\":{\"x\":" + deep + "}}")).status())
          .isEqualTo(400);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void tenThousandLabelsAreCutToTheLimitWithTheNamesThatRoutingReads() {
    String labels =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"l" + i + "\":\"v\"")
            .collect(Collectors.joining(","));

    IncomingAlert alert =
        one(
            WEBHOOK,
            webhook(
                "{\"labels\":{"
                    + labels
                    + ",\"service\":\"s\",\"severity\":\"critical\",\"alertname\":\"Many\"}}"));

    assertThat(alert.labels().size()).isEqualTo(64);
    assertThat(alert.name()).isEqualTo("Many");
    assertThat(alert.labels().get("service")).isEqualTo("s");
    assertThat(alert.labels().get("severity")).isEqualTo("critical");
    assertThat(flags(alert)).containsExactly("truncated");
  }

  @Test
  void longValuesThatDifferAtTheEndStayTwoAlerts() {
    String long1 = "x".repeat(1 << 20);

    IncomingAlert a = one(API_V2, "[{\"labels\":{\"alertname\":\"L\",\"v\":\"" + long1 + "a\"}}]");
    IncomingAlert b = one(API_V2, "[{\"labels\":{\"alertname\":\"L\",\"v\":\"" + long1 + "b\"}}]");

    assertThat(a.fingerprint()).isNotEqualTo(b.fingerprint());
    assertThat(a.labels()).isEqualTo(b.labels());
    assertThat(a.labels().get("v")).hasSize(1024);
    assertThat(flags(a)).containsExactly("truncated");
  }

  @Test
  void longLabelNameIsCut() {
    IncomingAlert alert =
        one(API_V2, "[{\"labels\":{\"alertname\":\"L\",\"" + "n".repeat(10_000) + "\":\"v\"}}]");

    assertThat(alert.labels().get("n".repeat(128))).isEqualTo("v");
  }

  @Test
  void cutNeverLeavesHalfACharacter() {
    IncomingAlert alert =
        one(
            API_V2,
            "[{\"labels\":{\"alertname\":\"L\",\"v\":\"" + "x".repeat(1023) + "\ud83d\udca5\"}}]");

    assertThat(alert.labels().get("v")).isEqualTo("x".repeat(1023));
  }

  @Test
  void fiveThousandAlertsAreAllRead() {
    String[] entries =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "{\"labels\":{\"alertname\":\"X\",\"instance\":\"i" + i + "\"}}")
            .toArray(String[]::new);

    List<IncomingAlert> alerts = alerts(WEBHOOK, webhook(entries));

    assertThat(alerts).hasSize(5_000);
    assertThat(alerts).extracting(IncomingAlert::fingerprint).doesNotHaveDuplicates();
  }

  @Test
  void everyIllFormedSequenceOfUtf8IsRefusedAtItsOffset() {
    int[][] illFormed = {
      {0x80},
      {0xbf},
      {0xc0, 0xaf},
      {0xc1, 0xbf},
      {0xc3},
      {0xe0, 0x80, 0x80},
      {0xe0, 0x9f, 0xbf},
      {0xe2, 0x82},
      {0xed, 0xa0, 0x80},
      {0xed, 0xbf, 0xbf},
      {0xf0, 0x80, 0x80, 0x80},
      {0xf0, 0x8f, 0xbf, 0xbf},
      {0xf0, 0x9f, 0x92},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf5, 0x80, 0x80, 0x80},
      {0xfe},
      {0xff}
    };
    byte[] before = "[{\"labels\":{\"alertname\":\"abc".getBytes(StandardCharsets.UTF_8);
    byte[] after = "xyz\"}}]".getBytes(StandardCharsets.UTF_8);
    for (int[] bytes : illFormed) {
      byte[] body = new byte[before.length + bytes.length + after.length];
      System.arraycopy(before, 0, body, 0, before.length);
      for (int i = 0; i < bytes.length; i++) {
        body[before.length + i] = (byte) bytes[i];
      }
      System.arraycopy(after, 0, body, before.length + bytes.length, after.length);

      assertThat(refused(API_V2, body))
          .isEqualTo(
              new Decoding.Refused(
                  400, "", "not valid UTF-8 (at byte " + before.length + ")", before.length));
    }
  }

  @Test
  void everyCodePointOfUnicodeIsAccepted() {
    int[] edges = {0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
    for (int edge : edges) {
      String text = "ab" + Character.toString(edge) + "c";

      assertThat(one(API_V2, "[{\"labels\":{\"alertname\":\"" + text + "\"}}]").name())
          .isEqualTo(text);
    }
  }

  @Test
  void syntaxErrorAfterGoodAlertsRefusesTheWhole() {
    String body = webhook("{\"labels\":{\"alertname\":\"Good\"}}");

    assertThat(refused(WEBHOOK, body.substring(0, body.length() - 1) + ",}").status())
        .isEqualTo(400);
    assertThat(refused(WEBHOOK, body + "x").byteOffset()).isEqualTo(body.length());
  }

  @Test
  void moreElementsThanAnyRealBodyHoldsAreRefusedBeforeTheyFillTheMemory() {
    String list = "[" + "{},".repeat(BodyCursor.MAX_ELEMENTS) + "{}]";

    assertThat(refused(API_V2, list).status()).isEqualTo(422);
    assertThat(refused(CUSTOM, list).status()).isEqualTo(422);
    assertThat(refused(WEBHOOK, "{\"alerts\":" + list + "}").status()).isEqualTo(422);
  }

  @Test
  void onlyOneByteOrderMarkAndNothingButUtf8BehindItIsAccepted() {
    String mark = "\ufeff";

    for (AlertDecoder decoder : Bodies.ALL) {
      for (String body : List.of(mark + mark + "{\"title\":\"T\"}", mark + "\0{\0}")) {
        Decoding.Refused refused = refused(decoder, body.getBytes(StandardCharsets.UTF_8));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.byteOffset()).isEqualTo(3);
      }
    }
  }

  @Test
  void numberOfAMillionDigitsIsCutAndTakesNoNeighbourWithIt() {
    String digits = "7".repeat(1_000_000);

    List<IncomingAlert> read =
        alerts(
            API_V2,
            "[{\"labels\":{\"alertname\":\"Good\"}},{\"labels\":{\"alertname\":\"Long\",\"n\":"
                + digits
                + "},\"startsAt\":"
                + digits
                + "}]");

    assertThat(read.getFirst().name()).isEqualTo("Good");
    assertThat(read.getLast().labels().get("n")).isEqualTo(digits.substring(0, 1024));
    assertThat(flags(read.getLast())).containsExactly("truncated", "unreadable_starts_at");
  }
}
