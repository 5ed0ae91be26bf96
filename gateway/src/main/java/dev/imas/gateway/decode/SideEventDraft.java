package dev.imas.gateway.decode;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.ShownText;
import dev.imas.core.model.SideEventKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes side events of what a dialect reads: texts are cut to the limits and cleaned, times that
 * cannot be used are the time of reception. It keeps nothing, so one serves a whole body.
 */
public final class SideEventDraft {

  /** A line in a list. */
  static final int LONGEST_TITLE = 1024;

  static final int LONGEST_AUTHOR = 256;

  /** Longer ones are dropped, since a link that is cut leads nowhere. */
  static final int LONGEST_LINK = 2048;

  private final DecodeContext context;

  public SideEventDraft(DecodeContext context) {
    this.context = context;
  }

  /**
   * Something that is deliberately made no alert.
   *
   * @param why for people
   */
  public SideEvent dropped(@Nullable String title, String why, int from, int to) {
    return new SideEvent(
        SideEventKind.DROPPED,
        title(title, SideEventKind.DROPPED.wireName()),
        null,
        null,
        "",
        note(why),
        Labels.EMPTY,
        "",
        context.receivedAtMicros(),
        from,
        to);
  }

  /**
   * A change of what is watched.
   *
   * @param labels {@code service} and the like, by which the change finds its service
   * @param time as {@link SenderTime} read it
   */
  public SideEvent change(
      @Nullable String title,
      @Nullable String description,
      @Nullable String author,
      Labels labels,
      @Nullable String link,
      long time,
      int from,
      int to) {
    Labels fitted =
        StoredText.labels(context.limits(), true).fit(labels, new AlertDraft(context, true));
    return new SideEvent(
        SideEventKind.CHANGE,
        title(title, SideEventKind.CHANGE.wireName()),
        null,
        null,
        author(author),
        note(description),
        StoredText.shorten(fitted, context.limits().maxText()),
        link(link),
        time(time),
        from,
        to);
  }

  /**
   * What somebody did about an alert.
   *
   * @param about the fingerprint that the alert itself has when this sender posts it
   * @param title null where the verb says it all
   * @param time as {@link SenderTime} read it
   */
  public SideEvent action(
      AlertAction action,
      Fingerprint about,
      @Nullable String title,
      @Nullable String author,
      @Nullable String note,
      long time,
      int from,
      int to) {
    return new SideEvent(
        SideEventKind.ACTION,
        title(title, action.wireName()),
        about,
        action,
        author(author),
        note(note),
        Labels.EMPTY,
        "",
        time(time),
        from,
        to);
  }

  /**
   * A change of an alert that fires.
   *
   * @param update what it sets
   */
  public SideEvent update(
      Update update,
      Fingerprint about,
      @Nullable String author,
      @Nullable String note,
      int from,
      int to) {
    Labels fitted =
        StoredText.annotations(context.limits(), true)
            .fit(update.set(context.limits().maxValueLength()), new AlertDraft(context, true));
    return new SideEvent(
        SideEventKind.ACTION,
        AlertAction.UPDATE.wireName(),
        about,
        AlertAction.UPDATE,
        author(author),
        note(note),
        StoredText.shorten(fitted, context.limits().maxText()),
        "",
        context.receivedAtMicros(),
        from,
        to);
  }

  /** What a sender sets of an alert that fires, as the function {@code amend_alerts} reads it. */
  public static final class Update {

    private static final String LABEL = "label.";

    private final Labels.Builder set = new Labels.Builder();

    /** A label is never longer than one that is posted with its alert. */
    private Labels set(int longestLabel) {
      Labels all = set.build();
      Labels.Builder cut = new Labels.Builder();
      for (int i = 0; i < all.size(); i++) {
        String name = all.name(i);
        String value = all.value(i);
        cut.set(name, name.startsWith(LABEL) ? StoredText.single(value, longestLabel) : value);
      }
      return cut.build();
    }

    public Update severity(Severity severity) {
      set.set("severity", Integer.toString(severity.number()));
      return this;
    }

    /** The title of an incident that it opens. */
    public Update summary(String text) {
      set.set("summary", text);
      return this;
    }

    public Update description(String text) {
      set.set("description", text);
      return this;
    }

    /**
     * @param name any but {@code alertname}, which is left as it is
     */
    public Update label(String name, String value) {
      set.set(LABEL + name, SecretFields.isSecret(name) ? SecretFields.STARS : value);
      return this;
    }
  }

  private String title(@Nullable String text, String otherwise) {
    String title = text == null ? "" : shown(text, longest(LONGEST_TITLE));
    return title.isEmpty() ? otherwise : title;
  }

  private String author(@Nullable String text) {
    return text == null ? "" : shown(text, longest(LONGEST_AUTHOR));
  }

  private String note(@Nullable String text) {
    return text == null ? "" : shown(text, context.limits().maxAnnotationLength());
  }

  private static String shown(String text, int longest) {
    return ShownText.of(StoredText.single(text, longest)).strip();
  }

  private int longest(int most) {
    return Math.min(most, context.limits().maxAnnotationLength());
  }

  /** Anything else than a web address would run in the browser of who presses it. */
  static String link(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String link = text.strip();
    String scheme = link.substring(0, Math.min(8, link.length())).toLowerCase(Locale.ROOT);
    boolean isWeb = scheme.startsWith("https://") || scheme.startsWith("http://");
    return isWeb && link.length() <= LONGEST_LINK && !StoredText.isOdd(link) ? link : "";
  }

  private long time(long read) {
    return read == IncomingAlert.NONE || read == SenderTime.UNREADABLE || read < 0
        ? context.receivedAtMicros()
        : Math.min(read, context.receivedAtMicros());
  }
}
