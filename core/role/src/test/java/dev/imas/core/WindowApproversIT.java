package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** CAL-04: a deployment window says beforehand that too few people can approve it. */
class WindowApproversIT {

  private static final String BASE = "/api/v1";

  private static RunningCore core;
  private static CheckedApi api;

  @BeforeAll
  static void start() {
    core = RunningCore.start(RunningCore.WITH_PEOPLE);
    api = new CheckedApi(core);
    core.database.execute("UPDATE user_account SET role = 'responder'");
    core.service("shop");
    core.service("cart");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String plan(String services) {
    LocalDateTime from =
        LocalDateTime.ofInstant(core.now().plus(Duration.ofHours(3)), ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.SECONDS);
    Reply made =
        core.post(
            BASE + "/deployment-windows",
            ("{'title':'Release','environment':'prod','services':["
                    + services
                    + "],'starts_at':'%s','ends_at':'%s','time_zone':'UTC','rollback_plan':'the one"
                    + " before'}")
                .formatted(from, from.plusHours(1))
                .replace('\'', '"'));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  /** What is said of approvers; empty: nothing. */
  private static String said(String window) {
    Reply read =
        api.check(
            "GET", "/deployment-windows/{id}", core.get(BASE + "/deployment-windows/" + window));
    for (JsonNode one : read.json().get("lacking")) {
      if (one.get("code").asText().equals("approvers")) {
        return one.get("text").asText();
      }
    }
    return "";
  }

  private static void quorum(int approvals) {
    int version = core.get(BASE + "/gate/policy").json().get("version").asInt();
    Reply set =
        core.send(
            core.token,
            "PUT",
            BASE + "/gate/policy",
            "{\"production_approvals\":" + approvals + "}",
            "if-match",
            "\"" + version + "\"");
    assertThat(set.status()).as("%s", set.http().body()).isEqualTo(200);
  }

  @Test
  void whoMayApproveIsCountedByRoleGrantAndTeam() {
    String shop = plan("'shop'");
    String both = plan("'shop','cart'");
    assertThat(said(shop)).startsWith("1 person must approve it, and nobody can");

    core.user("gina", "responder");
    String gina =
        core.database.query("SELECT id FROM user_account WHERE username = 'gina'").getFirst();
    Reply granted =
        core.post(
            BASE + "/grants",
            "{\"grantee\":\"user:"
                + gina
                + "\",\"permission\":\"deployment.approve\",\"team\":\"team of shop\"}");
    assertThat(granted.status()).as("%s", granted.http().body()).isEqualTo(201);
    assertThat(said(shop)).isEmpty();
    assertThat(said(both)).as("the other service is of another team").contains("nobody can");

    core.user("abe", "tenant_admin");
    assertThat(said(both)).isEmpty();
    quorum(2);
    assertThat(said(shop)).isEmpty();
    assertThat(said(both)).startsWith("2 people must approve it, and only abe can");
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'abe'");
    assertThat(said(shop)).contains("only gina can");
    quorum(0);
    assertThat(said(shop)).as("none is needed").isEmpty();
  }
}
