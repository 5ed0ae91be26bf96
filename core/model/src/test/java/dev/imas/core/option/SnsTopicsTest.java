package dev.imas.core.option;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which topics of SNS a source names. */
class SnsTopicsTest {

  private static final String ARN = "arn:aws:sns:eu-west-1:123456789012:alarms";
  private final List<String> faults = new ArrayList<>();

  private @Nullable SnsTopics read(String config) {
    try {
      return SourceConfig.read(
              new ObjectMapper().readTree(config.replace('\'', '"')),
              (pointer, expected) -> faults.add(pointer + " " + expected))
          .sns();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void topicsAreReadAndConfirmedUnlessSaidOtherwise() {
    assertThat(read("{'sns':{'topics':['" + ARN + "']}}"))
        .isEqualTo(new SnsTopics(Set.of(ARN), true));
    String china = "arn:aws-cn:sns:cn-north-1:123456789012:a_B-9";
    assertThat(read("{'sns':{'topics':['" + china + "'],'confirm':false}}"))
        .isEqualTo(new SnsTopics(Set.of(china), false));
    String sovereign = "arn:aws-eusc:sns:eusc-de-east-1:123456789012:alarms";
    assertThat(read("{'sns':{'topics':['" + sovereign + "']}}"))
        .isEqualTo(new SnsTopics(Set.of(sovereign), true));
    assertThat(read("{}")).isNull();
    assertThat(faults).isEmpty();
  }

  @Test
  void whatIsWrongIsReportedAndLetsNothingIn() {
    SnsTopics none = new SnsTopics(Set.of(), false);
    assertThat(read("{'sns':true}")).isEqualTo(none);
    assertThat(read("{'sns':{}}")).isEqualTo(none);
    assertThat(read("{'sns':{'topics':[]}}")).isEqualTo(none);
    assertThat(read("{'sns':{'topics':['" + ARN + "'],'confirm':'yes','host':'x'}}"))
        .isEqualTo(none);
    assertThat(faults)
        .containsExactly(
            "/sns must be an object with the ARNs of topics: {\"topics\":[…]}",
            "/sns/topics must be a list of 1 to 50 ARNs of topics",
            "/sns/topics must be a list of 1 to 50 ARNs of topics",
            "/sns/host is not known; the known members are confirm, topics",
            "/sns/confirm must be true or false");
  }

  @Test
  void onlyStandardTopicsByTheirWholeNamesAreTopics() {
    for (String arn :
        List.of(
            "alarms",
            ARN + ".fifo",
            ARN + ":0f3c",
            ARN.replace("sns", "sqs"),
            ARN.replace("aws:", "aws-evil:"),
            ARN.replace("9012", ""),
            ARN.replace("alarms", "*"),
            ARN.replace("eu-west-1", "*"),
            ARN + "\\n")) {
      faults.clear();
      assertThat(read("{'sns':{'topics':['" + arn + "']}}"))
          .isEqualTo(new SnsTopics(Set.of(), false));
      assertThat(faults).as(arn).hasSize(1).first().asString().startsWith("/sns/topics/0 must be");
    }
  }

  @Test
  void whatIsReadFromKafkaIsNotSigned() {
    read("{'sns':{'topics':['" + ARN + "']},'kafka':{'topic':'alerts'}}");
    assertThat(faults)
        .containsExactly(
            "/kafka must be left out where sns is: what is read from Kafka is not signed");
  }
}
