package dev.imas.gateway.sender.profile;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.FactDraft;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SecretFields;
import dev.imas.gateway.decode.SenderTime;
import dev.imas.gateway.decode.SeverityWords;
import dev.imas.gateway.decode.SideEventDraft;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the alerts of one body from their frames. */
final class ProfiledAlert {

  private static final int LONGEST_NAME_OF_A_TEXT = 200;
  private static final int LABELS_OF_A_TITLE = 5;

  private final ShapePlan shape;
  private final String kind;
  private final String called;
  private final AlertDraft draft;
  private final SideEventDraft others;
  private final TextReader.Spent spent;

  ProfiledAlert(
      ShapePlan shape, String kind, String called, AlertDraft draft, TextReader.Spent spent) {
    this.shape = shape;
    this.kind = kind;
    this.called = called;
    this.draft = draft;
    this.others = new SideEventDraft(draft.context());
    this.spent = spent;
  }

  Element read(Frame frame) throws BodyRefused {
    if (!frame.isObject) {
      return broken(frame, "an alert must be an object");
    }
    draft.start(true);
    Meaning meaning = meaning(frame);
    String title = read(shape.title, frame);
    String strong = read(shape.name, frame);
    String name = strong != null ? strong : read(shape.weakName, frame);
    String shown = title != null ? title : name;
    return switch (meaning) {
      case DROPPED ->
          others.dropped(
              shown,
              Objects.requireNonNullElse(
                  read(shape.description, frame), "its sender posts this for information"),
              frame.start,
              frame.end);
      case CHANGE ->
          others.change(
              shown,
              read(shape.description, frame),
              read(shape.author, frame),
              SecretFields.withhold(labels(frame), draft),
              read(shape.url, frame),
              time(shape.observedAt, frame),
              frame.start,
              frame.end);
      case ACKNOWLEDGED -> action(AlertAction.ACKNOWLEDGE, shown, frame);
      case UNACKNOWLEDGED -> action(AlertAction.UNACKNOWLEDGE, shown, frame);
      case NOTE -> action(AlertAction.NOTE, shown, frame);
      case UPDATED -> update(title, frame);
      case FIRING, RESOLVED, TEST ->
          alert(meaning, title, strong == null || shape.fixed.contains(strong), name, frame);
    };
  }

  /** What somebody did in the event by which an alert fires; null where it does not, or nothing. */
  @Nullable Element beside(Element of, Frame frame) throws BodyRefused {
    ShapePlan.State status = shape.status;
    if (status == null
        || status.also() == null
        || !(of instanceof IncomingAlert alert)
        || !alert.firing()) {
      return null;
    }
    String word = read(status.also(), frame);
    Meaning meaning = word == null ? null : status.meanings().get(TextReader.folded(word));
    if (meaning == null) {
      return null;
    }
    return switch (meaning) {
      case ACKNOWLEDGED -> action(AlertAction.ACKNOWLEDGE, null, frame);
      case UNACKNOWLEDGED -> action(AlertAction.UNACKNOWLEDGE, null, frame);
      case NOTE -> action(AlertAction.NOTE, null, frame);
      case FIRING, RESOLVED, DROPPED, CHANGE, UPDATED, TEST -> null;
    };
  }

  /** What it says of a deployment or a push; null where the shape or this element says nothing. */
  @Nullable ChangeFact fact(Frame frame) throws BodyRefused {
    FactPlan also = shape.also;
    return also == null || !frame.isObject
        ? null
        : also.of(
            frame,
            SecretFields.withhold(labels(frame), draft),
            new FactDraft(draft.context()),
            spent);
  }

  /** What is changed of an alert, if it fires. */
  private Element update(@Nullable String title, Frame frame) throws BodyRefused {
    Fingerprint about = fingerprint(frame);
    if (about == null) {
      return broken(frame, "nothing that the profile finds here says which alert is meant");
    }
    SideEventDraft.Update update = new SideEventDraft.Update();
    severity(frame, labels(frame));
    Severity severity = draft.severity();
    if (severity != null) {
      update.severity(severity);
    }
    if (title != null) {
      update.summary(title);
    }
    String description = read(shape.description, frame);
    if (description != null) {
      update.description(description);
    }
    return others.update(
        update, about, read(shape.author, frame), read(shape.note, frame), frame.start, frame.end);
  }

