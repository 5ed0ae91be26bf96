package dev.imas.core.wording;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The words of notices in a language. Pure. */
public final class SayingWords {

  /** As {@link Instant#toString} writes it. */
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

  private SayingWords() {}

  /** What is said, in that language. */
  public static String of(Saying saying, Phrases phrases) {
    StringBuilder words = new StringBuilder();
    for (Saying.Piece piece : saying.pieces()) {
      List<String> values = piece.values();
      words.append(
          switch (piece.code()) {
            case Saying.PLAIN -> values.getFirst();
            case Saying.TIME -> phrases.near(at(values.getFirst()), ZoneId.of(values.get(1)));
            default ->
                phrases.notice(
                    piece.code(),
                    values.stream().map(value -> said(value, phrases)).toArray(String[]::new));
          });
    }
    return words.toString();
  }

  /** A value that is a moment is told in the zone of the reader; any other as it is. */
  private static String said(String value, Phrases phrases) {
    return MOMENT.matcher(value).matches() ? phrases.time(at(value)) : value;
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
    for (Saying.Piece piece : notice.title().and(notice.text()).pieces()) {
      List<String> values = piece.values();
      if (piece.code().equals(Saying.TIME)) {
        Instant at = at(values.getFirst());
        times.put(phrases.near(at, ZoneId.of(values.get(1))), at);
      } else if (!piece.code().equals(Saying.PLAIN)) {
        values.stream()
            .filter(value -> MOMENT.matcher(value).matches())
            .forEach(value -> times.put(phrases.time(at(value)), at(value)));
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
