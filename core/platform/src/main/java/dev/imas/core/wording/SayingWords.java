package dev.imas.core.wording;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The words of notices in a language. Pure. */
public final class SayingWords {

  private SayingWords() {}

  /** What is said, in that language. */
  public static String of(Saying saying, Phrases phrases) {
    StringBuilder words = new StringBuilder();
    for (Saying.Piece piece : saying.pieces()) {
      List<String> values = piece.values();
      words.append(
          switch (piece.code()) {
            case Saying.PLAIN -> values.getFirst();
            case Saying.TIME -> time(values, phrases);
            default -> phrases.notice(piece.code(), values.toArray(String[]::new));
          });
    }
    return words.toString();
  }

  private static String time(List<String> values, Phrases phrases) {
    return DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.of(phrases.language()))
        .format(Instant.parse(values.getFirst()).atZone(ZoneId.of(values.get(1))));
  }

  /** A notice in that language; any other page as it is. */
  public static PageContent in(PageContent page, Phrases phrases) {
    PageContent.Notice notice = page.notice();
    return notice == null
        ? page
        : page.saying(of(notice.title(), phrases), of(notice.text(), phrases));
  }
}
