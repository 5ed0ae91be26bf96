package dev.imas.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the posts of one sender arrive and are read. A sender may post several shapes of bodies; the
 * first whose conditions hold is taken.
 *
 * @param shapes at least one
 */
public record SenderProfile(List<Shape> shapes, Arrival arrival) {

  public SenderProfile {
    shapes = List.copyOf(shapes);
  }

  /** Receives what is wrong with a profile. */
  @FunctionalInterface
  public interface Faults {

    /**
     * @param pointer JSON pointer to the member within the profile; empty for the whole
     * @param expected what it must be, as the rest of a sentence
     */
    void add(String pointer, String expected);
  }

  /**
   * Reads a profile and reports every fault.
   *
   * @return null when there was a fault
   */
  public static @Nullable SenderProfile read(JsonNode profile, Faults faults) {
    return new ProfileReader(faults).read(profile);
  }

  /**
   * One shape of bodies.
   *
   * @param when must all hold; about the body, not about one of its alerts
   * @param alerts the list of alerts, ending in {@code *}; null where a body is one alert
   * @param embedded texts that hold JSON, which pointers may go into
   * @param identity the first of which all parts are given identifies the alert
   * @param status null where each alert fires
   * @param severity null where the sender says none
   * @param weakName what it is called where {@code name} finds nothing: a name that the sender's
   *     machinery gives, which alerts of other problems have, too
   * @param author of a change, an acknowledgement or a note
   * @param note what was written with an acknowledgement or a note
   * @param labels by name
   * @param labelSets objects or lists of labels
   * @param annotations by name
   * @param annotationSets objects or lists of annotations
   * @param details facts that are shown and never identify, by name
   * @param also a deployment or a push, beside the alert; null for none
   */
  public record Shape(
      List<Condition> when,
      @Nullable Pointer alerts,
      Map<Pointer, Encoding> embedded,
      List<Identity> identity,
      @Nullable Status status,
      @Nullable SeverityRule severity,
      @Nullable TextRule name,
      @Nullable TextRule weakName,
      @Nullable TextRule title,
      @Nullable TextRule description,
      @Nullable TextRule author,
      @Nullable TextRule note,
      @Nullable TextRule service,
      @Nullable TextRule url,
      @Nullable TextRule startsAt,
      @Nullable TextRule endsAt,
      @Nullable TextRule observedAt,
      Map<String, TextRule> labels,
      List<PairSet> labelSets,
      Map<String, TextRule> annotations,
      List<PairSet> annotationSets,
      Map<String, TextRule> details,
      @Nullable FactRule also) {

    public Shape {
      when = List.copyOf(when);
      embedded = Map.copyOf(embedded);
      identity = List.copyOf(identity);
      labels = inOrder(labels);
      labelSets = List.copyOf(labelSets);
      annotations = inOrder(annotations);
      annotationSets = List.copyOf(annotationSets);
      details = inOrder(details);
    }

    private static Map<String, TextRule> inOrder(Map<String, TextRule> rules) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }
  }

  /**
   * @param is the texts of which it must be one, in lower case; empty where any will do
   * @param absent whether it must not be given
   */
  public record Condition(Pointer at, Set<String> is, boolean absent) {
    public Condition {
      is = Set.copyOf(is);
    }
  }

  /** How a text holds JSON. */
  public enum Encoding {
    JSON,
    /** JSON in base64 (RFC 4648). */
    BASE64
  }

  /**
   * @param scheme identities of different schemes never meet
   * @param parts together they identify an alert
   * @param global whether they do so for all sources of the tenant, or within one source
   */
  public record Identity(String scheme, List<TextRule> parts, boolean global) {
    public Identity {
      parts = List.copyOf(parts);
    }
  }

  /** What a word of the sender's says of an alert. */
  public enum Meaning {
    FIRING,
    RESOLVED,
    /** Nothing of an alert: a test of the connection, news. It is accepted and dropped. */
    DROPPED,
    /** A deployment, a merge, a build: a change, which is kept and never paged. */
    CHANGE,
    /** Somebody works on the alert: {@link dev.imas.core.model.AlertAction#ACKNOWLEDGE}. */
    ACKNOWLEDGED,
    /** Nobody works on it after all. */
    UNACKNOWLEDGED,
    /** Somebody wrote something about the alert. */
    NOTE,
    /** The alert, if it fires, has another severity or other texts. Opens nothing. */
    UPDATED,
    /** A test that shows how an alert looks. It fires, and ends by itself after a few minutes. */
    TEST;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** As profiles write it. */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * @param meanings by word, in lower case. Other words mean firing, and are flagged
   * @param absent what an alert without a word means; null where the sender always gives one, so
   *     that it means firing, and is flagged
   * @param also another word: what somebody did about an alert in the same event by which it fires
   */
  public record Status(
      TextRule of,
      Map<String, Meaning> meanings,
      @Nullable Meaning absent,
      @Nullable TextRule also) {
    public Status {
      meanings = Map.copyOf(meanings);
    }
  }

  /**
   * @param words by word, in lower case, before the common ones
   */
  public record SeverityRule(TextRule of, Map<String, Severity> words) {
    public SeverityRule {
      words = Map.copyOf(words);
    }
  }

  /**
   * Names and values from one place: an object; a list of objects that hold a name and a value; or
   * a list of texts, or one text with commas, such as {@code env:prod}.
   *
   * @param key where an object of the list has the name
   * @param values where it has the value; the first that is given counts
   * @param split what stands between name and value in a text
   * @param prefix put before each name
   */
  public record PairSet(
      Pointer at, Pointer key, List<Pointer> values, String split, String prefix) {
    public PairSet {
      values = List.copyOf(values);
    }
  }
}
