package dev.imas.gateway.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.option.SnsTopics;
import dev.imas.fixtures.SelfSigned;
import dev.imas.gateway.sns.SnsEnvelope.Envelope;
import dev.imas.gateway.sns.SnsVerdict.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a post of SNS must be, to be accepted. */
class SnsProofTest {

  private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");
  private static final SelfSigned SNS =
      SelfSigned.of("sns.amazonaws.com", NOW.minusSeconds(60), NOW.plusSeconds(60));
  private static final SelfSigned OTHER =
      SelfSigned.of("sns.amazonaws.com", NOW.minusSeconds(60), NOW.plusSeconds(60));
  private final List<String> asked = new ArrayList<>();

  private SnsVerdict judge(SnsPost post) {
    return judge(post.bytes());
  }

  private SnsVerdict judge(byte[] body) {
    return switch (SnsEnvelope.read(body)) {
      case Envelope.NotOne not -> new SnsVerdict.Refused(Cause.NO_ENVELOPE, not.why());
      case Envelope.Read read ->
          SnsProof.judge(
              read.message(),
              new SnsTopics(Set.of(SnsPost.TOPIC), true),
              url -> {
                asked.add(url);
                return SNS.certificate().getPublicKey();
              },
              NOW);
    };
  }

  private static String text(SnsVerdict verdict) {
    return verdict instanceof SnsVerdict.Refused refused
        ? refused.cause() + ": " + refused.detail()
        : String.valueOf(verdict);
  }

  private static SnsPost alarm() {
    return SnsPost.alarm("disk", NOW);
  }

  @Test
  void notificationIsSignedOverTheseMembersInThisOrder() {
    String text =
        """
        Message
        Zürich 😀
        line two
        MessageId
        m1
        Subject
        s
        Timestamp
        2026-11-26T03:00:00Z
        TopicArn
        arn:aws:sns:eu-west-1:123456789012:alarms
        Type
        Notification
        """;
    SnsPost post =
        alarm().with("Message", "Zürich 😀\nline two").with("MessageId", "m1").with("Subject", "s");
    assertThat(judge(post.signed(SNS, text))).isInstanceOf(SnsVerdict.Proven.class);
    assertThat(judge(post.with("SignatureVersion", "1").signed(SNS, text)))
        .isInstanceOf(SnsVerdict.Proven.class);

    String without = text.replace("Subject\ns\n", "");
    assertThat(judge(post.without("Subject").signed(SNS, without)))
        .isInstanceOf(SnsVerdict.Proven.class);
    assertThat(text(judge(post.signed(SNS, text)))).startsWith("FORGED: the Signature");
    assertThat(text(judge(post.signed(SNS, text.stripTrailing())))).startsWith("FORGED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SubscriptionConfirmation", "UnsubscribeConfirmation"})
  void confirmationsAreSignedOverTheirTokenAndAddress(String type) {
    String text =
        """
        Message
        m
        MessageId
        m1
        SubscribeURL
        %s
        Timestamp
        2026-11-26T03:00:00Z
        Token
        2336412f37fb687f5d51e6e2
        TopicArn
        arn:aws:sns:eu-west-1:123456789012:alarms
        Type
        %s
        """
            .formatted(SnsPost.CONFIRMS, type);
    SnsPost post = SnsPost.confirmation(type, NOW).with("Message", "m").with("MessageId", "m1");
    assertThat(judge(post.signed(SNS, text))).isInstanceOf(SnsVerdict.Proven.class);
    assertThat(text(judge(post.with("Token", "ffff")))).startsWith("FORGED: the Signature");
    assertThat(judge(post.signed(SNS)).toString()).doesNotContain("ffff");
  }

