package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Shape.Field;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Matcher;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds the shape of an object, member by member, and has the shapes that several kinds use. */
public final class Members {

  // Before the shapes, which need it.
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public static final Shape ANY = new Shape.Any();
  public static final Shape IGNORED = new Shape.Ignored();

  /** 5 is 5.0. */
  public static final Shape DECIMAL =
      new Shape.Formed(node -> node.isNumber() ? NODES.numberNode(node.doubleValue()) : node);

  public static final Shape DURATION = new Shape.Spelled(text -> Duration.parse(text).toString());
  public static final Shape SEVERITY =
      new Shape.Spelled(text -> Severity.parse(text).orElseThrow().name());
  public static final Shape TIME_OF_DAY =
      new Shape.Spelled(text -> LocalTime.parse(text).toString());
  public static final Shape CASELESS =
      new Shape.Spelled(text -> text.strip().toLowerCase(Locale.ROOT));
  public static final Shape SEVERITIES = new Shape.Unordered(SEVERITY);
  public static final Shape WORDS = new Shape.Unordered(CASELESS);
  private static final Shape MATCHER = new Shape.Spelled(text -> Matcher.parse(text).toString());
  public static final Shape MATCHERS = new Shape.Listed(MATCHER);
  public static final Shape UNORDERED_MATCHERS = new Shape.Unordered(MATCHER);

  /** In the order of the alphabet, as an unordered list is compared. */
  public static final List<String> DAYS =
      List.of("friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday");

  public static final Shape HOURS =
      new Shape.Listed(
          of().otherwise("days", WORDS, DAYS)
              .member("start", TIME_OF_DAY)
              .member("length", DURATION)
              .made());

  private final Map<String, Field> members = new LinkedHashMap<>();

  private Members() {}

  public static Members of() {
    return new Members();
  }

  /** A contact of a team or a person. */
  public static Members ofContact() {
    return of().member("id", IGNORED)
        .member("name", ANY)
        .member("channel", ANY)
        .member("address", Shape.Address.OF_CONTACT)
        .member("secret", new Shape.Confidential())
        .otherwise("is_active", ANY, true);
  }

  /** Left out, it means nothing. */
  public Members member(String name, Shape shape) {
    return put(name, new Field(shape, null, false));
  }

  /** Left out, what is there stays. */
  public Members kept(String name, Shape shape) {
    return put(name, new Field(shape, null, true));
  }

  /**
   * @param otherwise what it means if it is left out
   */
  public Members otherwise(String name, Shape shape, JsonNode otherwise) {
    return put(name, new Field(shape, otherwise, false));
  }

  public Members otherwise(String name, Shape shape, String otherwise) {
    return otherwise(name, shape, NODES.textNode(otherwise));
  }

  public Members otherwise(String name, Shape shape, int otherwise) {
    return otherwise(name, shape, NODES.numberNode(otherwise));
  }

  public Members otherwise(String name, Shape shape, double otherwise) {
    return otherwise(name, shape, NODES.numberNode(otherwise));
  }

  public Members otherwise(String name, Shape shape, boolean otherwise) {
    return otherwise(name, shape, NODES.booleanNode(otherwise));
  }

  public Members otherwise(String name, Shape shape, List<String> otherwise) {
    ArrayNode list = NODES.arrayNode();
    otherwise.forEach(list::add);
    return otherwise(name, shape, list);
  }

  private Members put(String name, Field field) {
    members.put(name, field);
    return this;
  }

  public Fields made() {
    return new Fields(members);
  }

  /** Writes a text of an object as it is spelled where it is compared. */
  public static void spell(JsonNode of, String member, Shape as) {
    if (of instanceof ObjectNode object
        && object.path(member).isTextual()
        && as instanceof Shape.Spelled spelled) {
      object.set(member, Canonical.spelled(spelled, object.get(member)));
    }
  }
}
