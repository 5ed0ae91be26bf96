package dev.imas.notifier.template;

import dev.imas.core.bus.PageContent;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import java.util.stream.Collectors;

/**
 * A page as a voice reads it out: whole sentences, the incident's number by its letters, and no
 * symbol that a voice would name. Pure.
 */
public final class SpokenText {

  private static final int TITLE = 160;
  private static final int NAME = 60;

  /** What a voice makes a pause of, or takes as a part of a word. */
  private static final String KEPT = ".,;:!?'%+";

  private SpokenText() {}

  /**
   * @param phrases of the language in which it is read out; the incident's own words stay as they
   *     are
   */
  public static String of(PageContent page, Phrases phrases) {
    String start = phrases.say("spoken.start") + " ";
    if (Words.isCode(page)) {
      String code = spelled(page.incident().title().replaceAll("[^0-9]", ""));
      return start + phrases.say("spoken.code", code);
    }
    PageContent.Incident incident = page.incident();
    if (Words.isNotice(page)) {
      String more = plain(SafeText.line(incident.description(), TITLE), phrases);
      return start + plain(SafeText.line(incident.title(), TITLE), phrases) + ". " + more;
    }
    return (Words.isTest(page) ? phrases.say("spoken.test") + " " : start)
        + phrases.say("spoken.severity", Integer.toString(incident.severity().number()))
        + ", "
        + number(incident, phrases)
        + status(incident, phrases)
        + ". "
        + plain(SafeText.line(Words.title(page), TITLE), phrases)
        + ". "
        + phrases.say(
            "spoken.service", plain(SafeText.line(incident.service().name(), NAME), phrases));
  }

  private static String number(PageContent.Incident incident, Phrases phrases) {
    String reference = Words.reference(incident);
    return reference.equals(Words.DIGEST)
        ? phrases.say("spoken.incidents")
        : phrases.say("spoken.incident", spelled(reference.substring(reference.indexOf('-') + 1)));
  }

  private static String status(PageContent.Incident incident, Phrases phrases) {
    return incident.status().equals("TRIGGERED")
        ? ""
        : ", " + phrases.say("spoken.status." + incident.status());
  }

  /** {@code 7F3K} becomes {@code 7, F, 3, K}, or a voice would make a word of it. */
  static String spelled(String letters) {
    return letters
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining(", "));
  }

  /** Without emoji and other symbols; they separate words. */
  static String plain(String text, Phrases phrases) {
    String at = " " + phrases.say("spoken.at") + " ";
    String and = " " + phrases.say("spoken.and") + " ";
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean isMark =
                  Character.getType(c) == Character.NON_SPACING_MARK && c < 0xFE00; // no variants
              if (Character.isLetterOrDigit(c) || isMark || KEPT.indexOf(c) >= 0) {
                plain.appendCodePoint(c);
              } else {
                plain.append(c == '@' ? at : c == '&' ? and : " ");
              }
            });
    return plain.toString().replaceAll(" +", " ").replaceAll(" (?=[.,;:!?])", "").strip();
  }
}