  /** What somebody did about an alert, which is found by what identifies it when it fires. */
  private Element action(AlertAction action, @Nullable String title, Frame frame)
      throws BodyRefused {
    Fingerprint about = fingerprint(frame);
    if (about == null) {
      return broken(frame, "nothing that the profile finds here says which alert is meant");
    }
    return others.action(
        action,
        about,
        title,
        read(shape.author, frame),
        read(shape.note, frame),
        time(shape.observedAt, frame),
        frame.start,
        frame.end);
  }

  private Element alert(
      Meaning meaning, @Nullable String title, boolean isWeak, @Nullable String name, Frame frame)
      throws BodyRefused {
    Labels labels = labels(frame);
    Fingerprint fingerprint = fingerprint(frame);
    if (fingerprint == null) {
      if (isNothing(title) && isNothing(name) && labels.isEmpty()) {
        return broken(frame, "nothing that the profile finds here tells one alert from another");
      }
      draft.raise(Flag.WEAK_IDENTITY);
      fingerprint = weak(name, title, labels);
    }
    draft.firing(meaning != Meaning.RESOLVED);
    if (isWeak && (name != null || isNothing(title))) {
      draft.weaklyNamed();
    }
    severity(frame, labels);
    draft.times(time(shape.startsAt, frame), time(shape.endsAt, frame));
    draft.observedAt(time(shape.observedAt, frame));
    if (meaning == Meaning.TEST) {
      draft.test();
    }
    draft.detail("generator_url", read(shape.url, frame));
    for (ShapePlan.Named detail : shape.details) {
      draft.detail(detail.name(), detail.text().read(frame, spent));
    }
    return draft.finish(
        name != null ? name : title != null ? firstLine(title) : called,
        SecretFields.withhold(labels, draft),
        SecretFields.withhold(
            annotations(frame, title != null || name != null ? title : telling(frame, labels)),
            draft),
        fingerprint,
        frame.start,
        frame.end);
  }

  /** What an alert without a name and a title is about; null where nothing says it. */
  private @Nullable String telling(Frame frame, Labels labels) throws BodyRefused {
    String description = read(shape.description, frame);
    if (description != null) {
      return firstLine(description);
    }
    StringBuilder known = new StringBuilder();
    for (int i = 0; i < Math.min(labels.size(), LABELS_OF_A_TITLE); i++) {
      known
          .append(known.isEmpty() ? called + ": " : ", ")
          .append(labels.name(i))
          .append('=')
          .append(labels.value(i));
    }
    return known.isEmpty() ? null : known.toString();
  }

  /** Whether the body does not say it: then every body has this text. */
  private boolean isNothing(@Nullable String text) {
    return text == null || shape.fixed.contains(text);
  }

  private BrokenElement broken(Frame frame, String reason) {
    String pointer = shape.pointer(frame);
    return new BrokenElement(pointer.isEmpty() ? "/" : pointer, reason, frame.start, frame.end);
  }

  private Meaning meaning(Frame frame) throws BodyRefused {
    ShapePlan.State status = shape.status;
    if (status == null) {
      return Meaning.FIRING;
    }
    String word = status.text().read(frame, spent);
    if (word == null) {
      if (status.absent() == null) {
        draft.raise(Flag.UNKNOWN_STATUS);
        return Meaning.FIRING;
      }
      return status.absent();
    }
    Meaning meaning = status.meanings().get(TextReader.folded(word));
    if (meaning == null) {
      draft.raise(Flag.UNKNOWN_STATUS);
      draft.detail("status_text", word);
      return Meaning.FIRING;
    }
    return meaning;
  }

