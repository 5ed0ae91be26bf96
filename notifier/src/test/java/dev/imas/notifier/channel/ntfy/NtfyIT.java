package dev.imas.notifier.channel.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-09: priority and tags by severity, three actions at most. */
class NtfyIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return NtfyKind.kind();
  }

  @Override
  protected String address() {
    return "ops-" + SECRET_PART;
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "server_url",
        vendor.url(""),
        "default_topic",
        "general",
        "access_token",
        "tk_" + SECRET_PART,
        "default_tags",
        List.of("imas", "prod", "eu", "one-too-many"));
  }

  @Override
  protected Reply takes() {
    return json(200, "{'id':'sPs71M8A2T','event':'message'}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'code':40101,'http':401,'error':'unauthorized'}");
  }

  @Override
  protected void isWithinLimits(String body) {
    JsonObject json = new JsonObject(body);
    assertThat(json.getString("message").getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(4_096);
    assertThat(json.getString("title").length()).isLessThanOrEqualTo(250);
  }

  @Test
  void priorityAndTagsAreThoseOfTheSeverity() {
    JsonObject body = sent(Pages.page());
    assertThat(body.getString("topic")).isEqualTo(address());
    assertThat(body.getInteger("priority")).isEqualTo(5);
    assertThat(body.getJsonArray("tags"))
        .isEqualTo(new JsonArray(List.of("rotating_light", "fire", "sos", "imas", "prod")));
    assertThat(body.getString("title")).startsWith("SEV1 INC-7F3K");
    assertThat(body.getJsonArray("actions")).hasSizeLessThanOrEqualTo(3);
    assertThat(vendor.requests().getLast().header("Authorization"))
        .isEqualTo("Bearer tk_" + SECRET_PART);
    assertThat(sent(Pages.page(Pages.INCIDENT, "x", "", Severity.SEV4_LOW)).getInteger("priority"))
        .isEqualTo(2);
  }

  @Test
  void anUpdateIsNotAsLoudAsAPage() {
    assertThat(sent(Pages.group("incident.resolved", "RESOLVED", 3, 0)).getInteger("priority"))
        .isEqualTo(3);
  }

  @Test
  void theVendorsIdAndItsReasonAreKept() {
    assertThat(send(takes())).isEqualTo(new Outcome.Accepted("sPs71M8A2T", 200));
    assertThat(send(revoked())).isEqualTo(new Outcome.Refused("HTTP 401: unauthorized", 401));
  }
}
