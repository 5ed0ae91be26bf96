package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.document.Kind;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        "service_levels | /service-levels |"
            + " {'calendars':[{'name':'C','time_zone':'Paris','hours':[{'start':'22:00','end':'06:00'}]}],"
            + "'response':[{'tier':'TIER_9','within':'soon'}],'resolution':[{'severity':'SEV1','within':'PT2H','calendar':'D'}]}",
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
            .isEqualTo((one.path("pointer").asText() + " " + one.get("detail").asText()).strip());
      }
    }
  }

  /**
   * Each schema of the API that has warnings, and how a document says the same thing: what is
   * written alone, and the document. A new one fails until it has a line here.
   */
  private static final Map<String, Written> WARNED =
      Map.of(
          "EscalationPolicy", Written.BESIDE,
          "Schedule", Written.BESIDE,
          "Scope", Written.BESIDE,
          "InhibitRule", Written.BESIDE,
          "Contact",
              new Written(
                  "POST",
                  "/teams/Warned/contacts",
                  "{'name':'phone','channel':'email','address':'ops@example.org'}",
                  "{'kind':'team','key':'other-1','name':'Other 1','contacts':[%s]}"),
          "UserContact",
              new Written(
                  "POST",
                  "/users/wanda/contacts",
                  "{'name':'phone','channel':'sms','address':'+33612345678'}",
                  "{'kind':'user','key':'walt','username':'walt','email':'walt@example.org','role':'responder','contacts':[%s]}"),
          "StandIns",
              new Written(
                  "PUT",
                  "/teams/Warned/stand-ins",
                  "{'current_on_call':'wanda','manager':'wanda'}",
                  "{'kind':'team','key':'other-2','name':'Other 2','stand_ins':%s}"),
          "DefaultOnCall",
              new Written(
                  "PUT",
                  "/on-call/default",
                  "{'user':'wanda'}",
                  "{'kind':'default_on_call','user':'wanda'}"),
          "EventWebhook",
              new Written(
                  "POST",
                  "/webhooks/outgoing/register",
                  "{'name':'W','url':'http://127.0.0.1:9/','secret':'a secret of"
                      + " sixteen','events':['incident.created']}",
                  "{'kind':'event_webhook','key':'w','name':'W2','url':'http://127.0.0.1:9/','secret':{'$secret':'a"
                      + " secret of sixteen'},'events':['incident.created']}"));

  /** Answers about nothing that stays, or that no document makes. */
  private static final Set<String> WITHOUT_A_DOCUMENT =
      Set.of("MaintenancePreview", "StoredSilence", "SilencePreview", "ConfigurationApplied");

  private record Written(String method, String path, String body, String document) {

    /** In {@link #sameWarningHasTheSameWords}. */
    static final Written BESIDE = new Written("", "", "", "");
  }

  static Stream<String> warnedSchemas() {
    return WARNED.entrySet().stream()
        .filter(one -> one.getValue() != Written.BESIDE)
        .map(Map.Entry::getKey)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("warnedSchemas")
  void whatIsWrittenAloneAndWhatIsAppliedWarnAlike(String schema) {
    Written written = Objects.requireNonNull(WARNED.get(schema));
    applied.done(
        AppliedTo.user("wanda", "responder")
            + ",{'kind':'team','key':'warned','name':'Warned','members':[{'user':'wanda'}]}");
    boolean isDefault = schema.equals("DefaultOnCall");
    String document = written.document.formatted(written.body);
    // Of what there is one of, an apply that changes nothing writes nothing.
    JsonNode planned = isDefault ? null : plan(document);
    JsonNode told = applied.done(document, "");
    Reply made =
        core.send(
            core.token, written.method, "/api/v1" + written.path, written.body.replace('\'', '"'));
    assertThat(made.status()).as("%s", made.json()).isBetween(200, 201);

    JsonNode alone = made.json().get("warnings");
    assertThat(alone).as("%s", made.json()).isNotEmpty();
    assertThat(told.at("/changes/0/warnings")).as("%s", told).isEqualTo(inWords(alone));
    if (planned != null) {
      assertThat(planned.at("/changes/0/warnings")).isEqualTo(inWords(alone));
    }
  }

  private JsonNode plan(String document) {
    return applied.done(document, ",'dry_run':true");
  }

  private static JsonNode inWords(JsonNode warnings) {
    return Json.MAPPER.valueToTree(
        warnings
            .valueStream()
            .map(
                one ->
                    one.isTextual()
                        ? one.asText()
                        : (one.path("pointer").asText() + " " + one.get("detail").asText()).strip())
            .toList());
  }

  /** A document is written by all that the API warns of. */
  @Test
  void everySchemaWithWarningsIsCompared() {
    Set<String> found = new TreeSet<>();
    core.get("/api/v1/openapi.json")
        .json()
        .at("/components/schemas")
        .properties()
        .forEach(
            one -> {
              if (one.getValue().findValue("warnings") != null) {
                found.add(one.getKey());
              }
            });
    Set<String> known = new TreeSet<>(WARNED.keySet());
    known.addAll(WITHOUT_A_DOCUMENT);
    assertThat(found).isEqualTo(known);
  }
}
