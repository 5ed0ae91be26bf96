package dev.imas.notifier.template;

import dev.imas.core.bus.Digest;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A digest in the form of a page, so that every channel can send it. */
public final class DigestPage {

  private DigestPage() {}

  /**
   * @param delivery takes the place of the incident's id
   * @param urgency of the most severe incident in it
   */
  public static PageContent of(
      Digest digest, UUID delivery, @Nullable String tenant, Severity urgency) {
    Instant at = digest.until() == null ? digest.since() : digest.until();
    return new PageContent(
        PageContent.DIGEST,
        at,
        tenant,
        new PageContent.Incident(
            delivery,
            Words.DIGEST,
            title(digest),
            digest.listed().stream().map(DigestPage::line).collect(Collectors.joining("\n")),
            urgency,
            digest.over() >= digest.incidents() ? "RESOLVED" : "TRIGGERED",
            new PageContent.Service(null, "several", null, null),
            null,
            0,
            digest.since(),
            null,
            0,
            null,
            0),
        message(digest),
        "IMAS",
        null);
  }

  /** {@code 480 more incidents: 3 SEV2, 477 SEV4}. */
  private static String title(Digest digest) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < digest.bySeverity().size(); i++) {
      if (digest.bySeverity().get(i) > 0) {
        parts.add(digest.bySeverity().get(i) + " SEV" + (i + 1));
      }
    }
    String more = digest.collected() == null ? " more" : "";
    return digest.incidents()
        + more
        + (digest.incidents() == 1 ? " incident: " : " incidents: ")
        + String.join(", ", parts)
        + (digest.over() > 0 ? "; " + digest.over() + " of them already over" : "");
  }

  private static String message(Digest digest) {
    String collected = digest.collected();
    return (collected == null
            ? "You are sent as much as your rate allows; these "
                + digest.messages()
                + " messages were not sent separately."
            : SafeText.line(sentence(collected), 200) + ": " + digest.messages() + " messages.")
        + (digest.incidents() > digest.listed().size() ? " The most severe and newest:" : "");
  }

  private static String sentence(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String line(Digest.Listed listed) {
    String event = listed.event();
    return Words.shortName(listed.severity())
        + " "
        + Words.reference(listed.shortId())
        + " "
        + SafeText.line(listed.title(), 120)
        + (listed.service() == null ? "" : " [" + SafeText.line(listed.service(), 60) + "]")
        + " "
        + SafeText.line(event.substring(event.lastIndexOf('.') + 1).replace('_', ' '), 40);
  }
}
