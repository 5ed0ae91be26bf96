package dev.imas.gateway.decode;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert while a dialect puts it together. It collects details and flags, then cuts and cleans
 * the texts and makes the alert. There is one per body, reset for each of its alerts.
 */
public final class AlertDraft {

  private static final String[] SEVERITY_LABELS = {"severity", "priority", "level"};

  /** Asked only where none of the usual labels has a word that is known. */
  private static final String[] OTHER_SEVERITY_LABELS = {
    "sev", "urgency", "criticality", "syslog_severity", "syslog_level"
  };

  private static final Flag[] FLAGS = Flag.values();
  private static final long FIVE_MINUTES = 300_000_000L;
  private static final long TEST_LASTS = FIVE_MINUTES;

  private final DecodeContext context;
  private final StoredText storedLabels;
  private final StoredText storedAnnotations;
  private final Labels.Builder details = new Labels.Builder();

  private int flags;
  private boolean firing;
  private boolean impliedState;
  private boolean weaklyNamed;
  private @Nullable Severity severity;
  private long startsAt;
  private long endsAt;
  private long observedAt;

  public AlertDraft(DecodeContext context, boolean oddText) {
    this.context = context;
    this.storedLabels = StoredText.labels(context.limits(), oddText);
    this.storedAnnotations = StoredText.annotations(context.limits(), oddText);
  }

  public AlertDraft start(boolean isFiring) {
    details.clear();
    flags = 0;
    firing = isFiring;
    impliedState = false;
    weaklyNamed = false;
    severity = null;
    startsAt = IncomingAlert.NONE;
    endsAt = IncomingAlert.NONE;
    observedAt = context.receivedAtMicros();
    return this;
  }

  public void firing(boolean isFiring) {
    firing = isFiring;
  }

  /** Sets the state that the end implies, by our clock. */
  AlertDraft startWithoutState(boolean isFiring) {
    start(isFiring);
    impliedState = true;
    return this;
  }

  public DecodeContext context() {
    return context;
  }

  /**
   * Says that the name is a default of the sender's machinery, which alerts of other problems have,
   * too.
   */
  public void weaklyNamed() {
    weaklyNamed = true;
    raise(Flag.WEAK_NAME);
  }

  /**
   * Says that the sender only tries its connection, and posts no recovery. It fires, since somebody
   * wants to see it, and ends by itself.
   */
  public void test() {
    raise(Flag.TEST);
    if (firing && endsAt == IncomingAlert.NONE) {
      endsAt = context.receivedAtMicros() + TEST_LASTS;
    }
  }

  public void raise(Flag flag) {
    flags |= flag.bit();
  }

  /** Keeps a detail, unless its value is null or blank. */
  public AlertDraft detail(String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      details.set(name, value);
    }
    return this;
  }

  /**
   * Sets the sender's times, as {@link SenderTime} read them. A time that cannot be used is dropped
   * and flagged.
   */
  public void times(long starts, long ends) {
    startsAt = readable(starts, Flag.UNREADABLE_STARTS_AT);
    endsAt = readable(ends, Flag.UNREADABLE_ENDS_AT);
    if (startsAt == IncomingAlert.NONE) {
      return;
    }
    if (endsAt != IncomingAlert.NONE && endsAt < startsAt) {
      raise(Flag.ENDS_BEFORE_START);
      endsAt = IncomingAlert.NONE;
    }
    if (startsAt > context.receivedAtMicros() + FIVE_MINUTES) {
      raise(Flag.STARTS_IN_FUTURE);
    }
  }

  private long readable(long time, Flag flag) {
    if (time == SenderTime.UNREADABLE) {
      raise(flag);
      return IncomingAlert.NONE;
    }
    return time;
  }

  /** Replaces the end that was given with {@link #times}. */
  void endsAt(long time) {
    endsAt = time;
  }

  /** Sets the sender's time of this event, if it gave a readable one. */
  public void observedAt(long time) {
    if (time != IncomingAlert.NONE && time != SenderTime.UNREADABLE) {
      observedAt = Math.min(time, context.receivedAtMicros());
    }
  }

  /** Null where it is not known. */
  public @Nullable Severity severity() {
    return severity;
  }

  public void severity(@Nullable Severity said) {
    severity = said;
  }

  /** Looks a word up in the source's own mapping, then in the common list. */
  public void severityWord(String word) {
    said(SeverityWords.read(context.source().options(), word), word);
  }

  /**
   * The same for a word of a place that has a name: where it says that it is syslog's, numbers
   * count, too.
   *
   * @return whether the severity is known now
   */
  public boolean severityWord(String place, String word) {
    said(SeverityWords.read(context.source().options(), place, word), word);
    return severity != null;
  }

  /** The first unknown word is kept, for people. */
  private void said(@Nullable Severity known, String word) {
    severity = known;
    if (known == null && (flags & Flag.UNKNOWN_SEVERITY.bit()) == 0) {
      raise(Flag.UNKNOWN_SEVERITY);
      detail("severity_text", word);
    }
  }

  /** Uses the first of the labels that give a severity that is known. */
  public void severityOf(Labels labels) {
    if (!isSaid(SEVERITY_LABELS, labels)) {
      isSaid(OTHER_SEVERITY_LABELS, labels);
    }
  }

  private boolean isSaid(String[] names, Labels labels) {
    for (String name : names) {
      String word = labels.get(name);
      if (word != null && !word.isBlank() && severityWord(name, word)) {
        return true;
      }
    }
    return false;
  }

  public IncomingAlert finish(
      String name, Labels labels, Labels annotations, Fingerprint fingerprint, int from, int to) {
    Labels named = name.equals(labels.get("alertname")) ? labels : labels.with("alertname", name);
    Labels fittedLabels = storedLabels.fit(named, this);
    Labels fittedAnnotations = storedAnnotations.fit(annotations, this);
    long annotated = storedAnnotations.length();
    Labels fittedDetails = storedAnnotations.fit(details.build(), this);
    long room = context.limits().maxText() - storedLabels.length();
    if (annotated + storedAnnotations.length() > room) {
      raise(Flag.TRUNCATED);
      fittedDetails = StoredText.shorten(fittedDetails, room);
      fittedAnnotations =
          StoredText.shorten(fittedAnnotations, room - StoredText.lengthOf(fittedDetails));
    }
    return new IncomingAlert(
        firing,
        impliedState,
        Objects.requireNonNull(fittedLabels.get("alertname")),
        weaklyNamed,
        fittedLabels,
        fittedAnnotations,
        flagged(fittedDetails),
        fingerprint,
        severity,
        startsAt,
        endsAt,
        observedAt,
        from,
        to);
  }

  private Labels flagged(Labels fittedDetails) {
    if (flags == 0) {
      return fittedDetails;
    }
    StringBuilder names = new StringBuilder();
    if ((flags & Flag.NAMELESS.bit()) != 0) {
      flags &= ~Flag.WEAK_NAME.bit(); // Said already.
    }
    for (Flag flag : FLAGS) {
      if ((flags & flag.bit()) != 0) {
        names.append(names.isEmpty() ? "" : ",").append(flag.wireName());
      }
    }
    return fittedDetails.with("flags", names.toString());
  }
}
