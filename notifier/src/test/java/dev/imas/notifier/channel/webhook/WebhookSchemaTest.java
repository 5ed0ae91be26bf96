package dev.imas.notifier.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.bus.Digest;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.ReplyLink;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.template.DigestPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Compares docs/channels/webhook.schema.json with what is posted, in both directions. */
class WebhookSchemaTest {

  private static final JsonNode SCHEMA = schema();

  private static JsonNode schema() {
    Path here = Path.of("").toAbsolutePath();
    Path root =
        Files.exists(here.resolve("docs")) ? here : Objects.requireNonNull(here.getParent());
    try {
      return Json.MAPPER.readTree(
          Files.readAllBytes(root.resolve("docs/channels/webhook.schema.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode body(PageContent page, Folded folded) throws IOException {
    Message plain = Pages.to("https://x.example/", page, null);
    return Json.MAPPER.readTree(WebhookBody.of(message(plain, page, folded)));
  }

  private static Message message(Message plain, PageContent page, Folded folded) {
    return new Message(
        plain.id(),
        plain.tenant(),
        plain.receiver(),
        plain.address(),
        plain.secret(),
        page,
        folded,
        null,
        plain.incidentUrl(),
        plain.attempt());
  }

  @Test
  void theFullestBodyHasExactlyWhatIsDescribed() throws IOException {
    Folded folded =
        new Folded(List.of(new Folded.Moment("incident.reopened", Instant.EPOCH, 2)), 1);
    Message fullest =
        message(
                Pages.to("https://x.example/"),
                takenBack(Pages.group("incident.triggered", "TRIGGERED", 3, 2)),
                folded)
            .with(
                new ReplyLink(
                    new Secret("https://imas.example/a/x"), List.of("acknowledge", "resolve")));
    describes(SCHEMA, Json.MAPPER.readTree(WebhookBody.of(fullest)), "", true);
  }

  private static PageContent takenBack(PageContent page) {
    PageContent.Incident i = page.incident();
    return new PageContent(
        page.event(),
        page.occurredAt(),
        page.tenant(),
        new PageContent.Incident(
            i.id(),
            i.shortId(),
            i.title(),
            i.description(),
            i.severity(),
            i.status(),
            i.service(),
            i.team(),
            i.alertCount(),
            i.createdAt(),
            i.url(),
            i.firingCount(),
            i.alert(),
            i.reopenCount(),
            1),
        page.message(),
        page.author(),
        page.note());
  }

  @Test
  void thePlainestBodyHasAllThatIsRequired() throws IOException {
    describes(SCHEMA, body(Pages.page("x", ""), Folded.NOTHING), "", false);
  }

  @Test
  void aDigestIsDescribedToo() throws IOException {
    Digest digest =
        new Digest(
            2,
            1,
            0,
            List.of(0L, 1L, 0L, 0L),
            Instant.EPOCH,
            Instant.EPOCH,
            List.of(
                new Digest.Listed(
                    new UUID(1, 1),
                    "7F3K",
                    "Database is down",
                    Severity.SEV2_HIGH,
                    "orders-db",
                    "incident.triggered",
                    Instant.EPOCH)));
    Message plain = Pages.to("https://x.example/");
    JsonNode body =
        Json.MAPPER.readTree(
            WebhookBody.of(
                new Message(
                    plain.id(),
                    plain.tenant(),
                    plain.receiver(),
                    plain.address(),
                    plain.secret(),
                    DigestPage.of(digest, plain.id(), "acme", Severity.SEV2_HIGH),
                    Folded.NOTHING,
                    digest,
                    plain.incidentUrl(),
                    plain.attempt())));
    assertThat(body.at("/event_type").asText()).isEqualTo("digest");
    assertThat(body.has("incident_id")).isFalse();
    assertThat(body.get("data").properties()).hasSize(1);
    describes(SCHEMA.at("/$defs/digest"), body.at("/data/digest"), "/data/digest", true);
  }

  private static void describes(JsonNode schema, JsonNode value, String at, boolean whole) {
    assertThat(types(schema)).as(at).contains(type(value));
    if (schema.has("enum")) {
      assertThat(schema.get("enum")).as(at).contains(value);
    }
    if (schema.get("additionalProperties") instanceof JsonNode values && values.isObject()) {
      value.forEach(v -> describes(values, v, at + "/*", whole));
      return;
    }
    if (value.isArray()) {
      assertThat(value).as(at).isNotEmpty();
      value.forEach(v -> describes(schema.get("items"), v, at + "/*", whole));
      return;
    }
    JsonNode described = schema.path("properties");
    for (var member : value.properties()) {
      String path = at + "/" + member.getKey();
      assertThat(described.has(member.getKey())).as(path + " is described").isTrue();
      describes(described.get(member.getKey()), member.getValue(), path, whole);
    }
    TreeSet<String> expected = new TreeSet<>();
    if (whole) {
      described.fieldNames().forEachRemaining(expected::add);
    }
    schema.path("required").forEach(name -> expected.add(name.asText()));
    TreeSet<String> there = new TreeSet<>();
    value.fieldNames().forEachRemaining(there::add);
    assertThat(there).as(at).containsAll(expected);
  }

  private static Set<String> types(JsonNode schema) {
    Set<String> types = new TreeSet<>();
    JsonNode type = schema.get("type");
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asText()));
    } else {
      types.add(type.asText());
    }
    return types;
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case STRING -> "string";
      case NUMBER -> "integer";
      case ARRAY -> "array";
      case NULL -> "null";
      case BINARY, BOOLEAN, MISSING, POJO -> "no member of a body";
    };
  }
}
