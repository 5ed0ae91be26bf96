package dev.imas.notifier.channel.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-11: trigger, acknowledge and resolve follow the incident under one key. */
class PagerDutyIT extends VendorContract {

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
    return PagerDutyKind.kind();
  }

  @Override
  protected String address() {
    return "payments";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "routing_key",
        SECRET_PART + "0".repeat(32 - SECRET_PART.length()),
        "url",
        vendor.url("/v2/enqueue"));
  }

  @Override
  protected Reply takes() {
    return json(202, "{'status':'success','message':'Event processed','dedup_key':'k'}");
  }

  @Override
  protected Reply revoked() {
    return json(
        400,
        "{'status':'invalid event','message':'Event object is invalid',"
            + "'errors':['Length of routing_key is incorrect']}");
  }

  @Override
  protected void isWithinLimits(String body) {
    JsonObject event = new JsonObject(body);
    assertThat(event.getJsonObject("payload").getString("summary").length())
        .isLessThanOrEqualTo(1_024);
    assertThat(event.getString("dedup_key").length()).isLessThanOrEqualTo(255);
    assertThat(body.length()).isLessThan(512 * 1024);
  }

  @Test
  void eachChangeIsOneEventUnderTheIncidentsKey() {
    assertThat(told(Pages.page())).isEqualTo("trigger imas-incident-" + Pages.INCIDENT);
    assertThat(told(Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3)))
        .isEqualTo("acknowledge imas-incident-" + Pages.INCIDENT);
    assertThat(told(Pages.group("incident.resolved", "RESOLVED", 3, 0)))
        .isEqualTo("resolve imas-incident-" + Pages.INCIDENT);
    assertThat(told(Pages.group("incident.handed_over", "TRIGGERED", 3, 3)))
        .isEqualTo("resolve imas-incident-" + Pages.INCIDENT);
  }

  private String told(PageContent page) {
    return told(sent(page));
  }

  private static String told(JsonObject event) {
    return event.getString("event_action") + " " + event.getString("dedup_key");
  }

  @Test
  void theEventHasWhatPagerDutyWants() {
    JsonObject event = sent(Pages.page());
    JsonObject payload = event.getJsonObject("payload");
    assertThat(payload.getString("severity")).isEqualTo("critical");
    assertThat(payload.getString("source")).isEqualTo("orders-db");
    assertThat(payload.getString("summary")).isEqualTo("SEV1 INC-7F3K Database is down");
    assertThat(event.getJsonArray("links").encode()).contains("runbooks.example");
  }

  @Test
  void aTriggerThatWasFoldedIntoTheAcknowledgementComesFirst() {
    PageContent acknowledged = Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3);
    Folded folded =
        new Folded(List.of(new Folded.Moment("incident.triggered", Instant.EPOCH, 2)), 1);
    vendor.replies(takes());
    Await.result(channel().send(message(acknowledged, folded)));
    assertThat(vendor.requests())
        .extracting(request -> new JsonObject(request.body()).getString("event_action"))
        .containsExactly("trigger", "acknowledge");
  }

  @Test
  void whatFollowsARefusedTriggerIsNotSent() {
    PageContent acknowledged = Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3);
    Folded folded =
        new Folded(List.of(new Folded.Moment("incident.triggered", Instant.EPOCH, 2)), 1);
    vendor.replies(tooMany());
    assertThat(Await.result(channel().send(message(acknowledged, folded))))
        .isInstanceOf(Outcome.Retry.class);
    assertThat(vendor.requests()).hasSize(1);
  }

  @Test
  void anIncidentThatWasReopenedHasAnotherKey() {
    PageContent page = Pages.page();
    PageContent.Incident i = page.incident();
    PageContent reopened =
        new PageContent(
            "incident.reopened",
            page.occurredAt(),
            null,
            new PageContent.Incident(
                i.id(),
                i.shortId(),
                i.title(),
                i.description(),
                i.severity(),
                i.status(),
                i.service(),
                i.team(),
                1,
                i.createdAt(),
                null,
                1,
                null,
                2),
            "",
            "system",
            null);
    assertThat(told(reopened)).isEqualTo("trigger imas-incident-" + Pages.INCIDENT + "-r2");
  }

  @Test
  void noDigestIsSentSinceEachIncidentIsOneOfTheirs() {
    assertThat(kind().takesDigests()).isFalse();
  }
}
