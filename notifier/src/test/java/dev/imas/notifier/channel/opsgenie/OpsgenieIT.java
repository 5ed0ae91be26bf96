package dev.imas.notifier.channel.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-12: an alert under an alias; acknowledge and close follow the incident. */
class OpsgenieIT extends VendorContract {

  private static final String ALIAS = "imas-incident-" + Pages.INCIDENT;

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
    return OpsgenieKind.kind();
  }

  @Override
  protected String address() {
    return "payments";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("api_key", SECRET_PART, "url", vendor.url("/v2/alerts"));
  }

  @Override
  protected Reply takes() {
    return json(202, "{'result':'Request will be processed','took':0.302,'requestId':'43a29c5c'}");
  }

  @Override
  protected Reply revoked() {
    return json(403, "{'message':'You are not authorized','took':0.001,'requestId':'43a29c5d'}");
  }

  @Override
  protected void isWithinLimits(String body) {
    JsonObject alert = new JsonObject(body);
    assertThat(alert.getString("message").length()).isLessThanOrEqualTo(130);
    assertThat(alert.getString("alias").length()).isLessThanOrEqualTo(512);
    assertThat(alert.getString("description").length()).isLessThanOrEqualTo(15_000);
    assertThat(alert.getString("entity").length()).isLessThanOrEqualTo(512);
    alert
        .getJsonArray("tags")
        .forEach(tag -> assertThat(((String) tag).length()).isLessThanOrEqualTo(50));
  }

  @Test
  void eachChangeIsOneRequestUnderTheIncidentsAlias() {
    JsonObject alert = sent(Pages.page());
    assertThat(vendor.requests().getLast().path()).isEqualTo("/v2/alerts");
    assertThat(vendor.requests().getLast().header("Authorization"))
        .isEqualTo("GenieKey " + SECRET_PART);
    assertThat(alert.getString("alias")).isEqualTo(ALIAS);
    assertThat(alert.getString("priority")).isEqualTo("P1");
    assertThat(alert.getJsonArray("tags")).contains("imas", "orders-db");
    sent(Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/v2/alerts/" + ALIAS + "/acknowledge?identifierType=alias");
    sent(Pages.group("incident.resolved", "RESOLVED", 3, 0));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/v2/alerts/" + ALIAS + "/close?identifierType=alias");
  }
}
