package dev.imas.core.notice;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SayingWords;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message about something other than an incident. Kind, subject and key name it: whoever sends it
 * again sends nothing, however often and from however many processes.
 *
 * @param about the id of what it is about: a schedule, a user, the tenant
 * @param key which of its messages it is: a day, a version, a change; 1 to 200 characters
 * @param urgency SEV1: sent at once, alone and to every contact; else within the receiver's rate
 * @param title one line
 * @param text some lines for people, without markup; may say nothing
 * @param path of the page or resource that has more, below the public URL, with its slash: {@code
 *     /api/v1/schedules/…}
 */
public record Notice(
    NoticeKind kind,
    UUID about,
    String key,
    Severity urgency,
    Saying title,
    Saying text,
    @Nullable String path) {

  private static final int LONGEST_KEY = 200;

  public Notice {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(about, "about");
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("a notice's key has 1 to 200 characters: " + key);
    }
    if (path != null && !path.startsWith("/")) {
      throw new IllegalArgumentException("a notice's path begins with a slash: " + path);
    }
  }

  String event() {
    return PageContent.NOTICE + kind.wireName();
  }

  /**
   * The content, in English for whoever knows no language.
   *
   * @param tenant its name, for people who serve several
   */
  PageContent content(String tenant, Instant at) {
    return new PageContent(
        event(),
        at,
        tenant,
        new PageContent.Incident(
            about,
            "NOTICE",
            SayingWords.of(title, Phrases.ENGLISH),
            text.pieces().isEmpty() ? null : SayingWords.of(text, Phrases.ENGLISH),
            urgency,
            "TRIGGERED",
            new PageContent.Service(null, kind.wireName(), null, null),
            null,
            0,
            at,
            path,
            0,
            null,
            0),
        null,
        null,
        null,
        new PageContent.Notice(title, text));
  }
}
