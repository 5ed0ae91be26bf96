package dev.imas.core.sns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but the addresses of SNS is opened. */
class SnsAddressTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
  private static final String CONFIRMS =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=2336412f37fb687f5d51e6e2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-6aad65c2f9911b05cd53efda11f913f9.pem",
        "https://sns.us-gov-west-1.amazonaws.com/SimpleNotificationService-1.pem",
        "https://sns.ap-southeast-12.amazonaws.com/a.pem",
        "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-1.pem",
        "https://sns.eusc-de-east-1.amazonaws.eu/SimpleNotificationService-1.pem"
      })
  void certificatesAreReadAtSns(String url) {
    assertThat(SnsAddress.isOfCertificate(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://sns.eu-west-1.amazonaws.com/a.pem",
        "HTTPS://sns.eu-west-1.amazonaws.com/a.pem",
        " https://sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com/a.pem ",
        "https://sns.eu-west-1.amazonaws.com/a.pem\n",
        "https://sns.eu-west-1.amazonaws.com/a.pem\u0000",
        "https://sns.eu-west-1.amazonaws.com:443/a.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
        "https://sns.eu-west-1.amazonaws.com./a.pem",
        "https://user@sns.eu-west-1.amazonaws.com/a.pem",
        "https://user:pass@sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
        "https://sns.eu-west-1.amazonaws.com%40evil.example/a.pem",
        "https://sns.eu-west-1.amazonaws.com\\@evil.example/a.pem",
        "https://evil.example\\@sns.eu-west-1.amazonaws.com/a.pem",
        "https://evil.example#@sns.eu-west-1.amazonaws.com/a.pem",
        "https://evil.example/?sns.eu-west-1.amazonaws.com/a.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
        "https://sns.eu-west-1.amazonaws.com.cn.evil.example/a.pem",
        "https://sns.eu-west-1.amazonaws.comevil.example/a.pem",
        "https://evil-sns.eu-west-1.amazonaws.com/a.pem",
        "https://evil.sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.evil.eu-west-1.amazonaws.com/a.pem",
        "https://sns-eu-west-1.amazonaws.com/a.pem",
        "https://sns.s3.amazonaws.com/a.pem",
        "https://sns.s3-eu-west-1.amazonaws.com/a.pem/b",
        "https://attacker.s3.amazonaws.com/a.pem",
        "https://s3.eu-west-1.amazonaws.com/sns/a.pem",
        "https://sns.amazonaws.com/a.pem",
        "https://sns..amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.org/a.pem",
        "https://sns.eu-west-1amazonaws.com/a.pem",
        "https://sns.eu-west-1xamazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com.cn/a.pem",
        "https://sns.cn-north-1.amazonaws.com/a.pem",
        "https://sns.cn-north-1.amazonaws.eu/a.pem",
        "https://sns.eu-west-1.amazonaws.eu/a.pem",
        "https://sns.eusc-de-east-1.amazonaws.com/a.pem",
        "https://sns.еu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1。amazonaws.com/a.pem",
        "https://[::1]/a.pem",
        "https://127.0.0.1/a.pem",
        "https://169.254.169.254/a.pem",
        "https://sns.eu-west-1.amazonaws.com",
        "https://sns.eu-west-1.amazonaws.com/",
        "https://sns.eu-west-1.amazonaws.com/.pem",
        "https://sns.eu-west-1.amazonaws.com/a.pem?b",
        "https://sns.eu-west-1.amazonaws.com/?a=b.pem",
        "https://sns.eu-west-1.amazonaws.com/a.pem#b",
        "https://sns.eu-west-1.amazonaws.com/#a.pem",
        "https://sns.eu-west-1.amazonaws.com/a.pem;b",
        "https://sns.eu-west-1.amazonaws.com/../a.pem",
        "https://sns.eu-west-1.amazonaws.com/%2e%2e/a.pem",
        "https://sns.eu-west-1.amazonaws.com//evil.example/a.pem",
        "https://sns.eu-west-1.amazonaws.com/a.PEM",
        "https://sns.eu-west-1.amazonaws.com/a.crt",
        "//sns.eu-west-1.amazonaws.com/a.pem",
        "file:///etc/ssl/a.pem",
        "jar:https://sns.eu-west-1.amazonaws.com/a.pem!/b.pem"
      })
  void certificatesAreReadNowhereElse(String url) {
    assertThat(SnsAddress.isOfCertificate(url)).isFalse();
    assertThat(SnsAddress.confirms(url, TOPIC)).isFalse();
  }

  @Test
  void subscriptionIsConfirmedAtTheRegionOfItsTopic() {
    assertThat(SnsAddress.confirms(CONFIRMS, TOPIC)).isTrue();
    assertThat(SnsAddress.confirms(CONFIRMS.replace(TOPIC, TOPIC.replace(":", "%3A")), TOPIC))
        .isTrue();
    String other = "arn:aws:sns:us-east-1:123456789012:alarms";
    assertThat(SnsAddress.confirms(CONFIRMS.replace(TOPIC, other), other)).isFalse();
    String china = "arn:aws-cn:sns:cn-north-1:123456789012:alarms";
    String there =
        CONFIRMS
            .replace(TOPIC, china)
            .replace("eu-west-1.amazonaws.com", "cn-north-1.amazonaws.com.cn");
    assertThat(SnsAddress.confirms(there, china)).isTrue();
    String sovereign = "arn:aws-eusc:sns:eusc-de-east-1:123456789012:alarms";
    assertThat(
            SnsAddress.confirms(
                CONFIRMS
                    .replace(TOPIC, sovereign)
                    .replace("eu-west-1.amazonaws.com", "eusc-de-east-1.amazonaws.eu"),
                sovereign))
        .isTrue();
  }

  @Test
  void nothingElseIsDoneAndNoOtherTopicIsConfirmed() {
    assertThat(SnsAddress.confirms(CONFIRMS, TOPIC + "2")).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace("ConfirmS", "Uns"), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace("Confirm", "confirm"), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS + "&Action=DeleteTopic", TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS + "&AuthenticateOnUnsubscribe=true", TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS + "&", TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS + "%26Action", TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS + "#", TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace("/?", "/a?"), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace("/?", "?"), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace("sns.", "evil@sns."), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace(".com", ".com:8080"), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.substring(0, CONFIRMS.indexOf("&Token")), TOPIC))
        .isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS.replace(TOPIC, "%"), TOPIC)).isFalse();
    assertThat(SnsAddress.confirms(CONFIRMS + "a".repeat(SnsAddress.LONGEST), TOPIC)).isFalse();
  }
}
