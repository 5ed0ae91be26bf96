package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.platform.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one alert may hold in all. */
class AlertTextLimitTest {

  private static final int MOST = AlertLimits.DEFAULT.maxText();
  private static final Map<String, String> LABELS = Map.of("alertname", "Long", "host", "a");
  private static final int LABELS_LENGTH = "alertnameLonghosta".length();

  private static IncomingAlert alert(
      Map<String, String> labels, Map<String, String> annotations, String generatorUrl) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("labels", labels);
    alert.put("annotations", annotations);
    alert.put("generatorURL", generatorUrl);
    return Bodies.alerts(Bodies.API_V2, Json.write(List.of(alert))).getFirst();
  }

  /** That many labels, each with a name of three characters. */
  private static Map<String, String> annotations(int count, int length) {
    Map<String, String> annotations = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      annotations.put("a" + (10 + i), "x".repeat(length));
    }
    return annotations;
  }

  private static long text(IncomingAlert alert) {
    return StoredText.lengthOf(alert.labels()) + StoredText.lengthOf(alert.annotations());
  }

  @Test
  void longestAnnotationsAreCutToOneLengthAndTheRestStaysWhole() {
    Map<String, String> annotations = annotations(60, 8_000);
    annotations.put("summary", "It is slow");
    String url = "http://prometheus/" + "g".repeat(2_000);

    IncomingAlert alert = alert(LABELS, annotations, url);

    assertThat(alert.details().get("flags")).isEqualTo("truncated");
    assertThat(alert.details().get("generator_url")).isEqualTo(url);
    assertThat(alert.labels()).isEqualTo(Labels.of(LABELS));
    assertThat(alert.annotations().get("summary")).isEqualTo("It is slow");
    assertThat(alert.annotations().size()).isEqualTo(61);
    assertThat(alert.annotations().get("a10")).hasSameSizeAs(alert.annotations().get("a69"));
    int details = "generator_url".length() + url.length();
    assertThat(text(alert) + details).isBetween(MOST - 60L, (long) MOST);
    assertThat(alert.fingerprint()).isEqualTo(alert(LABELS, Map.of(), "").fingerprint());
  }

  @Test
  void whatIsJustLongEnoughStaysWhole() {
    Map<String, String> annotations = annotations(8, 8_000);
    int left = MOST - LABELS_LENGTH - 8 * 8_003 - "last".length();
    annotations.put("last", "y".repeat(left));

    IncomingAlert whole = alert(LABELS, annotations, "");
    annotations.put("last", "y".repeat(left + 1));
    IncomingAlert cut = alert(LABELS, annotations, "");

    assertThat(text(whole)).isEqualTo(MOST);
    assertThat(whole.details().get("flags")).isNull();
    assertThat(text(cut)).isLessThanOrEqualTo(MOST);
    assertThat(cut.details().get("flags")).isEqualTo("truncated");
  }

  @Test
  void labelsAreKeptWhateverTheyLeave() {
    Map<String, String> labels = new LinkedHashMap<>(LABELS);
    for (int i = 0; i < 62; i++) {
      labels.put("n".repeat(126) + (10 + i), "v".repeat(1_024));
    }

    IncomingAlert alert = alert(labels, annotations(3, 10), "http://prometheus/");

    assertThat(StoredText.lengthOf(alert.labels())).isGreaterThan(MOST);
    assertThat(alert.labels()).isEqualTo(Labels.of(labels));
    assertThat(alert.annotations()).isEqualTo(Labels.EMPTY);
    assertThat(alert.details().toMap()).containsOnly(Map.entry("flags", "truncated"));
  }

  @Test
  void shorteningTakesNoMoreThanItMust() {
    Labels texts = Labels.of("a", "1", "b", "1234567", "c", "12345678");

    assertThat(StoredText.shorten(texts, 19)).isSameAs(texts);
    assertThat(StoredText.shorten(texts, 18))
        .isEqualTo(Labels.of("a", "1", "b", "1234567", "c", "1234567"));
    assertThat(StoredText.shorten(texts, 12))
        .isEqualTo(Labels.of("a", "1", "b", "1234", "c", "1234"));
    assertThat(StoredText.shorten(texts, 3)).isEqualTo(Labels.EMPTY);
    assertThat(StoredText.shorten(texts, -1)).isEqualTo(Labels.EMPTY);
    assertThat(StoredText.shorten(Labels.EMPTY, -1)).isEqualTo(Labels.EMPTY);
    // Never between the halves of a pair.
    assertThat(StoredText.shorten(Labels.of("a", "x\uD83D\uDD25y"), 3))
        .isEqualTo(Labels.of("a", "x"));
  }
}
