package dev.imas.notifier.channel.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import dev.imas.notifier.egress.Signature;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-08: method, headers and a body template, so that any system can be posted to. */
class CustomWebhookIT extends VendorContract {

  private static final String TEMPLATE =
      """
      {"what": "{{reference}} {{incident_title}}", "text": "{{description}}", "event": "{{event_name}}",
       "key": "{{key}}", "opened": {{#is_opened}}true{{/is_opened}}{{^is_opened}}false{{/is_opened}}}
      """;

  @Override
  protected boolean isReadByPrograms() {
    return true;
  }

  @Override
  protected boolean isForPeople() {
    return false;
  }

  @Override
  protected InstalledKind kind() {
    return CustomWebhookKind.kind();
  }

  @Override
  protected String address() {
    return "tickets";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "url",
        vendor.url("/api/tickets"),
        "template",
        TEMPLATE,
        "authorization",
        "Bearer " + SECRET_PART,
        "secret_header",
        "X-Api-Key: k-" + SECRET_PART,
        "headers",
        List.of("X-Origin: imas"),
        "answer_id",
        "/ticket/id");
  }

  private Map<String, Object> config(String name, Object value) {
    Map<String, Object> config = new HashMap<>(config());
    config.put(name, value);
    return config;
  }

  @Override
  protected Reply takes() {
    return json(201, "{'ticket':{'id':4711}}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'message':'Not today'}");
  }

  @Override
  protected void isWithinLimits(String body) {
    String what = new JsonObject(body).getString("what");
    assertThat(what.codePointCount(0, what.length())).isLessThanOrEqualTo(220);
  }

  @Test
  void theRequestIsAsTheTenantWroteItAndTheAnswerNamesTheTicket() {
    vendor.replies(takes());
    Outcome outcome = send(channel(config("method", "PUT")), Pages.page());
    assertThat(outcome).isEqualTo(new Outcome.Accepted("4711", 201));
    var request = vendor.requests().getLast();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.path()).isEqualTo("/api/tickets");
    assertThat(request.header("Authorization")).isEqualTo("Bearer " + SECRET_PART);
    assertThat(request.header("X-Api-Key")).isEqualTo("k-" + SECRET_PART);
    assertThat(request.header("X-Origin")).isEqualTo("imas");
    assertThat(request.header("X-IMAS-Event")).isEqualTo("incident.triggered");
    assertThat(request.header("Content-Type")).startsWith("application/json");
    assertThat(new JsonObject(request.body()).getString("key"))
        .isEqualTo("imas-incident-" + Pages.INCIDENT);
  }

  @Test
  void whatTheOtherSystemSaysOfARefusalIsKept() {
    assertThat(send(revoked())).isEqualTo(new Outcome.Refused("HTTP 401: Not today", 401));
  }

  @Test
  void noTextOfAnAlertBreaksOutOfItsPlace() {
    PageContent page =
        Pages.page("\", \"admin\": true, \"x\": \"\\", "a\n\t\u0001\"}{{title}}\\u0022");
    JsonObject body = sent(page);
    assertThat(body.fieldNames())
        .containsExactlyInAnyOrder("what", "text", "event", "key", "opened");
    assertThat(body.getString("what")).contains("\", \"admin\": true, \"x\": \"\\");
    assertThat(body.getString("text")).contains("\"}{{title}}\\u0022");
  }

  @Test
  void aFormIsEscapedAsOne() {
    vendor.replies(takes());
    Map<String, Object> config = config("template", "title={{incident_title}}&next=1");
    config.put("format", "form");
    send(channel(config), Pages.page("a&b=c d", "x"));
    assertThat(vendor.requests().getLast().body()).isEqualTo("title=a%26b%3Dc+d&next=1");
    assertThat(vendor.requests().getLast().header("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
  }

  @Test
  void whatTheTemplateMakesNothingOfIsNotSent() {
    vendor.replies(takes());
    Map<String, Object> config =
        config("template", "{{#is_opened}}{\"title\": \"{{title}}\"}{{/is_opened}}");
    Outcome update = send(channel(config), Pages.group("incident.resolved", "RESOLVED", 3, 0));
    assertThat(update).isEqualTo(new Outcome.Accepted(null, null));
    assertThat(vendor.requests()).isEmpty();
    send(channel(config), Pages.page());
    assertThat(vendor.requests()).hasSize(1);
  }

  /** The opening waited, and the message that replaces it must open the ticket all the same. */
  @Test
  void anOpeningThatWasFoldedIntoALaterMessageStillOpens() {
    vendor.replies(takes());
    Folded folded = new Folded(List.of(new Folded.Moment("incident.triggered", NOW, 1)), 1);
    PageContent later = Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3);
    Await.result(channel().send(message(later, folded)));
    assertThat(lastBody().getBoolean("opened")).isTrue();
  }

  @Test
  void aTemplateThatFailsForAMessageIsARefusalThatSaysWhy() {
    Map<String, Object> config =
        config(
            "template",
            "{\"a\": {{#is_resolved}}oops{{/is_resolved}}{{^is_resolved}}1{{/is_resolved}}}");
    Outcome outcome = send(channel(config), Pages.group("incident.resolved", "RESOLVED", 3, 0));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains("incident.resolved")
                    .contains("makes no JSON: line 1"));
    assertThat(vendor.requests()).isEmpty();
  }

  @Test
  void itIsSignedLikeEveryOtherRequest() {
    vendor.replies(takes());
    send(channel(config("secret", "a-long-secret")), Pages.page());
    var request = vendor.requests().getLast();
    String timestamp = String.valueOf(request.header("X-IMAS-Timestamp"));
    assertThat(request.header("X-IMAS-Signature"))
        .isEqualTo(
            Signature.of(
                new Secret("a-long-secret"),
                timestamp,
                request.body().getBytes(StandardCharsets.UTF_8)));
  }
}
