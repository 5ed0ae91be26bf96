package dev.imas.notifier.channel.pushover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PushoverIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return PushoverKind.kind();
  }

  @Override
  protected String address() {
    return SECRET_PART + "u".repeat(30 - SECRET_PART.length());
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "app_token",
        SECRET_PART + "a".repeat(30 - SECRET_PART.length()),
        "url",
        vendor.url("/1/messages.json"));
  }

  @Override
  protected Reply takes() {
    return json(200, "{'status':1,'request':'647d2300-702c'}");
  }

  @Override
  protected Reply revoked() {
    return json(
        400,
        "{'token':'invalid','errors':['application token is"
            + " invalid'],'status':0,'request':'5042853c'}");
  }

  @Override
  protected boolean bodyDecides() {
    return true;
  }

  @Override
  protected List<String> arrived() {
    return vendor.requests().stream()
        .map(r -> r.headers() + "\n" + URLDecoder.decode(r.body(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  protected void isWithinLimits(String body) {
    assertThat(field(body, "title").length()).isLessThanOrEqualTo(250);
    assertThat(field(body, "message").length()).isBetween(1, 1_024);
    assertThat(field(body, "url").length()).isLessThanOrEqualTo(512);
  }

  private static String field(String form, String name) {
    for (String part : form.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private String priority(PageContent page) {
    send(accepting(), page);
    return field(vendor.requests().getLast().body(), "priority");
  }

  @Test
  void thePriorityIsThatOfTheSeverityAndOfAnUpdateNormal() {
    assertThat(priority(Pages.page())).isEqualTo("1");
    assertThat(priority(Pages.page(Pages.INCIDENT, "x", "", Severity.SEV4_LOW))).isEqualTo("-1");
    assertThat(priority(Pages.group("incident.resolved", "RESOLVED", 3, 0))).isEqualTo("0");
  }

  @Test
  void aStatusOfZeroIn200IsARefusal() {
    assertThat(send(json(200, "{'status':0,'errors':['user identifier is invalid']}")))
        .isEqualTo(new Outcome.Refused("Pushover refused: user identifier is invalid", 200));
    assertThat(send(takes())).isEqualTo(new Outcome.Accepted("647d2300-702c", 200));
  }
}
