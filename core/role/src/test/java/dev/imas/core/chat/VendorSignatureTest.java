package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How vendors prove themselves, with the values of their own documents (requirement COL-15). */
class VendorSignatureTest {

  private static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final String SLACK_BODY =
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
          + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
          + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
          + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
          + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  private static final String SLACK_SIGNATURE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  private static final Instant SLACK_TIME = Instant.ofEpochSecond(1531420618);

  private static Posted slack(String body, String signature, String time) {
    return new Posted(
        "commands",
        MultiMap.caseInsensitiveMultiMap()
            .add("X-Slack-Signature", signature)
            .add("X-Slack-Request-Timestamp", time),
        Buffer.buffer(body),
        List.of());
  }

  private static boolean slackTakes(Posted posted, Instant now) {
    return new SlackVendor().isGenuine(Map.of("signing_secret", SLACK_SECRET), posted, now);
  }

  /** api.slack.com, "Verifying requests from Slack". */
  @Test
  void theExampleOfSlackIsGenuineForFiveMinutesAroundItsTime() {
    Posted posted = slack(SLACK_BODY, SLACK_SIGNATURE, "1531420618");
    assertThat(slackTakes(posted, SLACK_TIME)).isTrue();
    assertThat(slackTakes(posted, SLACK_TIME.plus(Duration.ofMinutes(5)))).isTrue();
    assertThat(slackTakes(posted, SLACK_TIME.minus(Duration.ofMinutes(5)))).isTrue();
    assertThat(slackTakes(posted, SLACK_TIME.plusSeconds(301))).isFalse();
    assertThat(slackTakes(posted, SLACK_TIME.minusSeconds(301))).isFalse();
  }

  @Test
  void whatWasChangedIsNot() {
    assertThat(slackTakes(slack(SLACK_BODY + "x", SLACK_SIGNATURE, "1531420618"), SLACK_TIME))
        .isFalse();
    assertThat(slackTakes(slack(SLACK_BODY, SLACK_SIGNATURE, "1531420619"), SLACK_TIME)).isFalse();
    assertThat(slackTakes(slack(SLACK_BODY, "", "1531420618"), SLACK_TIME)).isFalse();
    assertThat(slackTakes(slack(SLACK_BODY, SLACK_SIGNATURE, "now"), SLACK_TIME)).isFalse();
    assertThat(
            new SlackVendor()
                .isGenuine(Map.of(), slack(SLACK_BODY, SLACK_SIGNATURE, "1531420618"), SLACK_TIME))
        .isFalse();
  }

  /** twilio.com, "Validating requests", and the test of its library for Java. */
  @Test
  void theExampleOfTwilioIsGenuine() {
    String form =
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309"
            + "&To=%2B18005551212";
    String url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    TwilioVendor twilio = new TwilioVendor();
    Posted posted =
        new Posted(
            "sms",
            MultiMap.caseInsensitiveMultiMap()
                .add("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
            Buffer.buffer(form.getBytes(StandardCharsets.UTF_8)),
            List.of("http://10.0.0.7:8090/myapp.php?foo=1&bar=2", url));
    assertThat(twilio.isGenuine(Map.of("auth_token", "12345"), posted, SLACK_TIME)).isTrue();
    assertThat(twilio.isGenuine(Map.of("auth_token", "12346"), posted, SLACK_TIME)).isFalse();
    assertThat(
            twilio.isGenuine(
                Map.of("auth_token", "12345"),
                new Posted("sms", posted.headers(), Buffer.buffer(form + "&x=y"), posted.urls()),
                SLACK_TIME))
        .isFalse();
  }

  /** core.telegram.org/bots/api, "setWebhook": the secret itself comes in a header. */
  @Test
  void telegramSendsTheSecretThatItWasGiven() {
    TelegramVendor telegram = new TelegramVendor();
    Posted posted =
        new Posted(
            "",
            MultiMap.caseInsensitiveMultiMap().add("X-Telegram-Bot-Api-Secret-Token", "abc"),
            Buffer.buffer("{}"),
            List.of());
    assertThat(telegram.isGenuine(Map.of("secret_token", "abc"), posted, SLACK_TIME)).isTrue();
    assertThat(telegram.isGenuine(Map.of("secret_token", "abd"), posted, SLACK_TIME)).isFalse();
    assertThat(telegram.isGenuine(Map.of(), posted, SLACK_TIME)).isFalse();
  }
}
