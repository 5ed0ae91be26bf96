package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same fault has the same words, whether a request or a document has it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneValidationIT {

  private final RunningCore core = RunningCore.start();
  private final AppliedTo applied = new AppliedTo(core);

  @AfterAll
  void stop() {
    core.close();
  }

  /** Resources are posted; what a tenant has one of is put. */
  private Reply asked(String kind, String path, String body) {
    String json = body.replace('\'', '"');
    return Kind.named(kind).orElseThrow().isSingle()
        ? core.send(
            core.token,
            "PUT",
            "/api/v1" + path,
            json,
            "if-match",
            String.valueOf(core.get("/api/v1" + path).header("etag")))
        : core.post("/api/v1" + path, json);
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "holiday_calendar | /holiday-calendars | {'name':'F','days':[{'day':'Christmas'}]}",
        "holiday_calendar | /holiday-calendars | {'name':'F','days':'2026-12-25'}",
        "inhibit_rule | /inhibit-rules |"
            + " {'name':'I','source_matchers':['a'],'target_matchers':[],'wait':'P1D'}",
        "time_interval | /time-intervals |"
            + " {'name':'T','time_intervals':[{'weekdays':['friday:monday'],'location':'Paris','times':[{}]}]}",
        "lookup_table | /lookup-tables |"
            + " {'name':'L','key_column':'x','rows':[{'host':'a','team':'b'}]}",
        "tag | /tags | {'name':'T','color':'red','auto_apply_pattern':'(','is_active':'yes'}",
        "maintenance_window | /maintenance-windows |"
            + " {'name':'M','comment':'c','starts_at':'today','time_zone':'X','duration':'P2Y','recurrence':'FREQ=HOURLY'}",
        "event_webhook | /webhooks/outgoing/register |"
            + " {'name':'W','url':'x','secret':'{S}','events':['incident.lost']}",
        "event_webhook | /webhooks/outgoing/register |"
            + " {'name':'W','url':'https://x.example.org','secret':'{S}','events':['incident.created'],'severities':['SEV9']}",
        "service_account | /service-accounts | {'name':'S','description':7}",
        "delivery_policy | /delivery-policy |"
            + " {'time_zone':'Paris','group_every':'PT1S','digest_at':'noon'}",
        "flapping_policy | /flapping-policy | {'returns':1,'within':'PT1S','hold_down':'soon'}",
        "storm_policy | /storm-policy | {'threshold':1,'ends_below':0,'ends_after':'soon'}",
        "message_language | /message-language | {'language':'french'}",
        "verification_settings | /verification-settings | {'phone_prefixes':['abc']}",
        "room_settings | /room-settings | {'most_open':-1,'archive_after':'soon','mark':':x:'}",
        "room_settings | /room-settings | {'is_automatic':true,'unknown':1}",
        "status_component | /status-page/components | {'name':'C','position':-1,'group':7}",
        "status_page | /status-page | {'slug':'No Slug','name':''}",
        "log_in_settings | /log-in-settings | {'totp_required_from':'everybody'}"
      })
  void sameFaultHasTheSameWords(String kind, String path, String body) {
    String secret = "a secret of sixteen";
    JsonNode asked = asked(kind, path, body.replace("{S}", secret)).json();
    Reply document =
        applied.post(
            body.replace("'{S}'", "{'$secret':'" + secret + "'}")
                .replaceFirst("\\{", "{'kind':'" + kind + "','key':'k',"),
            "");

    assertThat(asked.get("status").asInt()).as("%s", asked).isEqualTo(422);
    assertThat(document.status()).as("%s", document.json()).isEqualTo(422);
    assertThat(asked.get("details")).isNotEmpty();
    asked
        .get("details")
        .properties()
        .forEach(
            one -> {
              JsonNode told = document.json().get("details").get("/documents/0" + one.getKey());
              assertThat(told).as("%s in %s", one.getKey(), document.json()).isNotNull();
              for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i).asText()).endsWith(": " + one.getValue().get(i).asText());
              }
            });
  }

  /** A warning is answered to whoever writes the thing alone, and to whoever applies it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "escalation_policy | /escalation-policies |"
            + " {'name':'P','steps':[{'after':'PT20M','channels':['pigeon'],'notify':[{'type':'team','team':'warned'}]}]}",
        "schedule | /schedules |"
            + " {'name':'G','team':'warned','time_zone':'UTC','layers':[{'name':'a','start':'2026-01-05T09:00',"
            + "'every':'P1D','slots':[['wanda']],'hours':[{'days':['monday'],'start':'09:00','length':'PT8H'}]}]}",
        "impact_scope | /scopes | {'name':'S'}",
        "inhibit_rule | /inhibit-rules |"
            + " {'name':'I','source_matchers':['a=b'],'target_matchers':['c=d'],'equal':[]}"
      })
  void sameWarningHasTheSameWords(String kind, String path, String body) {
    applied.done(
        AppliedTo.user("wanda", "responder")
            + ",{'kind':'team','key':'warned','name':'Warned','members':[{'user':'wanda'}]}");
    Reply made = core.post("/api/v1" + path, body.replace('\'', '"'));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);

    String document = "{'kind':'" + kind + "','key':'k',";
    JsonNode told =
        applied
            .done(
                body.replaceFirst("\\{", document).replaceFirst("'name':'.'", "'name':'other'"), "")
            .at("/changes/0/warnings");

    JsonNode alone = made.json().get("warnings");
    assertThat(alone).as("%s", made.json()).isNotEmpty();
    assertThat(told).hasSameSizeAs(alone);
    for (int i = 0; i < alone.size(); i++) {
      JsonNode one = alone.get(i);
      if (one.has("from") && !one.hasNonNull("detail")) {
        assertThat(told.get(i).asText())
            .contains(one.get("kind").asText(), one.get("from").asText(), "nobody is on call");
      } else {
        assertThat(told.get(i).asText())
            .isEqualTo(one.isTextual() ? one.asText() : one.get("detail").asText());
      }
    }
  }

  /** A channel that nothing can be sent by is warned of in a team's document, too. */
  @Test
  void contactWithoutAProviderIsWarnedOfEitherWay() {
    applied.done("{'kind':'team','key':'nosms','name':'No provider'}");
    String contact = "{'name':'phone','channel':'email','address':'ops@example.org'}";
    JsonNode alone =
        core.post("/api/v1/teams/No%20provider/contacts", contact.replace('\'', '"')).json();
    JsonNode told =
        applied.done(
            "{'kind':'team','key':'other','name':'Other','contacts':[" + contact + "]}", "");

    assertThat(alone.get("warnings")).as("%s", alone).isNotEmpty();
    assertThat(told.at("/changes/0/warnings")).isEqualTo(alone.get("warnings"));
  }
}
