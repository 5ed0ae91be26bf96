package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dikhan.pagerduty.client.events.PagerDutyEventsClient;
import com.github.dikhan.pagerduty.client.events.domain.AcknowledgeIncident;
import com.github.dikhan.pagerduty.client.events.domain.ChangeEvent;
import com.github.dikhan.pagerduty.client.events.domain.ChangeEventPayload;
import com.github.dikhan.pagerduty.client.events.domain.EventResult;
import com.github.dikhan.pagerduty.client.events.domain.LinkContext;
import com.github.dikhan.pagerduty.client.events.domain.Payload;
import com.github.dikhan.pagerduty.client.events.domain.ResolveIncident;
import com.github.dikhan.pagerduty.client.events.domain.Severity;
import com.github.dikhan.pagerduty.client.events.domain.TriggerIncident;
import com.github.dikhan.pagerduty.client.events.exceptions.NotifyEventException;
import com.ifountain.opsgenie.client.swagger.ApiClient;
import com.ifountain.opsgenie.client.swagger.ApiException;
import com.ifountain.opsgenie.client.swagger.api.AlertApi;
import com.ifountain.opsgenie.client.swagger.model.AcknowledgeAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.AddAlertNoteRequest;
import com.ifountain.opsgenie.client.swagger.model.CloseAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.CreateAlertRequest;
import com.ifountain.opsgenie.client.swagger.model.SuccessResponse;
import dev.imas.fixtures.Await;
import java.time.OffsetDateTime;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that others have published work with only their host changed. */
class PublishedClientsIT {

  private static final CoreAndGateway imas = new CoreAndGateway();
  private static String routingKey = "";
  private static final AlertApi opsgenie = new AlertApi(new ApiClient());
  private static final PagerDutyEventsClient pagerDuty =
      PagerDutyEventsClient.create(
          imas.gatewayUrl() + "/v2/enqueue", imas.gatewayUrl() + "/v2/change/enqueue", false);

  @BeforeAll
  static void sources() {
    routingKey = imas.key("{'name':'pd','type':'PAGERDUTY'}");
    String genieKey = imas.key("{'name':'og','type':'OPSGENIE'}");
    opsgenie.getApiClient().setBasePath(imas.gatewayUrl());
    opsgenie.getApiClient().setApiKeyPrefix("GenieKey");
    opsgenie.getApiClient().setApiKey(genieKey);
    Await.until(
        "the keys to be known",
        () ->
            imas.post(
                        "/v2/enqueue",
                        routingKey,
                        "{'routing_key':'%s','event_action':'resolve','dedup_key':'x'}"
                            .formatted(routingKey))
                    .status()
                + imas.post("/v2/alerts/warm/close?identifierType=alias", genieKey, "{}").status(),
        sum -> sum == 404);
  }

  @AfterAll
  static void stop() {
    imas.close();
  }

