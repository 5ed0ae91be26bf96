package dev.imas.core.wording;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A text of a message for which there is a template. */
public enum Form {
  TITLE(1_000, 300, "The first line in chats, pushes, mails and on the console."),
  TEXT(5_000, 3_000, "What follows the title: what happened, and what is known."),
  FACTS(5_000, 6_000, "Lines such as `Service: {{service}}`. A line without a value is left out."),
  MAIL_SUBJECT(1_000, 300, "The subject of a mail."),
  MAIL_TEXT(10_000, 20_000, "A mail as plain text. It has `headline`, `summary` and `facts`."),
  MAIL_HTML(20_000, 60_000, "The same as HTML. Values are escaped."),
  SMS(1_000, 1_000, "A text message, cut to one part of 160 septets. Put the link first.");

  private final int longestSource;
  private final int longest;
  private final String about;

  Form(int longestSource, int longest, String about) {
    this.longestSource = longestSource;
    this.longest = longest;
    this.about = about;
  }

  /** The name in JSON, in the database and of a shipped file: {@code mail_html}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The most characters of a template. */
  public int longestSource() {
    return longestSource;
  }

  /** The most characters that are made of it. */
  public int longest() {
    return longest;
  }

  public String about() {
    return about;
  }

  /** Whether it is made after title, text and facts, and of them. */
  boolean isMail() {
    return this == MAIL_TEXT || this == MAIL_HTML;
  }

  /** Whether a message without it says nothing. */
  boolean isNeeded() {
    return this != TEXT && this != FACTS;
  }

  public static Optional<Form> named(String wireName) {
    return Arrays.stream(values()).filter(form -> form.wireName().equals(wireName)).findFirst();
  }
}
