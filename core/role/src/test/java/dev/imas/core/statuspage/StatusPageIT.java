package dev.imas.core.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.ManyTenants;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public reads what people published, under a host name of its own, and nothing else there. */
class StatusPageIT {

  /** The other name of the machine that the tests run on. */
  private static final String HOST = "localhost";

  @TempDir static Path folder;
  private static RunningCore core;

  @BeforeAll
  static void start() {
    core =
        RunningCore.start(
            Map.of(
                "IMAS_PUBLIC_URL",
                "https://ops.example.org",
                "IMAS_STATUS_URL",
                "https://" + HOST,
                "IMAS_STATUS_SNAPSHOT_FOLDER",
                folder.toString()));
    publish("acme", true);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static void publish(String slug, boolean isPublic) {
    JsonNode there = send("GET", "/status-page", null).json();
    Reply put =
        send(
            "PUT",
            "/status-page",
            "{'is_public':%s,'slug':'%s','name':'Acme <b>shop</b>','description':'What we offer'}"
                .formatted(isPublic, slug),
            "if-match",
            "\"" + there.get("version").asInt() + "\"");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  private static Reply send(String method, String path, @Nullable String json, String... headers) {
    return core.send(
        core.token,
        method,
        "/api/v1" + path,
        json == null ? null : json.replace('\'', '"'),
        headers);
  }

  private static JsonNode made(String path, String json) {
    Reply reply = send("POST", path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static Reply read(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + core.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return core.send(request.build());
  }

  private static void eventually(Callable<Boolean> condition) {
    Await.until("the page follows", condition, held -> held);
  }

  private static String page(Predicate<String> shows) {
    eventually(() -> shows.test(read("/status/acme").http().body()));
    return read("/status/acme").http().body();
  }

  @Test
  void onlyWhatAPersonTypedIsPublic() {
    core.post(Event.firing("secret-of-the-alert", 1, core.service("vault"), core.now()));
    core.follow();
    JsonNode incident =
        send("GET", "/incidents?search=secret-of-the-alert", null).json().at("/items/0");
    made("/status-page/components", "{'name':'Payments','service':'vault','group':'Shop'}");

    JsonNode published =
        made(
            "/status-page/incidents",
            "{'incident':'%s','title':'Payments <script>fail','impact':'major_outage','message':'We look.'}"
                .formatted(incident.get("short_id").asText()));
    assertThat(published.at("/components/0/name").asText()).isEqualTo("Payments");
    String html = page(body -> body.contains("We look."));

    assertThat(html)
        .contains("Payments &lt;script&gt;fail", "Acme &lt;b&gt;shop", "Major outage")
        .doesNotContain("secret", "vault", "<script", incident.get("short_id").asText());
    JsonNode json = read("/status/acme.json").json();
    assertThat(json.at("/incidents/0/state").asText()).isEqualTo("investigating");
    assertThat(json.toString()).doesNotContain("secret", "vault", "author");
    assertThat(read("/status/acme.atom").http().body())
        .contains("Payments &lt;script&gt;fail: Investigating")
        .doesNotContain("secret");

    String path = "/status-page/incidents/" + published.get("id").asText();
    Reply end = send("POST", path + "/updates", "{'state':'resolved','message':'Payments work.'}");
    assertThat(end.status()).isEqualTo(200);
    page(body -> body.contains("Payments work."));
    JsonNode after = read("/status/acme.json").json();
    assertThat(after.get("incidents")).isEmpty();
    assertThat(after.at("/past/0/updates/0/message").asText()).isEqualTo("Payments work.");
    assertThat(send("DELETE", path, null).status()).isEqualTo(204);
    page(body -> !body.contains("Payments work."));
  }

  @Test
  void maintenanceInProgressShowsOnItsComponents() {
    made("/status-page/components", "{'name':'Search','position':5}");
    made(
        "/status-page/maintenance",
        "{'title':'New disks','starts_at':'%s','ends_at':'%s','components':['search']}"
            .formatted(core.now().plusSeconds(600), core.now().plusSeconds(1_200)));
    page(body -> body.contains("New disks"));
    // The page and its JSON are files of their own.
    eventually(() -> state("Search").equals("operational"));
    core.clock.move(Duration.ofMinutes(11));
    eventually(() -> state("Search").equals("maintenance"));
    core.clock.move(Duration.ofMinutes(11));
    eventually(() -> state("Search").equals("operational"));
    assertThat(read("/status/acme.json").json().at("/past_maintenance/0/title").asText())
        .isEqualTo("New disks");
  }

  private static String state(String component) {
    for (JsonNode one : read("/status/acme.json").json().path("components")) {
      if (one.get("name").asText().equals(component)) {
        return one.get("state").asText();
      }
    }
    return "none";
  }

  @Test
  void whatWasMeasuredIsShownAsNinetyDaysAndWhatWasNotIsNoData() {
    core.holdHousekeeping();
    String probe = "{'url':'https://inner.example.org/health?of=shop','every':'PT30S'}";
    JsonNode made = made("/status-page/components", "{'name':'Measured','probe':" + probe + "}");
    assertThat(made.at("/probe/timeout").asText()).isEqualTo("PT10S");
    String id = made.get("id").asText();
    eventually(() -> uptime("Measured").path("percentage").isNull());
    core.database.execute(
        """
        INSERT INTO status_uptime (tenant_id, component_id, day, up_ms, down_ms)
        SELECT tenant_id, id, date '%s' - d.ago, d.up, d.down
          FROM status_component, (VALUES (1, 86400000, 0), (2, 86390000, 10000), (3, 43200000, 43200000), (90, 1, 0))
               AS d(ago, up, down)
         WHERE id = '%s'
        """
            .formatted(core.now().atOffset(ZoneOffset.UTC).toLocalDate(), id));
    core.database.execute(
        "UPDATE status_probe SET outcome = 'down', tried_at = now(), took_ms = 7, reason = 'HTTP"
            + " 503'");
    publish("acme", true); // the page is written at once

    eventually(() -> uptime("Measured").path("percentage").isNumber());
    JsonNode uptime = uptime("Measured");
    assertThat(uptime.get("percentage").asDouble()).isEqualTo(83.32);
    assertThat(uptime.get("days")).hasSize(90);
    assertThat(uptime.at("/days/88").toString())
        .contains("\"up_seconds\":86400,\"down_seconds\":0,\"unmeasured_seconds\":0");
    assertThat(uptime.at("/days/80").toString())
        .contains("\"up_seconds\":0,\"down_seconds\":0,\"unmeasured_seconds\":86400");
    assertThat(state("Measured")).as("a probe publishes nothing").isEqualTo("operational");
    String html = read("/status/acme").http().body();
    assertThat(html)
        .contains("83.32% uptime over the last 90 days", "99.98% up", "50% up", "no data")
        .containsPattern("role=\"img\" aria-label=\"83[.]32% up")
        .containsPattern("<i class=\"low\"></i><i class=\"slight\"></i><i class=\"full\"></i>")
        .doesNotContain("inner.example.org", "HTTP 503");
    assertThat(read("/status/acme.json").http().body())
        .doesNotContain("inner.example.org", "HTTP 503");
    JsonNode found = send("GET", "/status-page/uptime", null).json().at("/items/0");
    assertThat(found.at("/last/reason").asText()).isEqualTo("HTTP 503");
    assertThat(found.get("uptime")).isEqualTo(uptime);

    core.sweep("status-page-past");
    assertThat(core.database.count("SELECT count(*) FROM status_uptime")).isEqualTo(3);
    send("PUT", "/status-page/components/Measured", "{'name':'Measured'}", "if-match", "\"1\"");
    assertThat(core.database.count("SELECT count(*) FROM status_probe")).isZero();
    eventually(() -> uptime("Measured").isMissingNode() || uptime("Measured").isNull());
    assertThat(send("DELETE", "/status-page/components/Measured", null).status()).isEqualTo(204);
  }

  @Test
  void whoeverSubscribedIsToldWhatThePublicIsToldAndNoMore() {
    JsonNode hook =
        made(
            "/webhooks/outgoing/register",
            "{'name':'public','url':'https://hooks.example.org','events':['status.incident','status.maintenance'],"
                + "'severities':['SEV1']}");
    eventually(
        () -> {
          announced();
          return core.database.count("SELECT count(*) FROM event_delivery") > 0;
        });
    core.database.execute("DELETE FROM event_delivery");
    core.post(Event.firing("inner-name", 1, core.service("cellar"), core.now()));
    core.follow();
    String about =
        send("GET", "/incidents?search=inner-name", null).json().at("/items/0/id").asText();
    publish("acme", false);
    made(
        "/status-page/incidents",
        "{'title':'Unseen','message':'Nobody reads it.','state':'resolved'}");
    publish("acme", true);

    JsonNode one =
        made(
            "/status-page/incidents",
            "{'incident':'%s','title':'Told','message':'We look.'}".formatted(about));
    String path = "/status-page/incidents/" + one.get("id").asText();
    send("POST", path + "/updates", "{'state':'resolved','message':'It works.'}");
    assertThat(send("DELETE", path, null).status()).isEqualTo(204);
    announced();

    assertThat(
            core.database.query(
                "SELECT concat_ws(' ', event, payload #>> '{data,action}', payload #>>"
                    + " '{data,title}', payload #>> '{data,message}', payload #>>"
                    + " '{data,sequence}') FROM event_delivery ORDER BY position"))
        .containsExactly(
            "status.incident published Told We look. 2",
            "status.incident updated Told It works. 3",
            "status.incident withdrawn Told It works. 4",
            "status.maintenance published Disks  1",
            "status.maintenance withdrawn Disks  2");
    assertThat(core.database.query("SELECT payload FROM event_delivery").toString())
        .contains("https://localhost/status/acme")
        .doesNotContain("inner-name", "cellar", about, "author");
    String log = "/webhooks/outgoing/" + hook.get("id").asText();
    assertThat(send("GET", log + "/deliveries", null).json().at("/items/0/incident").isNull())
        .isTrue();
    assertThat(send("DELETE", log, null).status()).isEqualTo(204);
  }

  /** Maintenance that is withdrawn again. */
  private static void announced() {
    JsonNode planned =
        made(
            "/status-page/maintenance",
            "{'title':'Disks','starts_at':'2098-01-01T00:00:00Z','ends_at':'2098-01-02T00:00:00Z'}");
    send("DELETE", "/status-page/maintenance/" + planned.get("id").asText(), null);
  }

  private static JsonNode uptime(String component) {
    for (JsonNode one : read("/status/acme.json").json().path("components")) {
      if (one.get("name").asText().equals(component)) {
        return one.get("uptime");
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  void aProbeThatIsChangedBeginsAnew() {
    String probe = "{'url':'tcp://mail.example.org:25','every':'PT1M','timeout':'PT5S'}";
    made("/status-page/components", "{'name':'Mail','probe':" + probe + "}");
    core.database.execute("UPDATE status_probe SET outcome = 'up', tried_at = now(), took_ms = 1");
    String path = "/status-page/components/Mail";
    send("PUT", path, "{'name':'Mail','position':3,'probe':" + probe + "}", "if-match", "\"1\"");
    String there = "SELECT version || coalesce(outcome, '') FROM status_probe";
    assertThat(core.database.query(there)).as("nothing of it was changed").containsExactly("1up");

    String other = probe.replace("25", "26");
    send("PUT", path, "{'name':'Mail','probe':" + other + "}", "if-match", "\"2\"");
    assertThat(core.database.query(there)).containsExactly("2");
    assertThat(send("DELETE", path, null).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'every':'PT1M'} | /probe/url is missing",
        "{'url':'ftp://x.example.org'} | /probe/url must begin with https://",
        "{'url':'https://me:secret@x.example.org'} | /probe/url holds a password",
        "{'url':'tcp://x.example.org'} | /probe/url must be a host and a port",
        "{'url':'https://x.example.org','every':'PT29S'} | /probe/every must be a duration",
        "{'url':'https://x.example.org','timeout':'PT11S'} | /probe/timeout must be a duration",
        "{'url':'tcp://x.example.org:1','expected_status':200} | /probe/expected_status is of HTTP",
        "'https://x.example.org' | /probe must be an object"
      })
  void whatIsWrongWithAProbeIsSaid(String probe, String said) {
    Reply refused =
        send("POST", "/status-page/components", "{'name':'Wrong','probe':" + probe + "}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body()).contains(said);
  }

  @Test
  void itsHostHasNothingElse() {
    page(body -> body.contains("Acme"));
    String nothing = read("/status/unknown").http().body();
    for (String path :
        List.of("/", "/login", "/api/v1/me", "/metrics", "/health/live", "/status/")) {
      Reply reply = read(path, "authorization", "Bearer " + core.token);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.http().body()).isEqualTo(nothing);
    }
    Reply elsewhere = core.send(null, "GET", "/status/acme", null);
    assertThat(elsewhere.status()).isEqualTo(404);
  }

  @Test
  void theAnswerIsForAnybodyAndForCaches() {
    page(body -> body.contains("Acme"));
    Reply english = read("/status/acme", "cookie", "__Host-imas_access=x", "accept-language", "de");
    assertThat(english.http().body()).contains("<html lang=\"en\"", "Status as of");
    assertThat(english.header("set-cookie")).isNull();
    assertThat(english.header("cache-control")).startsWith("public, max-age=15");
    assertThat(english.header("content-security-policy"))
        .contains("default-src 'none'", "style-src 'sha256-")
        .doesNotContain("unsafe", "script");
    assertThat(read("/status/acme", "accept-language", "fr-CA, en;q=0.5").http().body())
        .contains("<html lang=\"fr\"", "État au");
    Reply known = read("/status/acme", "if-none-match", String.valueOf(english.header("etag")));
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.http().body()).isEmpty();
  }

  @Test
  void thereIsACopyForWhenCoreIsDown() throws IOException {
    page(body -> body.contains("Acme"));
    Path copy = folder.resolve("acme/index.html");
    eventually(() -> Files.exists(copy));
    assertThat(Files.readString(copy))
        .contains("This is a copy.", "http-equiv=\"content-security-policy\"", "<time datetime=\"");
    assertThat(folder.resolve("acme/index.fr.html")).exists();
    eventually(() -> Files.exists(folder.resolve("acme/feed.atom")));
    for (String name : List.of("index.html", "index.fr.html", "feed.atom", "status.json")) {
      assertThat(folder.resolve("acme").resolve(name)).exists();
    }
  }

  @Test
  void whatIsNoLongerPublicIsGone() {
    publish("acme", false);
    eventually(() -> read("/status/acme").status() == 404);
    eventually(() -> !Files.exists(folder.resolve("acme/index.html")));
    assertThat(send("GET", "/status-page", null).json().get("address").isNull()).isTrue();
    publish("acme", true);
    eventually(() -> read("/status/acme").status() == 200);
    assertThat(send("GET", "/status-page", null).json().get("address").asText())
        .isEqualTo("https://localhost/status/acme");
  }

  @Test
  void whatHasBeenOverForAYearIsDeleted() {
    core.holdHousekeeping();
    JsonNode old =
        made(
            "/status-page/incidents",
            "{'title':'Long ago','state':'resolved','message':'It was.'}");
    JsonNode open = made("/status-page/incidents", "{'title':'Still on','message':'It is.'}");
    core.database.execute(
        "UPDATE status_incident SET resolved_at = resolved_at - interval '367 days'");
    core.sweep("status-page-past");
    assertThat(send("GET", "/status-page/incidents/" + old.get("id").asText(), null).status())
        .isEqualTo(404);
    String there = "/status-page/incidents/" + open.get("id").asText();
    assertThat(send("GET", there, null).status()).isEqualTo(200);
    assertThat(send("DELETE", there, null).status()).isEqualTo(204);
  }

  @Test
  void whatIsWrongIsSaid() {
    String maintenance =
        "{'title':'x','starts_at':'2098-01-02T00:00:00Z','ends_at':'2098-01-01T00:00:00Z'}";
    assertThat(send("POST", "/status-page/maintenance", maintenance).http().body())
        .contains("/ends_at must be after starts_at");
    assertThat(send("POST", "/status-page/components", "{'name':'a','state':'bad'}").http().body())
        .contains("is not one of operational");
    assertThat(
            send("POST", "/status-page/incidents", "{'title':'x\u202Ey','message':'z'}")
                .http()
                .body())
        .as("letters that nobody sees are left out")
        .contains("\"title\":\"xy\"");
    assertThat(
            send(
                    "POST",
                    "/status-page/incidents",
                    "{'title':'x','message':'z','components':['no']}")
                .http()
                .body())
        .contains("/components/0");
    made("/status-page/components", "{'name':'Twice'}");
    assertThat(send("POST", "/status-page/components", "{'name':'TWICE'}").status()).isEqualTo(409);
  }

  @Test
  void thePagesOfAllTenantsAreServed() {
    ManyTenants tenants = ManyTenants.in(core.database);
    core.database.execute(
        """
        INSERT INTO status_page (tenant_id, is_public, slug, name)
        SELECT tenant_id, true, 'many-' || replace(name, ' ', '-'), name FROM tenant WHERE name LIKE 'tenant %'\
        """);

    eventually(() -> read("/status/many-tenant-999.json").status() == 200);
    for (int n = 1; n <= tenants.size(); n++) {
      assertThat(read("/status/many-tenant-" + n + ".json").status()).as("of %d", n).isEqualTo(200);
    }

    core.database.execute("UPDATE status_page SET is_public = false WHERE slug LIKE 'many-%'");
    eventually(() -> read("/status/many-tenant-1.json").status() == 404);
  }
}
