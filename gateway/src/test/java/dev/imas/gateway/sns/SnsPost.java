package dev.imas.gateway.sns;

import dev.imas.core.platform.Json;
import dev.imas.fixtures.SelfSigned;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message as SNS posts it, which a test may forge. */
public final class SnsPost {

  public static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
  public static final String CERTIFICATE =
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-6aad65c2f9911b05cd53efda11f913f9.pem";
  public static final String CONFIRMS =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=2336412f37fb687f5d51e6e2";

  private final Map<String, Object> members = new LinkedHashMap<>();

  private SnsPost(String type, Instant at) {
    with("Type", type);
    with("MessageId", "8a14e4f3-" + at.toEpochMilli());
    with("TopicArn", TOPIC);
    with("Timestamp", at.toString());
    with("SignatureVersion", "2");
    with("SigningCertURL", CERTIFICATE);
    with("Signature", "");
  }

  /** A CloudWatch alarm. */
  public static SnsPost alarm(String name, Instant at) {
    return new SnsPost("Notification", at)
        .with("Subject", "ALARM: \"" + name + "\" in EU (Ireland)")
        .with(
            "Message",
            Json.write(
                Map.of(
                    "AlarmName",
                    name,
                    "AWSAccountId",
                    "123456789012",
                    "NewStateValue",
                    "ALARM",
                    "StateChangeTime",
                    at.toString(),
                    "Region",
                    "EU (Ireland)")));
  }

  public static SnsPost confirmation(String type, Instant at) {
    return new SnsPost(type, at)
        .with("Message", "You have chosen to …\nvisit the SubscribeURL.")
        .with("Token", "2336412f37fb687f5d51e6e2")
        .with("SubscribeURL", CONFIRMS);
  }

  public SnsPost with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  public SnsPost without(String member) {
    members.remove(member);
    return this;
  }

  /**
   * @param text what is signed, as the documentation of SNS spells it
   */
  public SnsPost signed(SelfSigned by, String text) {
    String algorithm =
        "1".equals(members.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA";
    return with("Signature", by.sign(algorithm, text));
  }

  /** Signed over all that SNS signs. */
  public SnsPost signed(SelfSigned by) {
    StringBuilder text = new StringBuilder();
    for (String name :
        "Notification".equals(members.get("Type"))
            ? new String[] {"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}
            : new String[] {
              "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"
            }) {
      Object value = members.get(name);
      if (value != null) {
        text.append(name).append('\n').append(value).append('\n');
      }
    }
    return signed(by, text.toString());
  }

  public byte[] bytes() {
    return Json.write(members).getBytes(StandardCharsets.UTF_8);
  }
}