  private static JsonNode incident(String title) {
    return Await.until(
            "the incident",
            () -> imas.api("GET", "/api/v1/incidents?limit=100", null).json().get("items"),
            items -> !items.isEmpty() && items.findValuesAsText("title").contains(title))
        .valueStream()
        .filter(item -> item.get("title").asText().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static void becomes(String status, JsonNode incident) {
    String path = "/api/v1/incidents/" + incident.get("id").asText();
    Await.until(
        status, () -> imas.api("GET", path, null).json().get("status").asText(), status::equals);
  }

  private static Payload payload(String summary) {
    return Payload.Builder.newBuilder()
        .setSummary(summary)
        .setSource("db-1")
        .setSeverity(Severity.ERROR)
        .setTimestamp(OffsetDateTime.now())
        .setComponent("postgres")
        .setGroup("shop")
        .setEventClass("disk")
        .setCustomDetails(new JSONObject().put("free", "3 %"))
        .build();
  }

  @Test
  void pagerDutysEventsOpenAcknowledgeAndResolve() throws NotifyEventException {
    EventResult triggered =
        pagerDuty.trigger(
            TriggerIncident.TriggerIncidentBuilder.newBuilder(routingKey, payload("Disk is full"))
                .setDedupKey("disk/db-1")
                .setClient("Checks")
                .setClientUrl("https://checks.example")
                .setLinks(List.of(new LinkContext("https://wiki.example/disk", "What to do")))
                .build());
    assertThat(triggered.getStatus()).isEqualTo("success");
    assertThat(triggered.getDedupKey()).isEqualTo("disk/db-1");
    JsonNode incident = incident("Disk is full");
    assertThat(incident.get("severity").asText()).isEqualTo("SEV2_HIGH");

    assertThat(
            pagerDuty
                .acknowledge(
                    AcknowledgeIncident.AcknowledgeIncidentBuilder.newBuilder(
                            routingKey, "disk/db-1")
                        .build())
                .getStatus())
        .isEqualTo("success");
    becomes("ACKNOWLEDGED", incident);

    assertThat(
            pagerDuty
                .resolve(
                    ResolveIncident.ResolveIncidentBuilder.newBuilder(routingKey, "disk/db-1")
                        .build())
                .getStatus())
        .isEqualTo("success");
    becomes("RESOLVED", incident);
  }

  @Test
  void pagerDutysChangesAreKept() throws NotifyEventException {
    EventResult told =
        pagerDuty.trackChange(
            ChangeEvent.ChangeEventBuilder.newBuilder(
                    routingKey,
                    ChangeEventPayload.Builder.newBuilder()
                        .setSummary("Shop 1.2 is out")
                        .setSource("ci")
                        .setTimestamp(OffsetDateTime.now())
                        .setCustomDetails(new JSONObject().put("build", "77"))
                        .build())
                .build());

    assertThat(told.getStatus()).isEqualTo("success");
    assertThat(
            imas.api("GET", "/api/v1/received-events?kind=change", null)
                .json()
                .get("items")
                .findValuesAsText("title"))
        .contains("Shop 1.2 is out");
  }

  /** Without a key of a source it learns so in the way that it knows. */
  @Test
  void pagerDutysClientLearnsThatItsKeyIsWrong() throws NotifyEventException {
    EventResult refused =
        pagerDuty.trigger(
            TriggerIncident.TriggerIncidentBuilder.newBuilder(
                    "0123456789abcdef0123456789abcdef", payload("Nobody's"))
                .build());

    assertThat(refused.getStatus()).isNotEqualTo("success");
  }

  @Test
  void opsgeniesAlertsOpenAcknowledgeAndClose() throws ApiException {
    SuccessResponse created =
        opsgenie.createAlert(
            new CreateAlertRequest()
                .message("Certificate ends")
                .alias("cert/shop")
                .description("in 3 days")
                .addTagsItem("tls")
                .putDetailsItem("host", "shop.example")
                .entity("shop")
                .source("checks")
                .priority(CreateAlertRequest.PriorityEnum.P2));
    assertThat(created.getResult()).isEqualTo("Request will be processed");
    assertThat(opsgenie.getRequestStatus(created.getRequestId()).getData().getIsSuccess()).isTrue();
    JsonNode incident = incident("Certificate ends");
    assertThat(incident.get("severity").asText()).isEqualTo("SEV2_HIGH");

    opsgenie.addNote("cert/shop", new AddAlertNoteRequest().note("asked for a new one"), "alias");
    assertThat(
            opsgenie
                .acknowledgeAlert(
                    "cert/shop", "alias", new AcknowledgeAlertRequest().user("ann@example.org"))
                .getRequestId())
        .isNotEmpty();
    becomes("ACKNOWLEDGED", incident);
    opsgenie.closeAlert("cert/shop", "alias", new CloseAlertRequest().note("it came"));
    becomes("RESOLVED", incident);
    assertThat(
            imas.api("GET", "/api/v1/received-events?kind=action", null)
                .json()
                .get("items")
                .findValuesAsText("note"))
        .contains("asked for a new one");
  }

  @Test
  void opsgeniesClientLearnsThatItsKeyIsWrong() {
    AlertApi stranger = new AlertApi(new ApiClient());
    stranger.getApiClient().setBasePath(imas.gatewayUrl());
    stranger.getApiClient().setApiKeyPrefix("GenieKey");
    stranger.getApiClient().setApiKey("00000000-0000-0000-0000-000000000000");

    assertThatThrownBy(() -> stranger.createAlert(new CreateAlertRequest().message("x")))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(401));
  }
}
