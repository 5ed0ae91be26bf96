package dev.imas.core.obligation;

import dev.imas.core.http.Body;
import dev.imas.core.obligation.ObligationEvent.Proof;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proof of a report, as a request gives it.
 *
 * @param at null: it is faulty
 */
record SubmissionDraft(@Nullable Instant at, Proof proof, @Nullable String reason) {

  private static final int LONGEST = 200;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Faults stay in the body.
   *
   * @param author who submitted it, unless the body names somebody else
   */
  static SubmissionDraft read(Body body, String author, Instant now) {
    body.only(
        "at", "authority", "reference", "submitted_by", "document", "document_sha256", "reason");
    Instant at = FactsDraft.past(body, "at", now);
    if (at == null && body.present("at") == null) {
      body.fault("/at", "is missing; say when the authority got it");
    }
    String sha256 = body.requiredText("document_sha256", LONGEST).toLowerCase(Locale.ROOT);
    if (!sha256.isEmpty() && !SHA256.matcher(sha256).matches()) {
      body.fault(
          "/document_sha256", "must be 64 hexadecimal digits, as sha256sum prints for the file");
    }
    String by = body.text("submitted_by", LONGEST, "").strip();
    return new SubmissionDraft(
        at,
        new Proof(
            body.requiredText("authority", LONGEST),
            body.requiredText("reference", LONGEST),
            by.isEmpty() ? author : by,
            body.requiredText("document", LONGEST),
            sha256),
        FactsDraft.reason(body));
  }
}
