package dev.imas.gateway.sender.custom;

import static dev.imas.gateway.decode.Bodies.CUSTOM;
import static dev.imas.gateway.decode.Bodies.alerts;
import static dev.imas.gateway.decode.Bodies.elements;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static dev.imas.gateway.decode.Bodies.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SourceOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomDecoderTest {

  private static List<IncomingAlert> mapped(String mapping, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SourceOptions options = Bodies.options("{\"mapping\":" + mapping + "}");
    return alerts(CUSTOM.decode(bytes, bytes.length, Bodies.context(options)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"name\":\"a\"},{\"name\":\"b\"}]",
        "{\"alerts\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
        "{\"name\":\"a\"}\n{\"name\":\"b\"}",
        "{\"name\":\"a\"}\r\n\r\n{\"name\":\"b\"}\n",
      })
  void listsComeInThreeShapes(String body) {
    assertThat(alerts(CUSTOM, body)).extracting(IncomingAlert::name).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\"}{\"name\":\"b\"}",
        "{\"name\":\"a\"} {\"name\":\"b\"}",
        "{\n\"name\":\"a\"}\n{\"name\":\"b\"}",
        "{\"name\":\"a\"}\n{\n\"name\":\"b\"}",
        "{\"alerts\":[]}\n{\"name\":\"b\"}",
        "[]\n[]",
        "{\"name\":\"a\"}\n{\"name\":"
      })
  void documentsThatAreNotLinesAreRefused(String body) {
    assertThat(refused(CUSTOM, body).status()).isEqualTo(400);
  }

  @Test
  void brokenLineIsSetAside() {
    List<Element> elements =
        elements(Bodies.decode(CUSTOM, "{\"name\":\"a\"}\n7\n{\"alerts\":[]}\n{\"name\":\"b\"}"));

    assertThat(((BrokenElement) elements.get(1)).pointer()).isEqualTo("/1");
    assertThat(((BrokenElement) elements.get(2)).pointer()).isEqualTo("/2/alerts");
    assertThat(((IncomingAlert) elements.get(3)).name()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"alert_name\":\"a\",\"name\":\"b\" | a",
        "\"alert_name\":\" \",\"name\":\"b\",\"title\":\"t\" | b",
        "\"labels\":{\"alertname\":\"l\"},\"title\":\"t\" | l",
        "\"title\":\"t\" | t",
        "\"description\":\"d\" | custom_alert"
      })
  void nameIsTheFirstGiven(String fields, String name) {
    assertThat(one(CUSTOM, "{" + fields + "}").name()).isEqualTo(name);
  }

  @Test
  void topLevelFieldsAreHonoured() {
    IncomingAlert alert =
        one(
            CUSTOM,
            "{\"alert_name\":\"a\",\"status\":\"resolved\",\"severity\":\"SEV2\",\"service\":\"s\","
                + "\"message\":\"m\",\"summary\":\"t\",\"link\":\"u\",\"source\":\"src\","
                + "\"dedup_key\":\"k\",\"starts_at\":\"2026-07-01T00:00:00Z\",\"extra\":1.0}");

    assertThat(alert.firing()).isFalse();
    assertThat(alert.severity()).isEqualTo(Severity.SEV2_HIGH);
    assertThat(alert.labels().get("service")).isEqualTo("s");
    assertThat(alert.labels().get("source")).isEqualTo("src");
    assertThat(Bodies.title(alert)).isEqualTo("t");
    assertThat(alert.annotations().get("description")).isEqualTo("m");
    assertThat(alert.annotations().get("extra")).isEqualTo("1.0");
    assertThat(alert.details().get("generator_url")).isEqualTo("u");
    assertThat(alert.startsAtMicros()).isEqualTo(Bodies.micros("2026-07-01T00:00:00Z"));
  }

  @Test
  void dedupKeyIsTheWholeIdentity() {
    assertThat(one(CUSTOM, "{\"name\":\"a\",\"dedup_key\":\"k\"}").fingerprint())
        .isEqualTo(one(CUSTOM, "{\"name\":\"b\",\"dedup_key\":\"k\",\"x\":1}").fingerprint());
  }

  @Test
  void whatChangesWhileItFiresIsNoPartOfTheIdentity() {
    String body =
        "{\"name\":\"a\",\"labels\":{\"env\":\"e\",\"severity\":\"%1$s\",\"level\":\"%1$s\","
            + "\"priority\":\"%1$s\",\"status\":\"%1$s\",\"value\":\"%1$s\",\"values\":\"%1$s\"}}";

    assertThat(one(CUSTOM, body.formatted("high")).fingerprint())
        .isEqualTo(one(CUSTOM, body.formatted("low")).fingerprint())
        .isNotEqualTo(one(CUSTOM, "{\"name\":\"a\",\"labels\":{\"env\":\"f\"}}").fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"No data", "unknown", "ignored", "acknowledged", "whatever"})
  void wordsThatAreNoRecoveryFireWithAFlag(String status) {
    IncomingAlert alert = one(CUSTOM, "{\"name\":\"a\",\"status\":\"" + status + "\"}");

    assertThat(alert.firing()).isTrue();
    assertThat(flags(alert)).containsExactly("unknown_status");
  }

  @Test
  void mappingFindsFieldsByPointer() {
    IncomingAlert alert =
        mapped(
                "{\"alert_name\":\"/event/name\",\"status\":\"/event/state\",\"severity\":\"/p/0\","
                    + "\"labels\":{\"host\":\"/event/host\",\"raw\":\"/event/raw\"},"
                    + "\"title\":\"/event/a~1b\",\"resolved_values\":[\"Gone\"]}",
                "{\"event\":{\"name\":\"n\",\"state\":\"GONE\",\"host\":\"h\",\"raw\":{\"x\":1},"
                    + "\"a/b\":\"t\"},\"p\":[\"P1\"],\"labels\":{\"own\":\"1\"}}")
            .getFirst();

    assertThat(alert.name()).isEqualTo("n");
    assertThat(alert.firing()).isFalse();
    assertThat(alert.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(Bodies.title(alert)).isEqualTo("t");
    assertThat(alert.labels().get("host")).isEqualTo("h");
    assertThat(alert.labels().get("raw")).isEqualTo("{\"x\":1}");
    assertThat(alert.labels().get("own")).isEqualTo("1");
  }

  @Test
  void mappingMayTakeAnObjectWholeAndPartsOfIt() {
    IncomingAlert alert =
        mapped(
                "{\"labels\":\"/meta\",\"service\":\"/meta/svc\",\"alert_name\":\"/meta/n/m\"}",
                "{\"meta\":{\"svc\":\"s\",\"n\":{\"m\":\"deep\"}}}")
            .getFirst();

    assertThat(alert.name()).isEqualTo("deep");
    assertThat(alert.labels().get("svc")).isEqualTo("s");
    assertThat(alert.labels().get("n")).isEqualTo("{\"m\":\"deep\"}");
    assertThat(alert.labels().get("service")).isEqualTo("s");
  }

  @Test
  void mappingMayPointToTheList() {
    String mapping = "{\"alerts\":\"/data/items\",\"alert_name\":\"/id\"}";

    assertThat(mapped(mapping, "{\"v\":1,\"data\":{\"x\":[],\"items\":[{\"id\":1},{\"id\":2}]}}"))
        .extracting(IncomingAlert::name)
        .containsExactly("1", "2");
    assertThat(mapped(mapping, "{\"id\":3}")).extracting(IncomingAlert::name).containsExactly("3");
  }

  @Test
  void fieldWhereTheMappingFindsNothingIsTakenByName() {
    assertThat(mapped("{\"alert_name\":\"/a/b\"}", "{\"a\":5,\"name\":\"n\"}").getFirst().name())
        .isEqualTo("n");
  }

  @Test
  void alertWithoutAnythingIsBrokenBesideItsNeighbours() {
    List<Element> elements = elements(Bodies.decode(CUSTOM, "[{},{\"name\":\"a\"},[[]]]"));

    assertThat(elements.get(0)).isInstanceOf(BrokenElement.class);
    assertThat(elements.get(1)).isInstanceOf(IncomingAlert.class);
    assertThat(elements.get(2)).isInstanceOf(BrokenElement.class);
  }
}
