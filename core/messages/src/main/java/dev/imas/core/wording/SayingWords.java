package dev.imas.core.wording;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of notices in a language. Pure. */
public final class SayingWords {

  /** As {@link Instant#toString} writes it. */
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

  /** What stands between two times of a span. */
  private static final Set<String> SPAN = Set.of("schedule.to", "subscription.until");

  private SayingWords() {}

  /** What is said, in that language. */
  public static String of(Saying saying, Phrases phrases) {
    StringBuilder words = new StringBuilder();
    List<Saying.Piece> pieces = saying.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      Saying.Piece piece = pieces.get(i);
      List<String> values = piece.values();
      words.append(
          switch (piece.code()) {
            case Saying.PLAIN -> withoutZone(values.getFirst(), i == 0 ? piece : pieces.get(i - 1));
            case Saying.TIME -> near(pieces, i, phrases);
            default ->
                phrases.notice(
                    piece.code(),
                    values.stream().map(value -> said(value, phrases)).toArray(String[]::new));
          });
    }
    return words.toString();
  }

  /** Of a span, the zone is named at its end. */
  private static String near(List<Saying.Piece> pieces, int i, Phrases phrases) {
    List<String> values = pieces.get(i).values();
    Instant at = at(values.getFirst());
    ZoneId zone = ZoneId.of(values.get(1));
    boolean begins =
        i + 2 < pieces.size()
            && SPAN.contains(pieces.get(i + 1).code())
            && pieces.get(i + 2).code().equals(Saying.TIME);
    return begins ? phrases.begin(at, zone) : phrases.near(at, zone);
  }

  /** Earlier versions named the zone themselves, as a text behind the time. */
  private static String withoutZone(String text, Saying.Piece before) {
    if (!before.code().equals(Saying.TIME)) {
      return text;
    }
    String zone = " " + Phrases.nameOf(ZoneId.of(before.values().get(1)));
    return text.startsWith(zone) ? text.substring(zone.length()) : text;
  }

  /** A value that is a moment is told in the zone of the reader; any other as it is. */
  private static String said(String value, Phrases phrases) {
    return moment(value).map(phrases::time).orElse(value);
  }

  /** A name may look like a moment and be none, such as one of 30 February. */
  private static Optional<Instant> moment(String value) {
    if (!MOMENT.matcher(value).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(at(value));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant at(String value) {
    return Instant.parse(value);
  }

  /** The moments that a notice tells, as its words say them. */
  public static Map<String, Instant> times(PageContent page, Phrases phrases) {
    PageContent.Notice notice = page.notice();
    Map<String, Instant> times = new HashMap<>();
    if (notice == null) {
      return times;
    }
    List<Saying.Piece> pieces = notice.title().and(notice.text()).pieces();
    for (int i = 0; i < pieces.size(); i++) {
      Saying.Piece piece = pieces.get(i);
      List<String> values = piece.values();
      if (piece.code().equals(Saying.TIME)) {
        times.put(near(pieces, i, phrases), at(values.getFirst()));
      } else if (!piece.code().equals(Saying.PLAIN)) {
        values.stream()
            .flatMap(value -> moment(value).stream())
            .forEach(at -> times.put(phrases.time(at), at));
      }
    }
    return times;
  }

  /** A notice in that language; any other page as it is. */
  public static PageContent in(PageContent page, Phrases phrases) {
    PageContent.Notice notice = page.notice();
    return notice == null
        ? page
        : page.saying(of(notice.title(), phrases), of(notice.text(), phrases));
  }
}
