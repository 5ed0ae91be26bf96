package dev.imas.gateway.sender.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.SideEventKind;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.decode.SourceOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsgenieDecoderTest {

  private static final AlertDecoder CREATE = new OpsgenieCreateDecoder();
  private static final AlertDecoder CLOSE = new OpsgenieActionDecoder(OpsgenieAction.CLOSE);

  private static Element one(AlertDecoder decoder, String body) {
    List<Element> read = Bodies.elements(Bodies.decode(decoder, body));
    assertThat(read).hasSize(1);
    return read.getFirst();
  }

  private static String key(AlertDecoder decoder, String body) {
    return keyOf(Bodies.decode(decoder, body));
  }

  private static String keyOf(Decoding decoding) {
    return Objects.requireNonNull(((Decoding.Read) decoding).key());
  }

  private static String request(String type, String identifier, String body) {
    return "{\"identifier\":\"%s\",\"identifierType\":\"%s\",\"request\":%s}"
        .formatted(identifier, type, body);
  }

  @Test
  void createFromAlertmanagerFires() {
    IncomingAlert alert = Bodies.payload("opsgenie-api-v2/create-from-alertmanager-p1.json").get(0);

    assertThat(alert.firing()).isTrue();
    assertThat(alert.severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(Bodies.title(alert)).isEqualTo("message");
    assertThat(alert.labels().toMap())
        .containsEntry("service", "test-domain")
        .containsEntry("entity", "test-domain")
        .containsEntry("tags", "tag1,tag2")
        .containsEntry("responders", "TeamA,EscalationA")
        .containsEntry("alertname", "message");
    assertThat(alert.annotations().toMap())
        .containsEntry("description", "description")
        .containsEntry("note", "this is a note")
        .containsEntry("actions", "doThis,doThat");
    assertThat(alert.details().get("generator_url")).isEqualTo("http://prometheus");
    assertThat(alert.details().get("flags")).isNull();
  }

  @Test
  void documentedCreateIsReadWhole() {
    IncomingAlert alert = Bodies.payload("opsgenie-api-v2/create-from-documentation.json").get(0);

    assertThat(alert.labels().toMap())
        .containsEntry("key1", "value1")
        .containsEntry("tags", "OverwriteQuietHours,Critical")
        .containsEntry("service", "An example entity");
    assertThat(alert.labels().get("responders"))
        .isEqualTo(
            "4513b7ea-3b91-438f-b7e4-e3e54af9147c,NOC,bb4d9938-c3c2-455d-aaab-727aa701c0d8,"
                + "trinity@example.com,aee8a0de-c80f-4515-a232-501c0bc9d715,Nightwatch Escalation,"
                + "80564037-1984-4f38-b98e-8a1f662df552,First Responders Schedule");
  }

  @ParameterizedTest
  @CsvSource({"P1,SEV1_CRITICAL", "P2,SEV2_HIGH", "P3,SEV3_MEDIUM", "P4,SEV4_LOW", "P5,SEV4_LOW"})
  void priorityIsTheSeverity(String priority, Severity severity) {
    IncomingAlert alert =
        Bodies.one(CREATE, "{\"message\":\"m\",\"priority\":\"" + priority + "\"}");

    assertThat(alert.severity()).isEqualTo(severity);
  }

  @Test
  void sourceMapsPrioritiesAsItLikes() {
    SourceOptions options = Bodies.options("{\"severity_mapping\":{\"P1\":\"SEV2\"}}");
    byte[] body = "{\"message\":\"m\",\"priority\":\"P1\"}".getBytes(StandardCharsets.UTF_8);

    IncomingAlert alert =
        Bodies.alerts(CREATE.decode(body, body.length, Bodies.context(options))).getFirst();

    assertThat(alert.severity()).isEqualTo(Severity.SEV2_HIGH);
    assertThat(Bodies.one(CREATE, "{\"message\":\"m\"}").severity()).isNull();
  }

  @Test
  void closeByAliasFindsItsAlert() {
    IncomingAlert fired = Bodies.payload("opsgenie-api-v2/create-from-alertmanager-p1.json").get(0);
    IncomingAlert closed = Bodies.payload("opsgenie-api-v2-close/close-from-grafana.json").get(0);

    assertThat(closed.firing()).isFalse();
    assertThat(closed.fingerprint()).isEqualTo(fired.fingerprint());
  }

  @Test
  void closeByIdFindsItsAlert() {
    String create = "{\"message\":\"m\",\"alias\":\"a\"}";
    String id = key(CREATE, create).split("\n")[0];

    Element closed = one(CLOSE, request("id", id, "{}"));

    assertThat(id).hasSize(50);
    assertThat(closed)
        .isInstanceOfSatisfying(
            IncomingAlert.class,
            alert -> {
              assertThat(alert.firing()).isFalse();
              assertThat(alert.fingerprint()).isEqualTo(Bodies.one(CREATE, create).fingerprint());
            });
    assertThat(key(CLOSE, "{\"identifier\":\"" + id + "\"}")).isEqualTo(id + "\n");
  }

  /** It may be the id of an alert of another sender, which this source must not close. */
  @Test
  void idOfAnotherSourceClosesNothing() {
    byte[] create = "{\"message\":\"m\",\"alias\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    DecodeContext other = Bodies.context(Bodies.TENANT, new UUID(9, 9), SourceOptions.DEFAULT);
    Decoding.Read read = (Decoding.Read) CREATE.decode(create, create.length, other);

    assertThat(one(CLOSE, request("id", keyOf(read).split("\n")[0], "{}")))
        .isInstanceOfSatisfying(
            SideEvent.class, event -> assertThat(event.kind()).isEqualTo(SideEventKind.DROPPED));
    assertThat(Bodies.alerts(read).getFirst().fingerprint())
        .isNotEqualTo(Bodies.alerts(CREATE, create).getFirst().fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"identifier\":\"1791\",\"identifierType\":\"tiny\"}",
        "{\"identifier\":\"70413a06-38d6-4c85-92b8-5ebc900d42e2\"}",
        "{\"identifier\":\"70413a06-38d6-4c85-92b8-5ebc900d42e2-1507114800000\"}",
        "{\"identifier\":\"70413a06-38d6-4c85-92b8-5ebc900d42ez-1507114800000\"}"
      })
  void identifierOfNoAlertIsAcceptedAndChangesNothing(String body) {
    assertThat(one(CLOSE, body))
        .isInstanceOfSatisfying(
            SideEvent.class,
            event -> {
              assertThat(event.kind()).isEqualTo(SideEventKind.DROPPED);
              assertThat(event.note()).startsWith("no alert has this");
            });
    assertThat(key(CLOSE, body)).isEqualTo("\n");
  }

  @Test
  void acknowledgementAndNoteAreActionsAboutTheAlert() {
    IncomingAlert fired = Bodies.payload("opsgenie-api-v2/create-from-alertmanager-p1.json").get(0);

    assertThat(Bodies.read("opsgenie-api-v2-acknowledge/acknowledge.json").getFirst())
        .isInstanceOfSatisfying(
            SideEvent.class,
            event -> {
              assertThat(event.action()).isEqualTo(AlertAction.ACKNOWLEDGE);
              assertThat(event.about()).isEqualTo(fired.fingerprint());
              assertThat(event.author()).isEqualTo("Monitoring Script");
              assertThat(event.note()).isEqualTo("Action executed via Alert API");
            });
    assertThat(Bodies.read("opsgenie-api-v2-unacknowledge/unacknowledge.json").getFirst())
        .isInstanceOfSatisfying(
            SideEvent.class,
            event -> {
              assertThat(event.action()).isEqualTo(AlertAction.UNACKNOWLEDGE);
              assertThat(event.about()).isEqualTo(fired.fingerprint());
            });
    assertThat(Bodies.read("opsgenie-api-v2-notes/note.json").getFirst())
        .isInstanceOfSatisfying(
            SideEvent.class, event -> assertThat(event.action()).isEqualTo(AlertAction.NOTE));
  }

  @Test
  void newPrioritiesAndTextsAreSetOfTheAlert() {
    IncomingAlert fired = Bodies.payload("opsgenie-api-v2/create-from-alertmanager-p1.json").get(0);

    assertThat(updated("priority/update-from-alertmanager", fired))
        .isEqualTo(Labels.of("label.priority", "P1", "severity", "1"));
    assertThat(updated("message/update-from-alertmanager", fired))
        .isEqualTo(Labels.of("summary", "message"));
    assertThat(updated("description/update-from-alertmanager", fired))
        .isEqualTo(Labels.of("description", "description"));
    assertThat(updated("details/add", fired)).isEqualTo(Labels.of("label.region", "eu-1"));
  }

  private static Labels updated(String payload, IncomingAlert fired) {
    SideEvent event = (SideEvent) Bodies.read("opsgenie-api-v2-" + payload + ".json").getFirst();
    assertThat(event.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(event.about()).isEqualTo(fired.fingerprint());
    return event.labels();
  }

  @Test
  void whatOpsgenieRefusesIsRefused() {
    assertThat(Bodies.refused(CREATE, "{\"alias\":\"a\"}").pointer()).isEqualTo("/message");
    assertThat(Bodies.refused(CREATE, "[]").pointer()).isEqualTo("/message");
    assertThat(Bodies.refused(CLOSE, "{}").pointer()).isEqualTo("/identifier");
    assertThat(
            Bodies.refused(
                    new OpsgenieActionDecoder(OpsgenieAction.NOTE), request("alias", "a", "{}"))
                .pointer())
        .isEqualTo("/note");
  }

  @Test
  void createWithoutAnAliasIsAnAlertOfItsOwn() {
    byte[] body = "{\"message\":\"m\"}".getBytes(StandardCharsets.UTF_8);
    DecodeContext first = received(new UUID(1, 1));
    DecodeContext second = received(new UUID(1, 2));

    assertThat(Bodies.alerts(CREATE.decode(body, body.length, first)).getFirst().fingerprint())
        .isNotEqualTo(
            Bodies.alerts(CREATE.decode(body, body.length, second)).getFirst().fingerprint());
    assertThat(((Decoding.Read) CREATE.decode(body, body.length, first)).key())
        .endsWith("\n" + new UUID(1, 1));
  }

  private static DecodeContext received(UUID receipt) {
    DecodeContext like = Bodies.CONTEXT;
    return new DecodeContext(
        like.tenant(), like.source(), like.receivedAtMicros(), like.limits(), receipt);
  }

  @EnumSource
  @ParameterizedTest
  void requestIdSaysWhatBecameOfIt(OpsgenieAction action) {
    OpsgenieRequest asked =
        new OpsgenieRequest(new UUID(7, 8), action, true, "id-1", "an alias / with\nlines");

    assertThat(asked.id()).matches("[\\w-]+");
    assertThat(OpsgenieRequest.of(asked.id())).isEqualTo(asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "513085b8-caf3-4f91-aa23-be5fdefc3570",
        "513085b8-caf3-4f91-aa23-be5fdefc3570-",
        "513085b8-caf3-4f91-aa23-be5fdefc3570-%%%",
        "513085b8-caf3-4f91-aa23-be5fdefc3570-enh6",
        "513085b8-caf3-4f91-aa23-be5fdefc357z-YSsKYQ"
      })
  void anythingElseIsNoRequestId(String id) {
    assertThat(OpsgenieRequest.of(id)).isNull();
  }
}