  /** The first place with a word that is known. Of unknown words alone, the labels are asked. */
  private void severity(Frame frame, Labels labels) throws BodyRefused {
    boolean said = false;
    for (TextReader reader : shape.severity) {
      String word = reader.read(frame, spent);
      if (word != null) {
        if (isKnown(word)) {
          return;
        }
        said = true;
      }
    }
    if (said) {
      draft.severityOf(labels);
    }
  }

  private boolean isKnown(String word) {
    Severity own =
        SeverityWords.mapped(draft.context().source().options(), word) == null
            ? shape.severityWords.get(TextReader.folded(word))
            : null;
    if (own == null) {
      return draft.severityWord("", word);
    }
    draft.severity(own);
    return true;
  }

  private Labels labels(Frame frame) throws BodyRefused {
    Labels.Builder labels = new Labels.Builder();
    addSets(labels, shape.labelSets, frame);
    add(labels, shape.labels, frame);
    String service = read(shape.service, frame);
    if (service != null) {
      labels.set("service", service);
    }
    return labels.build();
  }

  private Labels annotations(Frame frame, @Nullable String title) throws BodyRefused {
    Labels.Builder annotations = new Labels.Builder();
    addSets(annotations, shape.annotationSets, frame);
    add(annotations, shape.annotations, frame);
    if (title != null) {
      annotations.set("summary", title);
    }
    String description = read(shape.description, frame);
    if (description != null) {
      annotations.set("description", description);
    }
    return annotations.build();
  }

  private void addSets(Labels.Builder into, List<ShapePlan.SetAt> sets, Frame frame)
      throws BodyRefused {
    for (ShapePlan.SetAt at : sets) {
      List<String> pairs = at.of(frame, spent);
      for (int i = 0; pairs != null && i < pairs.size(); i += 2) {
        if (!pairs.get(i + 1).isBlank()) {
          into.set(pairs.get(i), pairs.get(i + 1));
        }
      }
    }
  }

  private void add(Labels.Builder into, List<ShapePlan.Named> rules, Frame frame)
      throws BodyRefused {
    for (ShapePlan.Named rule : rules) {
      String text = rule.text().read(frame, spent);
      if (text != null) {
        into.set(rule.name(), text);
      }
    }
  }

  private long time(@Nullable TextReader reader, Frame frame) throws BodyRefused {
    String text = read(reader, frame);
    return text == null ? IncomingAlert.NONE : SenderTime.read(text);
  }

  private @Nullable String read(@Nullable TextReader reader, Frame frame) throws BodyRefused {
    return reader == null ? null : reader.read(frame, spent);
  }

  /** Null where no identity of the profile is given whole. */
  private @Nullable Fingerprint fingerprint(Frame frame) throws BodyRefused {
    for (ShapePlan.Key key : shape.identity) {
      String[] parts = new String[key.parts().size()];
      boolean whole = true;
      for (int i = 0; whole && i < parts.length; i++) {
        String part = key.parts().get(i).read(frame, spent);
        whole = part != null;
        parts[i] = part == null ? "" : part;
      }
      if (whole) {
        IdentityHash hash = IdentityHash.start(draft.context().identity(), kind, key.scheme());
        if (!key.global()) {
          hash.add(draft.context().source().id().toString());
        }
        for (String part : parts) {
          hash.add(part);
        }
        draft.detail("dedup_key", String.join(" ", parts));
        return hash.finish();
      }
    }
    return null;
  }

  private Fingerprint weak(@Nullable String name, @Nullable String title, Labels labels) {
    IdentityHash hash =
        IdentityHash.start(draft.context().identity(), kind, "texts")
            .add(draft.context().source().id().toString())
            .add(name == null ? "" : name)
            .add(title == null ? "" : title);
    for (Map.Entry<String, String> label : labels.toMap().entrySet()) {
      hash.add(label.getKey()).add(label.getValue());
    }
    return hash.finish();
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    if (line.length() <= LONGEST_NAME_OF_A_TEXT) {
      return line;
    }
    int end = LONGEST_NAME_OF_A_TEXT;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
  }
}
