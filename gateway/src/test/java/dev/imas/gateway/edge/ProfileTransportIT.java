package dev.imas.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a profile says of how posts arrive and are answered, over HTTP. */
class ProfileTransportIT {

  private static final String PATH = "/api/v1/webhooks/profile/";
  private static final String SECRET = "the-vendors-secret";
  private static final String READ =
      "\"identity\":[{\"of\":[\"/check\"]}],\"title\":\"/check\",\"status\":{\"of\":\"/state\"}";

  private static TestGateway gateway;
  private static Source plain;
  private static Source signed;
  private static Source formed;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    plain = source("plain", "{" + READ + "}", null);
    signed =
        source(
            "signed",
            "{\"signature\":{\"header\":\"X-Own\",\"scheme\":\"hmac-sha1\",\"encoding\":\"base64\","
                + "\"prefix\":\"v1=\",\"dated\":true},\"observed_at\":\"/at\",\"get\":true,"
                + READ
                + "}",
            SECRET);
    formed =
        source(
            "formed",
            "{\"form\":\"data\",\"get\":true,\"answer\":{\"status\":200,\"body\":{\"ok\":true}},"
                + READ
                + "}",
            null);
  }

  private static Source source(String name, String profile, @Nullable String secret) {
    Source source =
        gateway.addSource(
            gateway.tenant(), name, "PROFILE", "{\"profile\":" + profile + "}", true, secret);
    gateway.awaitLive(source.key());
    return source;
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
    gateway.ledgerBalances();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static byte[] hmac(String algorithm, byte[] body) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), algorithm));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Reply post(Source source, String type, String body, String... headers) {
    HttpRequest.Builder request =
        gateway
            .withKey(PATH, source.key())
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return TestGateway.send(request);
  }

  private static Reply get(Source source, String query) {
    return TestGateway.send(gateway.withKey(PATH + "?" + query, source.key()).GET());
  }

  @Test
  void signatureOfTheProfileIsAskedFor() {
    String body = "{\"check\":\"signed\",\"state\":\"down\",\"at\":\"2026-01-01T00:00:00Z\"}";
    String right =
        "v1=" + Base64.getEncoder().encodeToString(hmac("HmacSHA1", body.getBytes(UTF_8)));

    assertThat(post(signed, "application/json", body).status()).isEqualTo(401);
    assertThat(post(signed, "application/json", body, "X-Own", "v1=AAAA").status()).isEqualTo(401);
    assertThat(post(signed, "application/json", body + " ", "X-Own", right).status())
        .isEqualTo(401);
    Reply taken = post(signed, "application/json", body, "X-Own", right);

    assertThat(taken.status()).as(taken.body()).isEqualTo(202);
    assertThat(gateway.alert("signed").firing()).isTrue();
    // No signature covers a query.
    assertThat(get(signed, "check=a&state=down").status()).isEqualTo(401);
  }

  @Test
  void formAndQueryAreReadAndAnsweredAsTheProfileSays() {
    String json = "{\"check\":\"by form\",\"state\":\"down\"}";
    Reply form =
        post(formed, "application/x-www-form-urlencoded", "data=" + URLEncoder.encode(json, UTF_8));

    assertThat(form.status()).as(form.body()).isEqualTo(200);
    assertThat(form.body()).isEqualTo("{\"ok\":true}");
    assertThat(gateway.alert("by form").firing()).isTrue();

    Reply query = get(formed, "check=by+query&state=down");

    assertThat(query.body()).isEqualTo("{\"ok\":true}");
    assertThat(gateway.alert("by query").firing()).isTrue();
  }

  @Test
  void otherSourcesTakeNeither() {
    assertThat(get(plain, "check=x&state=down").status()).isEqualTo(405);
    assertThat(post(plain, "application/x-www-form-urlencoded", "data=%7B%7D").status())
        .isEqualTo(415);
    assertThat(post(plain, "application/json", "{\"check\":\"x\",\"state\":\"up\"}").status())
        .isEqualTo(202);
  }

  @CsvSource({
    "GITHUB, github, check-run-failure.json, X-Hub-Signature-256, sha256=, true",
    "SENTRY, sentry, issue-created.json, Sentry-Hook-Signature, '', true",
    "CIRCLECI, circleci, workflow-failed.json, circleci-signature, v1=, true",
    "PAGERDUTY_WEBHOOK, pagerduty-webhook, v3-triggered.json, X-PagerDuty-Signature, v1=, false"
  })
  @ParameterizedTest
  void shippedSignatureIsChecked(
      String type, String path, String file, String header, String prefix, boolean unsignedTime) {
    Source source =
        gateway.addSource(
            gateway.tenant(),
            path,
            type,
            unsignedTime ? "{\"unsigned_time\":true}" : "{}",
            true,
            SECRET);
    gateway.awaitLive(source.key());
    String folder = path.equals("pagerduty-webhook") ? "pagerduty-outgoing-webhook" : path;
    byte[] body = TestGateway.payload(folder + "/" + file);
    String right = prefix + HexFormat.of().formatHex(hmac("HmacSHA256", body));

    String to = "/api/v1/webhooks/" + path + "/";
    assertThat(gateway.post(source.key(), to, body).status()).isEqualTo(401);
    assertThat(
            TestGateway.send(
                    gateway.json(source.key(), to, body).header(header, right.replace('a', 'b')))
                .status())
        .isEqualTo(401);
    Reply taken = TestGateway.send(gateway.json(source.key(), to, body).header(header, right));
    assertThat(taken.status()).as(taken.body()).isEqualTo(202);
  }

  /** CloudEvents 1.0, HTTP protocol binding, 3.1. */
  @Test
  void eventInBinaryModeIsReadByItsHeaders() {
    Source events = gateway.addSource(gateway.tenant(), "events", "CLOUDEVENTS", "{}", true, null);
    gateway.awaitLive(events.key());

    assertThat(event(events, "disk.full", "application/json", "{\"status\":\"firing\"}").status())
        .isEqualTo(202);
    assertThat(gateway.alert("disk.full").firing()).isTrue();
    assertThat(event(events, "disk.full", "application/json", "{\"status\":\"resolved\"}").status())
        .isEqualTo(202);
    assertThat(gateway.alert("disk.full").firing()).isFalse();

    Reply xml = event(events, "menu.changed", "application/xml", "<menu/>");
    assertThat(xml.status()).as(xml.body()).isEqualTo(202);
    assertThat(gateway.alert("menu.changed").firing()).isTrue();
    assertThat(
            TestGateway.send(
                    gateway
                        .withKey("/api/v1/webhooks/cloudevents/", events.key())
                        .header("Content-Type", "application/xml")
                        .POST(BodyPublishers.ofString("<menu/>")))
                .status())
        .as("without the headers it is nothing")
        .isEqualTo(415);
  }

  private static Reply event(Source source, String type, String contentType, String data) {
    return TestGateway.send(
        gateway
            .withKey("/api/v1/webhooks/cloudevents/", source.key())
            .header("Content-Type", contentType)
            .header("ce-specversion", "1.0")
            .header("ce-id", "e-1")
            .header("ce-source", "/hosts/1")
            .header("Ce-Type", type)
            .header("ce-subject", "sda%201")
            .POST(BodyPublishers.ofString(data)));
  }
}
