package dev.imas.gateway.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.gateway.TestGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What karma 17e3d7e5 sends, byte for byte, and what its readers need of the answers. Its older
 * versions read by models that go-openapi generated of Alertmanager's API, and refuse an answer
 * that lacks a required member, so these are asked for, too.
 */
class KarmaIT {

  /** As {@code verprobe} finds it in the text format of Prometheus. */
  private static final Pattern BUILD_INFO =
      Pattern.compile("(?m)^alertmanager_build_info\\{.*?\\bversion=\"([^\"]*)\".*} 1$");

  private static TestGateway gateway;
  private static String key;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    TestGateway.Source source =
        gateway.addSource(
            gateway.tenant(), "karma", "ALERTMANAGER", "{\"may_silence\":true}", true, null);
    key = source.key();
    gateway.awaitLive(key);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private record Answer(int status, String type, String body) {
    JsonNode json() {
      assertThat(status).as(body).isEqualTo(200);
      assertThat(type).startsWith("application/json");
      return Json.read(body, JsonNode.class);
    }
  }

  private static String host() {
    return "127.0.0.1:" + gateway.port();
  }

  /**
   * A request as Go's client writes it: its own headers, then others in order, then the encoding.
   */
  private static Answer get(String path, String... headers) {
    StringBuilder head =
        new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: ").append(host());
    head.append("\r\nUser-Agent: Go-http-client/1.1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return send(head.append("Accept-Encoding: gzip\r\n\r\n").toString());
  }

  /** The headers of a browser, as the proxy passes them on. */
  private static String fromABrowser(String method, String path, String content, String after) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + host()
        + "\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
        + content
        + "Accept: */*\r\nAccept-Language: en-US,en;q=0.5\r\n"
        + after
        + "Cookie: session=1\r\nOrigin: http://karma.example:8080\r\n"
        + "Referer: http://karma.example:8080/?q=%40state%3Dactive\r\n"
        + "X-Forwarded-For: 10.0.0.7\r\nAccept-Encoding: gzip\r\n\r\n";
  }

  private static Answer post(String body) {
    return send(
        fromABrowser(
                "POST",
                "/am/" + key + "/api/v2/silences",
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n",
                "Content-Type: application/json\r\n")
            + body);
  }

  private static Answer delete(String id) {
    return send(fromABrowser("DELETE", "/am/" + key + "/api/v2/silence/" + id, "", ""));
  }

