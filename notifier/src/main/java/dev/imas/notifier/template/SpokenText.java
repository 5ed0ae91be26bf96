package dev.imas.notifier.template;

import dev.imas.core.bus.PageContent;
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

  public static String of(PageContent page) {
    if (Words.isCode(page)) {
      String code = spelled(page.incident().title().replaceAll("[^0-9]", ""));
      return "This is IMAS. Your code is " + code + ".";
    }
    PageContent.Incident incident = page.incident();
    if (Words.isNotice(page)) {
      String more = plain(SafeText.line(incident.description(), TITLE));
      return "This is IMAS. " + plain(SafeText.line(incident.title(), TITLE)) + ". " + more;
    }
    String start =
        Words.isTest(page) ? "This is a test of IMAS. Nothing is wrong. " : "This is IMAS. ";
    return start
        + "Severity "
        + incident.severity().number()
        + ", "
        + number(incident)
        + status(incident)
        + ". "
        + plain(SafeText.line(Words.title(page), TITLE))
        + ". Service "
        + plain(SafeText.line(incident.service().name(), NAME))
        + ".";
  }

  private static String number(PageContent.Incident incident) {
    String reference = Words.reference(incident);
    return reference.equals(Words.DIGEST)
        ? "several incidents"
        : "incident " + spelled(reference.substring(reference.indexOf('-') + 1));
  }

  private static String status(PageContent.Incident incident) {
    return switch (incident.status()) {
      case "ACKNOWLEDGED" -> ", acknowledged";
      case "MITIGATED" -> ", mitigated";
      case "RESOLVED" -> ", resolved";
      default -> "";
    };
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
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean isMark =
                  Character.getType(c) == Character.NON_SPACING_MARK && c < 0xFE00; // no variants
              if (Character.isLetterOrDigit(c) || isMark || KEPT.indexOf(c) >= 0) {
                plain.appendCodePoint(c);
              } else {
                plain.append(c == '@' ? " at " : c == '&' ? " and " : " ");
              }
            });
    return plain.toString().replaceAll(" +", " ").replaceAll(" (?=[.,;:!?])", "").strip();
  }
}
