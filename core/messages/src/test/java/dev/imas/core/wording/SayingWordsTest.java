package dev.imas.core.wording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SayingWordsTest {

  private static final Phrases FRENCH = Phrases.of("fr");
  private static final Instant T0 = Instant.parse("2026-03-01T23:30:00Z");

  @Test
  void eachSentenceIsThereInEachLanguageWithTheSamePlaces() throws IOException {
    Properties english = catalogue("en");
    Properties french = catalogue("fr");

    assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String code : english.stringPropertyNames()) {
      assertThat(places(french.getProperty(code)))
          .as(code)
          .isEqualTo(places(english.getProperty(code)));
    }
  }

  private static Properties catalogue(String language) throws IOException {
    Properties texts = new Properties();
    try (var in = Phrases.class.getResourceAsStream(language + "/notices.properties")) {
      texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(place -> place.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aNameThatLooksLikeATimeAndIsNoneIsSaidAsItIs() {
    Saying saying = Saying.of("schedule.title", "2026-02-30T10:00:00Z");

    assertThat(SayingWords.of(saying, FRENCH)).contains("2026-02-30T10:00:00Z");
  }

  @Test
  void sentencesNamesAndTimesAreSaidInARow() {
    Saying saying =
        Saying.of("schedule.nobody")
            .and("schedule.level", 2)
            .and("schedule.from")
            .and(Saying.time(T0, ZoneId.of("Europe/Paris")))
            .andPlain(" {0}")
            .line(Saying.NOTHING)
            .line(Saying.of("swap.again"));

    assertThat(SayingWords.of(saying, Phrases.ENGLISH))
        .isEqualTo(
            "Nobody is on call at level 2 from Mon 2 Mar 00:30 Europe/Paris {0}\n"
                + "The schedule applies again as before.");
    assertThat(SayingWords.of(saying, FRENCH))
        .isEqualTo(
            "Personne n’est d’astreinte au niveau 2 du lun. 2 mars 00:30 Europe/Paris {0}\n"
                + "Le planning s’applique de nouveau tel quel.");
  }

  /** Whoever reads is told times of their own zone, whatever the schedule's is. */
  @Test
  void timesAreToldInTheZoneOfTheReader() {
    Saying saying =
        Saying.of("schedule.from")
            .and(Saying.time(T0, ZoneId.of("Europe/Paris")))
            .andPlain(". ")
            .and("provider.fails.worked", T0.plusNanos(123_456_000))
            .andPlain(T0.toString());
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");

    assertThat(SayingWords.of(saying, Phrases.ENGLISH.in(tokyo)))
        .isEqualTo(
            " from Mon 2 Mar 08:30 Asia/Tokyo. It last worked at Mon 2 Mar 2026, 08:30 Asia/Tokyo. "
                + T0);
    assertThat(SayingWords.of(saying, FRENCH))
        .contains("lun. 2 mars 00:30 Europe/Paris", "dim. 1 mars 2026, 23:30 UTC");
  }

  /** Earlier versions wrote the zone behind the time; whoever reads has another. */
  @Test
  void theZoneOfASpanIsNamedOnceAndIsTheReaders() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    Saying span =
        Saying.of("schedule.from")
            .and(Saying.time(T0, paris))
            .and("schedule.to")
            .and(Saying.time(T0.plusSeconds(3_600), paris))
            .andPlain(" Europe/Paris.");

    assertThat(SayingWords.of(span, Phrases.ENGLISH))
        .isEqualTo(" from Mon 2 Mar 00:30 to Mon 2 Mar 01:30 Europe/Paris.");
    assertThat(SayingWords.of(span, Phrases.ENGLISH.in(ZoneId.of("Asia/Tokyo"))))
        .isEqualTo(" from Mon 2 Mar 08:30 to Mon 2 Mar 09:30 Asia/Tokyo.");
  }

  /** As core writes it into the delivery and the notifier reads it. */
  @Test
  void aNoticeIsSaidInTheLanguageOfItsReceiver() {
    PageContent written =
        notice(
            new PageContent.Notice(
                Saying.of("provider.fails", "slack", "slack"), Saying.of("provider.fails.never")));
    PageContent read = Json.read(Json.write(written), PageContent.class);

    PageContent french = SayingWords.in(read, FRENCH);

    assertThat(french.incident().title()).isEqualTo("Le fournisseur slack (slack) est en échec");
    assertThat(french.incident().description()).isEqualTo("Il n’a encore jamais fonctionné. ");
    assertThat(SayingWords.in(french, Phrases.ENGLISH)).isEqualTo(french);
  }

  /** It was written by an older core. */
  @Test
  void aNoticeWithoutSentencesIsSaidAsItIs() {
    PageContent written = notice(null);

    assertThat(SayingWords.in(Json.read(Json.write(written), PageContent.class), FRENCH))
        .isEqualTo(written);
  }

  private static PageContent notice(PageContent.@org.jspecify.annotations.Nullable Notice says) {
    UUID id = new UUID(0, 1);
    return new PageContent(
        "notice.provider",
        T0,
        "acme",
        new PageContent.Incident(
            id,
            "NOTICE",
            "The provider slack (slack) fails",
            null,
            Severity.SEV2_HIGH,
            "TRIGGERED",
            new PageContent.Service(null, "provider", null, null),
            null,
            0,
            T0,
            null,
            0,
            null,
            0),
        null,
        null,
        null,
        says);
  }
}