  @Test
  void aForgedMessageIsRefused() {
    assertThat(text(judge(alarm().signed(OTHER)))).startsWith("FORGED: the Signature");
    for (String member : List.of("Message", "MessageId", "Subject")) {
      assertThat(text(judge(alarm().signed(SNS).with(member, "x"))))
          .as(member)
          .startsWith("FORGED: the Signature");
    }
    assertThat(text(judge(alarm().signed(SNS).with("Timestamp", NOW.minusMillis(1).toString()))))
        .startsWith("FORGED: the Signature");
    assertThat(text(judge(alarm().signed(SNS).with("Signature", "?")))).startsWith("FORGED");
    assertThat(
            text(
                judge(
                    alarm()
                        .with("SignatureVersion", "1")
                        .signed(SNS)
                        .with("SignatureVersion", "2"))))
        .startsWith("FORGED: the Signature");
    assertThat(text(judge(alarm().with("SignatureVersion", "3").signed(SNS))))
        .startsWith("FORGED: the SignatureVersion");
  }

  @Test
  void anotherTopicIsRefusedBeforeAnythingIsAskedFor() {
    assertThat(text(judge(alarm().with("TopicArn", SnsPost.TOPIC + "2").signed(SNS))))
        .startsWith("FOREIGN: this topic");
    assertThat(asked).isEmpty();
  }

  @Test
  void foreignAddressesAreRefusedBeforeAnythingIsAskedFor() {
    String evil = "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem";
    assertThat(text(judge(alarm().with("SigningCertURL", evil).signed(SNS))))
        .startsWith("FORGED: the SigningCertURL");
    SnsPost confirmation = SnsPost.confirmation("SubscriptionConfirmation", NOW);
    assertThat(text(judge(confirmation.with("SubscribeURL", "https://evil.example/").signed(SNS))))
        .startsWith("FOREIGN: the SubscribeURL");
    assertThat(asked).isEmpty();
  }

  @Test
  void postsAreAcceptedForAsLongAsSnsRepeatsThem() {
    assertThat(judge(SnsPost.alarm("disk", NOW.minus(Duration.ofHours(1))).signed(SNS)))
        .isInstanceOf(SnsVerdict.Proven.class);
    for (String at :
        List.of(
            NOW.minus(SnsProof.OLDEST).minusMillis(1).toString(),
            NOW.plus(SnsProof.AHEAD).plusMillis(1).toString(),
            Instant.MIN.toString(),
            Instant.MAX.toString())) {
      assertThat(text(judge(alarm().with("Timestamp", at).signed(SNS))))
          .startsWith("FORGED: the Timestamp is more");
    }
    assertThat(text(judge(alarm().with("Timestamp", "now").signed(SNS))))
        .startsWith("FORGED: the Timestamp is no time");
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"Notification\"",
        "{\"AlarmName\":\"disk\",\"NewStateValue\":\"ALARM\"}",
        "{\"Records\":[{\"Sns\":{\"Type\":\"Notification\"}}]}",
        "{\"Type\":\"notification\"}",
        "{\"Type\":[\"Notification\"]}",
        "Message of my own",
        "{\"Type\":\"Notification\""
      })
  void rawDeliveryAndLambdaRecordsSayWhatToDo(String body) {
    assertThat(text(judge(body.getBytes(StandardCharsets.UTF_8))))
        .startsWith("NO_ENVELOPE")
        .contains("switch raw message delivery off");
  }

  @Test
  void aMemberThatIsThereTwiceOrMissingIsRefused() {
    String signed = new String(alarm().signed(SNS).bytes(), StandardCharsets.UTF_8);
    String twice = signed.substring(0, signed.length() - 1) + ",\"Message\":\"x\"}";
    assertThat(text(judge(twice.getBytes(StandardCharsets.UTF_8)))).startsWith("NO_ENVELOPE");
    String followed = signed + "{}";
    assertThat(text(judge(followed.getBytes(StandardCharsets.UTF_8)))).startsWith("NO_ENVELOPE");
    for (String member :
        List.of("Message", "MessageId", "Timestamp", "TopicArn", "Signature", "SigningCertURL")) {
      assertThat(text(judge(alarm().signed(SNS).without(member)))).startsWith("NO_ENVELOPE");
      assertThat(text(judge(alarm().signed(SNS).with(member, 1)))).startsWith("NO_ENVELOPE");
    }
  }
}