  private static Answer send(String request) {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      // Go keeps its connection open, so the answer itself says where it ends.
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      while (!isWhole(read.toString(StandardCharsets.ISO_8859_1))) {
        read.write(socket.getInputStream().readNBytes(1));
      }
      return answer(read.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isWhole(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String length = header(text.substring(0, end), "content-length");
    return length.isEmpty()
        ? text.endsWith("0\r\n\r\n")
        : text.length() - end - 4 == Integer.parseInt(length);
  }

  private static Answer answer(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String head = text.substring(0, end);
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    if (header(head, "transfer-encoding").equals("chunked")) {
      body = joined(body);
    }
    if (header(head, "content-encoding").equals("gzip")) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    return new Answer(
        Integer.parseInt(head.substring(9, 12)),
        header(head, "content-type"),
        new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] chunks) {
    String text = new String(chunks, StandardCharsets.ISO_8859_1);
    StringBuilder all = new StringBuilder();
    int at = 0;
    while (true) {
      int end = text.indexOf("\r\n", at);
      int length = Integer.parseInt(text.substring(at, end), 16);
      if (length == 0) {
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
      }
      all.append(text, end + 2, end + 2 + length);
      at = end + 2 + length + 2;
    }
  }

  private static String header(String head, String name) {
    Matcher found = Pattern.compile("(?im)^" + name + ": *(.*?)\\r?$").matcher(head);
    return found.find() ? found.group(1) : "";
  }

  /** All that are required, in the order of the API's description. */
  private static void has(JsonNode object, String... members) {
    for (String member : members) {
      assertThat(object.hasNonNull(member)).as("%s of %s", member, object).isTrue();
    }
  }

  private static void isTime(JsonNode node) {
    OffsetDateTime.parse(node.textValue());
  }

  @Test
  void theVersionIsReadFromItsMetrics() {
    String basic =
        Base64.getEncoder().encodeToString(("imas:" + key).getBytes(StandardCharsets.UTF_8));
    for (Answer answer :
        List.of(
            get("/am/" + key + "/metrics"),
            get("/metrics", "Authorization: Basic " + basic),
            get("/metrics", "Authorization: Bearer " + key))) {
      assertThat(answer.status()).isEqualTo(200);
      Matcher version = BUILD_INFO.matcher(answer.body());
      assertThat(version.find()).as(answer.body()).isTrue();
      assertThat(version.group(1))
          .as("MustParse panics otherwise")
          .matches("[0-9]+\\.[0-9]+\\.[0-9]+");
      assertThat(answer.body()).doesNotContain("imas_ingest");
    }
  }

  @Test
  void statusHasAllThatItsModelsRequire() {
    JsonNode status = get("/am/" + key + "/api/v2/status").json();
    has(status, "cluster", "versionInfo", "config", "uptime");
    has(status.get("cluster"), "status");
    has(
        status.get("versionInfo"),
        "version",
        "revision",
        "branch",
        "buildUser",
        "buildDate",
        "goVersion");
    has(status.get("config"), "original");
    isTime(status.get("uptime"));
  }

  @Test
  void groupsHaveAllThatItsModelsRequire() {
    Instant now = gateway.clock().instant();
    String alerts =
        """
        [{"labels":{"alertname":"ForKarma","team":"db"},"annotations":{"summary":"s"},"startsAt":"%s"},
         {"labels":{"alertname":"Muted","team":"db"},"startsAt":"%s"}]\
        """
            .formatted(now, now);
    assertThat(
            gateway.post(key, "/api/v2/alerts", alerts.getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(200);
    // As core keeps what hides an alert.
    gateway.update(
        "INSERT INTO hidden_alert (tenant_id, fingerprint, since, decided_at, epoch, severity,"
            + " reasons) SELECT tenant_id, fingerprint, now(), now(), 1, 3,"
            + " '[{\"kind\":\"time\",\"id\":\""
            + UUID.randomUUID()
            + "\",\"version\":1,\"name\":\"Nights\"}]' FROM alert_state WHERE name = 'Muted'");

    JsonNode groups = get("/am/" + key + "/api/v2/alerts/groups").json();

    List<String> seen = new ArrayList<>();
    for (JsonNode group : groups) {
      has(group, "labels", "receiver", "alerts");
      has(group.get("receiver"), "name");
      assertThat(group.get("labels").isObject()).isTrue();
      for (JsonNode alert : group.get("alerts")) {
        has(
            alert,
            "labels",
            "receivers",
            "fingerprint",
            "startsAt",
            "updatedAt",
            "endsAt",
            "annotations",
            "status");
        assertThat(alert.get("labels").isObject()).isTrue();
        assertThat(alert.get("annotations").isObject()).isTrue();
        alert.get("receivers").forEach(receiver -> has(receiver, "name"));
        isTime(alert.get("startsAt"));
        isTime(alert.get("updatedAt"));
        isTime(alert.get("endsAt"));
        JsonNode status = alert.get("status");
        has(status, "state", "silencedBy", "inhibitedBy", "mutedBy");
        assertThat(status.get("state").asText()).isIn("unprocessed", "active", "suppressed");
        String name = alert.at("/labels/alertname").asText();
        seen.add(name);
        assertThat(status.get("mutedBy").toString())
            .isEqualTo(name.equals("Muted") ? "[\"Nights\"]" : "[]");
        assertThat(status.get("state").asText()).isEqualTo("active");
      }
    }
    assertThat(seen).contains("ForKarma", "Muted");
    assertThat(get("/am/" + key + "/api/v2/alerts/groups?muted=false").body())
        .contains("ForKarma")
        .doesNotContain("Muted");
  }

  /**
   * The first as its page writes it, the other as its proxy writes it anew with the user's name.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"matchers\":[{\"name\":\"alertname\",\"value\":\"ForKarma\",\"isRegex\":false,\"isEqual\":true},"
            + "{\"name\":\"team\",\"value\":\"(db|web)\",\"isRegex\":true,\"isEqual\":true},"
            + "{\"name\":\"instance\",\"value\":\"a\",\"isRegex\":false,\"isEqual\":false}],\"startsAt\":\"FROM\",\"endsAt\":\"TO\",\"createdBy\":\"me@example.com\",\"comment\":\"why"
            + " é\"}",
        "{\"endsAt\":\"TO\",\"startsAt\":\"FROM\",\"comment\":\"why"
            + " é\",\"createdBy\":\"me@example.com\","
            + "\"matchers\":[{\"isEqual\":true,\"name\":\"alertname\",\"value\":\"ForKarma\",\"isRegex\":false},"
            + "{\"name\":\"team\",\"value\":\"(db|web)\",\"isRegex\":true},"
            + "{\"isEqual\":false,\"name\":\"instance\",\"value\":\"a\",\"isRegex\":false}]}"
      })
  void silencesAreWrittenReadChangedAndEnded(String body) {
    Instant from = gateway.clock().instant().truncatedTo(ChronoUnit.MINUTES);
    String written =
        body.replace("FROM", time(from)).replace("TO", time(from.plus(2, ChronoUnit.HOURS)));
    String id = post(written).json().get("silenceID").textValue();

    JsonNode read = silence(id);
    has(
        read,
        "id",
        "status",
        "updatedAt",
        "matchers",
        "startsAt",
        "endsAt",
        "createdBy",
        "comment");
    has(read.get("status"), "state");
    isTime(read.get("startsAt"));
    isTime(read.get("endsAt"));
    isTime(read.get("updatedAt"));
    read.get("matchers").forEach(matcher -> has(matcher, "name", "value", "isRegex"));
    assertThat(read.get("createdBy").asText()).isEqualTo("me@example.com");
    assertThat(read.get("comment").asText()).isEqualTo("why é");
    assertThat(read.get("matchers").toString())
        .contains("\"isEqual\":true,\"isRegex\":true,\"name\":\"team\"")
        .contains("\"isEqual\":false,\"isRegex\":false,\"name\":\"instance\"");

    String changed =
        "{\"id\":\"%s\",".formatted(id)
            + written
                .substring(1)
                .replace("FROM", time(Instant.parse(read.get("startsAt").textValue())));
    String next = post(changed).json().get("silenceID").textValue();
    assertThat(silence(next).at("/status/state").asText()).isEqualTo("active");

    assertThat(delete(next).status()).isEqualTo(200);
    assertThat(silence(next).at("/status/state").asText()).isEqualTo("expired");
    Answer unknown = delete(UUID.randomUUID().toString());
    assertThat(unknown.status()).isEqualTo(404);
  }

  /** As JavaScript writes a time. */
  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString().replaceFirst("(:\\d\\d)Z$", "$1.000Z");
  }

  private static JsonNode silence(String id) {
    for (JsonNode silence : get("/am/" + key + "/api/v2/silences").json()) {
      if (silence.path("id").asText().equals(id)) {
        return silence;
      }
    }
    throw new AssertionError("there is no silence " + id);
  }
}
