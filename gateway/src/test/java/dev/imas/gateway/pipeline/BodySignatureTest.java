package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Secret;
import dev.imas.gateway.sender.SignatureForm;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodySignatureTest {

  private static final Secret SECRET = new Secret("grafanas-secret");
  private static final byte[] BODY = "{\"alerts\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.parse("2026-08-01T10:00:00Z");
  private static final String STAMP = Long.toString(NOW.getEpochSecond());

  private static String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable String fault(String... headers) {
    return fault(false, headers);
  }

  private static @Nullable String fault(boolean timeless, String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return switch (new BodySignature(List.of()).judge(map, BODY, BODY, SECRET, timeless, NOW)) {
      case BodySignature.Verdict.Right right -> null;
      case BodySignature.Verdict.Wrong wrong -> wrong.why();
    };
  }

  private static String body() {
    return new String(BODY, StandardCharsets.UTF_8);
  }

  /** As GitLab and other senders sign: Standard Webhooks. */
  @Test
  void signatureOverIdTimeAndBodyIsTakenWithAKeyInBase64() throws GeneralSecurityException {
    byte[] key = "a key of thirty-two bytes, say so".getBytes(StandardCharsets.UTF_8);
    Secret secret = new Secret("whsec_" + Base64.getEncoder().encodeToString(key));
    SignatureForm form =
        SignatureForm.of("webhook-signature", "v1,")
            .with(SignatureForm.Hash.SHA256, SignatureForm.Coding.BASE64)
            .withTime("webhook-timestamp", ".")
            .withId("webhook-id")
            .withKeyPrefix("whsec_");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed = "msg_1." + STAMP + "." + body();
    String right =
        Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));

    assertThat(standard(form, secret, "msg_1", "v1," + right)).isNull();
    assertThat(standard(form, secret, "msg_1", "v1,AAAA v1," + right)).isNull();
    assertThat(standard(form, secret, "msg_2", "v1," + right)).contains("fits");
    assertThat(standard(form, secret, "msg_1", right)).contains("fits");
    assertThat(standard(form, secret, null, "v1," + right)).contains("webhook-id is missing");
    assertThat(standard(form, SECRET, "msg_1", "v1," + right)).contains("fits");
  }

  private static @Nullable String standard(
      SignatureForm form, Secret secret, @Nullable String id, String signature) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("webhook-signature", signature)
            .add("webhook-timestamp", STAMP);
    if (id != null) {
      headers.add("webhook-id", id);
    }
    return switch (new BodySignature(List.of(form))
        .judge(headers, BODY, BODY, secret, false, NOW)) {
      case BodySignature.Verdict.Right right -> right.once() == null ? "no time" : null;
      case BodySignature.Verdict.Wrong wrong -> wrong.why();
    };
  }

  @Test
  void grafanasSignatureWithoutATimeIsTakenOnlyWhereTheSourceSaysSo() {
    assertThat(fault("X-Grafana-Alerting-Signature", hmac(body())))
        .contains("Timestamp is missing");
    assertThat(fault(true, "X-Grafana-Alerting-Signature", hmac(body()))).isNull();
  }

  @Test
  void grafanasSignatureOfTimestampAndBodyIsTaken() {
    assertThat(
            fault(
                "X-Grafana-Alerting-Signature",
                hmac(STAMP + ":" + body()),
                "X-Grafana-Alerting-Timestamp",
                STAMP))
        .isNull();
  }

  @Test
  void ownSignatureNeedsATimestamp() {
    String signature = "sha256=" + hmac(STAMP + "." + body());

    assertThat(fault("X-IMAS-Signature", signature, "X-IMAS-Timestamp", STAMP)).isNull();
    assertThat(fault("X-IMAS-Signature", signature)).contains("X-IMAS-Timestamp");
  }

  @Test
  void missingSignatureIsAFault() {
    assertThat(fault()).contains("X-Grafana-Alerting-Signature");
  }

  @Test
  void signatureOfAnotherBodyIsAFault() {
    assertThat(fault(true, "X-Grafana-Alerting-Signature", hmac(body() + " ")))
        .contains("does not fit");
  }

  @Test
  void signatureWithoutItsTimestampIsAFault() {
    assertThat(fault(true, "X-Grafana-Alerting-Signature", hmac(STAMP + ":" + body())))
        .contains("does not fit");
  }

  @Test
  void oldAndFutureTimestampsAreFaults() {
    for (long off : new long[] {-301, 301}) {
      String stamp = Long.toString(NOW.getEpochSecond() + off);
      assertThat(
              fault(
                  "X-Grafana-Alerting-Signature",
                  hmac(stamp + ":" + body()),
                  "X-Grafana-Alerting-Timestamp",
                  stamp))
          .contains("5 minutes");
    }
  }

  @Test
  void nonsenseIsAFaultAndNoException() {
    assertThat(fault(true, "X-Grafana-Alerting-Signature", "zz")).contains("hexadecimal");
    assertThat(fault("X-Grafana-Alerting-Signature", "")).isNotNull();
    assertThat(
            fault(
                "X-Grafana-Alerting-Signature",
                hmac(body()),
                "X-Grafana-Alerting-Timestamp",
                "99999999999999999999"))
        .contains("seconds");
    assertThat(
            fault(
                "X-Grafana-Alerting-Signature", hmac(body()),
                "X-Grafana-Alerting-Timestamp", Long.toString(Long.MAX_VALUE)))
        .contains("seconds");
  }

  private static final SignatureForm GITHUB = SignatureForm.of("X-Hub-Signature-256", "sha256=");
  private static final SignatureForm PAGERDUTY =
      SignatureForm.of("X-PagerDuty-Signature", "v1=").ofDatedBodies();
  private static final SignatureForm TIMED =
      SignatureForm.of("X-Timed-Signature", "").withTime("X-Timed-At", ".");

  private static @Nullable String fault(
      SignatureForm form, boolean timeless, byte[] sent, String... headers) {
    return switch (judged(form, timeless, sent, headers)) {
      case BodySignature.Verdict.Right right -> null;
      case BodySignature.Verdict.Wrong wrong -> wrong.why();
    };
  }

  private static BodySignature.Verdict judged(
      SignatureForm form, boolean timeless, byte[] sent, String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return new BodySignature(List.of(form)).judge(map, sent, BODY, SECRET, timeless, NOW);
  }

  @Test
  void vendorsSignatureWithoutATimeNeedsDatedBodiesOrTheSourcesConsent() {
    String signature = "sha256=" + hmac(body());

    assertThat(fault(GITHUB, false, BODY, "X-Hub-Signature-256", signature))
        .contains("unsigned_time");
    assertThat(fault(GITHUB, true, BODY, "X-Hub-Signature-256", signature)).isNull();
    assertThat(fault(GITHUB.ofDatedBodies(), false, BODY, "x-hub-signature-256", signature))
        .isNull();
  }

  @Test
  void anyOfSeveralSignaturesMayFit() {
    String old = "v1=" + "00".repeat(32);
    String fits = "v1=" + hmac(body());

    assertThat(fault(PAGERDUTY, false, BODY, "X-PagerDuty-Signature", old + "," + fits)).isNull();
    assertThat(fault(PAGERDUTY, false, BODY, "X-PagerDuty-Signature", fits + ", " + old)).isNull();
    assertThat(fault(PAGERDUTY, false, BODY, "X-PagerDuty-Signature", old + "," + old))
        .contains("no signature");
    assertThat(fault(PAGERDUTY, false, BODY, "X-PagerDuty-Signature", "v0=" + hmac(body())))
        .contains("no signature");
    for (String nonsense : List.of("", ",", "v1=", "v1=zz", "v1", hmac(body()))) {
      assertThat(fault(PAGERDUTY, true, BODY, "X-PagerDuty-Signature", nonsense))
          .contains("no signature");
    }
  }

  @Test
  void vendorsSignatureIsOverTheBytesThatWereSent() {
    byte[] sent = "packed".getBytes(StandardCharsets.UTF_8);

    assertThat(fault(GITHUB, true, sent, "X-Hub-Signature-256", "sha256=" + hmac("packed")))
        .isNull();
    assertThat(fault(GITHUB, true, sent, "X-Hub-Signature-256", "sha256=" + hmac(body())))
        .contains("no signature");
  }

  @Test
  void timeThatAVendorSignsIsNearOursAndTakenOnce() {
    String signature = hmac(STAMP + "." + body());

    assertThat(judged(TIMED, false, BODY, "X-Timed-Signature", signature, "X-Timed-At", STAMP))
        .isInstanceOfSatisfying(
            BodySignature.Verdict.Right.class, right -> assertThat(right.once()).isNotNull());
    assertThat(fault(TIMED, true, BODY, "X-Timed-Signature", signature)).contains("X-Timed-At");
    String early = Long.toString(NOW.getEpochSecond() - 301);
    assertThat(
            fault(
                TIMED,
                true,
                BODY,
                "X-Timed-Signature",
                hmac(early + "." + body()),
                "X-Timed-At",
                early))
        .contains("5 minutes");
  }

  @Test
  void missingSignatureNamesTheVendorsHeader() {
    assertThat(fault(GITHUB, true, BODY)).contains("X-Hub-Signature-256");
  }
}
