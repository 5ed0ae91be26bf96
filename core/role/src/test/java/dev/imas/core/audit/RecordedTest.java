package dev.imas.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedTest {

  /** A resource with a part that is JSON already. */
  record Source(
      String name, boolean hasSecret, String signingSecret, @JsonRawValue String config) {}

  @Test
  void secretsAreLeftOutWhereverTheyAre() {
    String kept =
        Recorded.of(
            new Source(
                "dd",
                true,
                "hmac",
                "{\"api_key\":\"k-1\",\"list\":[{\"token\":\"t-1\"}],\"n\":3}"));

    assertThat(kept)
        .isEqualTo(
            "{\"name\":\"dd\",\"has_secret\":true,\"signing_secret\":\"(redacted)\","
                + "\"config\":{\"api_key\":\"(redacted)\",\"list\":[{\"token\":\"(redacted)\"}],\"n\":3}}");
  }

  @Test
  void secretThatIsAnObjectIsLeftOutWhole() {
    assertThat(Recorded.of(Map.of("credentials", List.of("a", "b"))))
        .isEqualTo("{\"credentials\":\"(redacted)\"}");
  }

  @Test
  void namesThatOnlyLookLikeSecretsStay() {
    assertThat(Recorded.of(Map.of("token_id", "0190"))).isEqualTo("{\"token_id\":\"0190\"}");
  }

  @Test
  void nothingStaysNothing() {
    assertThat(Recorded.of(null)).isNull();
  }

  @Test
  void longValueIsNotKept() {
    String kept = Recorded.of(Map.of("text", "x".repeat(Recorded.LONGEST)));

    assertThat(kept).isEqualTo("{\"omitted\":\"" + (Recorded.LONGEST + 11) + " characters\"}");
  }
}
