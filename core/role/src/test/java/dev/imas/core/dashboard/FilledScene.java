package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.TenantScene;
import dev.imas.core.TenantScene.Kind;
import dev.imas.core.login.LoginScene;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * A core with something on every page, and a browser before it. Of each kind the tenant has one;
 * what a new page shows besides is made in {@link #fill}.
 */
final class FilledScene implements AutoCloseable {

  /** An administrator of the tenant. */
  static final String ADMIN = "tara";

  /** An administrator of the platform. */
  static final String PLATFORM = "pia";

  final BrowserScene browser;
  final TenantScene tenant;

  private FilledScene(BrowserScene browser, TenantScene tenant) {
    this.browser = browser;
    this.tenant = tenant;
  }

  static FilledScene start() {
    BrowserScene browser =
        BrowserScene.start(Map.of("IMAS_GATEWAY_SMTP_DOMAIN", "alerts.example.com"));
    browser.user("ron", "responder");
    browser.user(ADMIN, "tenant_admin");
    browser.core().holdHousekeeping();
    FilledScene scene = new FilledScene(browser, TenantScene.first(browser.core(), "payments"));
    scene.fill();
    return scene;
  }

  private void fill() {
    RunningCore core = browser.core();
    platform();
    UUID service = UUID.fromString(tenant.own(Kind.SERVICE));
    for (int node = 0; node < 24; node++) {
      UUID of = node % 4 == 3 ? core.triage : service;
      core.post(
          Event.firing("Disk of node " + node + " is full", 1 + node % 4, of, core.now())
              .inGroup("group " + node % 8 + " of " + of));
    }
    core.follow();
    String incident =
        browser.incident("Nobody can pay: the acquirer refuses every card", "payments-service");
    core.post(
        "/api/v1/incidents/" + incident + "/comments",
        "{\"message\":\"**Card payments** fail since the release. Runbook:"
            + " https://runbooks.example.org/cards\"}");
    core.send(core.token, "PUT", "/api/v1/teams/payments-team/members/" + ADMIN, "{}");
    notice(ADMIN, "Nobody is on call on Sunday");
    simulated();
    core.sweep("search-text");
  }

  /** The tenant's simulation, as one that has found something of everything. */
  private void simulated() {
    String decision =
        """
        {"rule_set_version": 1, "rule": {"index": 0, "name": "cards"}, "service": {"id": "%s", "name": "payments-service"},
         "severity": "%s", "group_key": "payments:CardsDeclined", "auto_resolve": true, "incident": %s,
         "hidden_by": [%s]}\
        """;
    String opened =
        """
        {"title": "%s", "service": {"id": "%s", "name": "payments-service"}, "severity": "SEV2_HIGH",
         "escalation_policy": "payments-policy", "impact_scopes": ["gdpr/LEGAL"], "group_wait": "PT30S", "group_interval": null,
         "repeat_interval": "PT4H", "is_held": false, "first_told_at": %s}\
        """;
    String hiddenBy =
        """
        {"kind": "time", "id": "019aa3c2-0000-7000-8000-00000000000a", "version": 1, "until": "2098-12-01T12:00:00Z",
         "name": "Nights"}\
        """;
    String service = tenant.own(Kind.SERVICE);
    browser
        .core()
        .database
        .execute(
            """
            UPDATE simulation SET total = 120000, replayed = 120000, finished_at = now(), result = '
            {"until": "2098-12-08T00:00:00Z", "changes": 120000,
             "alerts": {"all": 4100, "same": 4080, "otherwise": 18, "unknown": 2, "by_field": {"rule": 0, "severity": 18, "group_key": 18}},
             "incidents": {"really_opened": 310,
                           "replayed": {"opened": 312, "reopened": 20, "resolved": 305, "held": 0, "umbrellas": 0, "told_again": 3},
                           "simulated": {"opened": 298, "reopened": 21, "resolved": 291, "held": 40, "umbrellas": 1, "told_again": 0},
                           "alike": {"same": 290, "otherwise": 6, "only_replayed": 16, "only_simulated": 2, "by_field": {"title": 6}}},
             "pages": [{"team": "payments-team", "severity": "SEV1_CRITICAL", "escalation_policy": "payments-policy", "replayed": 14,
                        "simulated": 9},
                       {"team": "", "severity": "SEV3_MEDIUM", "escalation_policy": null, "replayed": 0, "simulated": 2}],
             "paged": %6$s,
             "silences": [{"id": "019aa3c2-0000-7000-8000-000000000009", "starts_at": "2098-12-02T12:00:00Z",
                           "ends_at": "2098-12-02T14:00:00Z", "alerts": 7, "repeats": 118}],
             "hidden": {"replayed": {"all": 9, "maintenance": 1, "inhibition": 2, "time": 0, "silence": 7},
                        "simulated": {"all": 31, "maintenance": 1, "inhibition": 2, "time": 22, "silence": 7}},
             "incident_differences": [{"opened_at": "2098-12-01T09:00:00Z", "group_key": "payments:CardsDeclined", "differs": ["title"],
                                       "was": %3$s, "would": %4$s},
                                      {"opened_at": "2098-12-01T10:00:00Z", "group_key": "payments:Other", "differs": [],
                                       "was": %3$s, "would": null}],
             "incident_differences_left_out": 5,
             "unmatched_rule_count": 202, "unmatched_rules": [{"index": 4, "name": "staging"}],
             "differences": [{"fingerprint": "9f86d081884c7d659a2feaa0c55ad015", "name": "CardsDeclined", "seq": 1,
                              "received_at": "2098-12-01T09:00:00Z", "differs": ["severity", "group_key", "hidden_by", "incident"],
                              "was": %1$s, "would": %2$s}],
             "differences_left_out": 17, "limits": ["What people did is not replayed."], "took_millis": 4210}'
             WHERE id = '%5$s'\
            """
                .formatted(
                    decision.formatted(service, "SEV1_CRITICAL", "\"opened\"", ""),
                    decision.formatted(service, "SEV4_LOW", "null", hiddenBy),
                    opened.formatted("Cards are declined", service, "\"2098-12-01T09:00:00Z\""),
                    opened.formatted("Cards are declined in Oslo", service, "null"),
                    tenant.own(Kind.SIMULATION),
                    paged()));
  }

  /** A person, a channel, somebody who is gone, and the console. */
  private static String paged() {
    String times =
        """
        {"pages": %d, "at_night": %s, "first_at": %s, "by_severity": {%s}}\
        """;
    String never = times.formatted(0, "null", "null", "");
    String who =
        """
        "kind": "%s", "id": "019aa3c2-0000-7000-8000-00000000000%d", "name": %s, "channel": %s, "is_gone": %s\
        """;
    String ada = who.formatted("person", 1, "\"ada\"", "null", "false");
    String first = "\"2098-12-01T09:00:00Z\"";
    return """
    {"recipients": [{%1$s, "time_zone": "Europe/Paris", "replayed": %2$s, "simulated": %3$s},
                    {%4$s, "time_zone": null, "replayed": %5$s, "simulated": %6$s},
                    {%7$s, "time_zone": null, "replayed": %6$s, "simulated": %5$s},
                    {%8$s, "time_zone": null, "replayed": %5$s, "simulated": %5$s}],
     "recipients_left_out": 2,
     "incidents": [{"opened_at": %9$s, "group_key": "payments:CardsDeclined", "title": "Cards are declined",
                    "was": [{%1$s, "first_at": %9$s, "pages": 3}, {%8$s, "first_at": %9$s, "pages": 1}], "would": []},
                   {"opened_at": %9$s, "group_key": "payments:Other", "title": "Cards are slow",
                    "was": [{%4$s, "first_at": %9$s, "pages": 1}], "would": null}],
     "incidents_left_out": 3}\
    """
        .formatted(
            ada,
            times.formatted(14, 3, first, "\"SEV1_CRITICAL\": 12, \"SEV3_MEDIUM\": 2"),
            times.formatted(0, "0", "null", ""),
            who.formatted("channel", 2, "\"#payments\"", "\"slack\"", "false"),
            times.formatted(2, "null", first, "\"SEV2_HIGH\": 2"),
            never,
            who.formatted("channel", 3, "null", "null", "true"),
            who.formatted("console", 0, "\"console\"", "null", "false"),
            first);
  }

  /** As the command line invites an administrator of the platform. */
  private void platform() {
    UUID platform = new UUID(0, 0);
    String code = Credential.invitation(platform).reveal();
    browser
        .core()
        .database
        .execute(
            """
            INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'platform');
            INSERT INTO user_invitation (tenant_id, id, code_hash, role, created_by, expires_at)
            VALUES ('%1$s', gen_random_uuid(), decode('%2$s', 'hex'), 'platform_admin', 'test', now() + interval '1 day')\
            """
                .formatted(platform, HexFormat.of().formatHex(Credential.hash(code))));
    Reply made =
        browser
            .core()
            .send(
                null,
                "POST",
                "/api/v1/auth/register",
                "{\"code\":\"%1$s\",\"username\":\"%2$s\",\"email\":\"%2$s@example.org\",\"password\":\"%3$s\"}"
                    .formatted(code, PLATFORM, LoginScene.PASSWORD));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
  }

  /** Something in somebody's inbox. */
  private void notice(String user, String title) {
    browser
        .core()
        .database
        .execute(
            """
            INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
            SELECT tenant_id, '%2$s', id, 'mail', 'email', '%1$s@mail.example', now() FROM user_account WHERE username = '%1$s';
            INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                                  about_kind, about_id, about_key)
            SELECT tenant_id, '%4$s', 0, 'notice.schedule', '%2$s', 'email', 'x', 4, 'sent',
                   '{"event": "notice.schedule", "incident": {"title": "%3$s", "description": "From 09:00 to 18:00."}}',
                   'summary', tenant_id, 'a gap'
              FROM user_account WHERE username = '%1$s'\
            """
                .formatted(user, UUID.randomUUID(), title, UuidV7.at(System.currentTimeMillis())));
  }

  /** A path of {@link Looks} with the names of what this tenant has. */
  String path(String template) {
    String path = template;
    for (Kind kind : Kind.values()) {
      if (path.contains("{" + kind + "}")) {
        path = path.replace("{" + kind + "}", tenant.own(kind));
      }
    }
    return path;
  }

  @Override
  public void close() {
    browser.close();
  }
}
