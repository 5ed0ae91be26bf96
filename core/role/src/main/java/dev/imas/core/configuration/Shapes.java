package dev.imas.core.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Field;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleDefinition;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of the kinds of documents. */
final class Shapes {

  private static final Shape ANY = new Shape.Any();
  private static final Shape IGNORED = new Shape.Ignored();
  private static final Shape DURATION = new Shape.Spelled(text -> Duration.parse(text).toString());
  private static final Shape SEVERITY =
      new Shape.Spelled(text -> Severity.parse(text).orElseThrow().name());
  private static final Shape TIME_OF_DAY =
      new Shape.Spelled(text -> LocalTime.parse(text).toString());
  private static final Shape CASELESS =
      new Shape.Spelled(text -> text.strip().toLowerCase(Locale.ROOT));
  private static final Shape SEVERITIES = new Shape.Unordered(SEVERITY);
  private static final Shape WORDS = new Shape.Unordered(CASELESS);

  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private static final Shape HOURS =
      new Shape.Listed(
          fields()
              .otherwise("days", WORDS, texts(DAYS.stream().sorted().toList()))
              .member("start", TIME_OF_DAY)
              .member("length", DURATION)
              .made());

  private static final Fields USER =
      fields()
          .member("username", ANY)
          .member("email", ANY)
          .otherwise("first_name", ANY, text(""))
          .otherwise("last_name", ANY, text(""))
          .member("phone", ANY)
          .kept("role", ANY)
          .otherwise("time_zone", ANY, text("UTC"))
          .otherwise("locale", ANY, text("en"))
          .otherwise("is_active", ANY, yes())
          .kept("contacts", new Shape.Keyed("name", contact().member("verified", IGNORED).made()))
          .kept(
              "notification_rules",
              new Shape.Formed(
                  rules -> Canonical.sorted(rules, one -> one.path("urgency").asText())))
          .kept("quiet_hours", quietHours())
          .made();

  private static final Fields TEAM =
      fields()
          .member("name", ANY)
          .otherwise("description", ANY, text(""))
          .member("email", ANY)
          .kept(
              "members",
              new Shape.Keyed(
                  "user",
                  fields()
                      .member("user", new Shape.Naming(Kind.USER))
                      .otherwise("role", ANY, text("member"))
                      .made()))
          .kept(
              "contacts",
              new Shape.Keyed(
                  "name",
                  contact()
                      .otherwise("min_severity", SEVERITY, text(Severity.SEV4_LOW.name()))
                      .made()))
          .kept(
              "stand_ins",
              fields()
                  .member("current_on_call", new Shape.Naming(Kind.USER))
                  .member("manager", new Shape.Naming(Kind.USER))
                  .made())
          .made();

  private static final Fields SCHEDULE =
      fields()
          .member("name", ANY)
          .member("team", new Shape.Naming(Kind.TEAM))
          .otherwise("description", ANY, text(""))
          .member("time_zone", ANY)
          .member(
              "layers",
              new Shape.Listed(
                  fields()
                      .member("name", ANY)
                      .otherwise("level", ANY, number(1))
                      .otherwise("priority", ANY, number(0))
                      .member("time_zone", ANY)
                      .member(
                          "start", new Shape.Spelled(text -> LocalDateTime.parse(text).toString()))
                      .member("every", new Shape.Spelled(text -> Cadence.parse(text).text()))
                      .member(
                          "slots", new Shape.Listed(new Shape.Listed(new Shape.Naming(Kind.USER))))
                      .otherwise("counted", CASELESS, text("all"))
                      .otherwise("after_absence", CASELESS, text("takes_next"))
                      .otherwise("hours", HOURS, texts(List.of()))
                      .member(
                          "until",
                          new Shape.Spelled(
                              text -> OffsetDateTime.parse(text).toInstant().toString()))
                      .member("since", IGNORED)
                      .member("first", IGNORED)
                      .made()))
          .made();

  private static final Shape MATCHERS =
      new Shape.Listed(new Shape.Spelled(text -> Matcher.parse(text).toString()));

  private static final Fields WHEN =
      fields()
          .otherwise("severities", SEVERITIES, texts(List.of()))
          .member("hours", fields().member("time_zone", ANY).member("windows", HOURS).made())
          .otherwise("labels", MATCHERS, texts(List.of()))
          .made();

  private static final Fields TARGET =
      fields()
          .member("type", ANY)
          .member("user", new Shape.Naming(Kind.USER))
          .member("team", new Shape.Naming(Kind.TEAM))
          .member("schedule", new Shape.Naming(Kind.SCHEDULE))
          .otherwise("round_robin", ANY, no())
          .member("level", ANY)
          .member("contact", new Shape.NamingContact())
          .member("name", IGNORED)
          .member("email", new Shape.Spelled(String::strip))
          .made();

  private static final Fields ESCALATION_POLICY =
      fields()
          .member("name", ANY)
          .member("team", new Shape.Naming(Kind.TEAM))
          .otherwise("severities", SEVERITIES, texts(List.of()))
          .otherwise("labels", MATCHERS, texts(List.of()))
          .otherwise("is_default", ANY, no())
          .otherwise("rounds", ANY, number(3))
          .otherwise("repeat_after", DURATION, text("PT30M"))
          .member("resume_after", DURATION)
          .member(
              "steps",
              new Shape.Listed(
                  fields()
                      .otherwise("after", DURATION, text("PT0S"))
                      .member("notify", new Shape.Listed(TARGET))
                      .otherwise("channels", WORDS, texts(List.of()))
                      .otherwise("when", WHEN, Json.MAPPER.createObjectNode())
                      .made()))
          .otherwise("description", ANY, text(""))
          .otherwise("is_active", ANY, yes())
          .made();

  private static final Fields SERVICE =
      fields()
          .member("name", ANY)
          .otherwise("aliases", new Shape.Listed(ANY), texts(List.of()))
          .otherwise("description", ANY, text(""))
          .member("owner_team", new Shape.Naming(Kind.TEAM))
          .otherwise("tier", ANY, text("TIER_3"))
          .member("escalation_policy", new Shape.Naming(Kind.ESCALATION_POLICY))
          .member("runbook_url", ANY)
          .member("repository_url", ANY)
          .member("monitoring_url", ANY)
          .otherwise("is_active", ANY, yes())
          .made();

  private static final Fields SOURCE =
      fields()
          .member("name", ANY)
          .member("type", ANY)
          .otherwise("is_active", ANY, yes())
          .otherwise("default_severity", SEVERITY, text(Severity.SEV3_MEDIUM.name()))
          .otherwise("config", ANY, Json.MAPPER.createObjectNode())
          .member("signing_secret", new Shape.Confidential())
          .made();

  private static final Fields RULE_SET =
      fields()
          .otherwise("comment", ANY, text(""))
          .member("rules", new Shape.Listed(new Shape.Formed(Shapes::rule)))
          .made();

  private static final Fields MATRIX =
      fields()
          .member(
              "rows",
              new Shape.Keyed(
                  "severity",
                  fields()
                      .member("severity", SEVERITY)
                      .member("chat", timing())
                      .member("email", timing())
                      .member("sms", timing())
                      .otherwise("voice", timing(), text("never"))
                      .made()))
          .made();

  private static final Fields FALLBACK =
      fields().member("contacts", new Shape.Listed(new Shape.NamingContact())).made();

  private static final Fields DEFAULT_ON_CALL =
      fields().member("user", new Shape.Naming(Kind.USER)).made();

  private final ChannelKinds channels;

  Shapes(ChannelKinds channels) {
    this.channels = channels;
  }

  /**
   * @param document whose type says what of the config of a provider is secret
   */
  Fields of(Kind kind, JsonNode document) {
    return switch (kind) {
      case PROVIDER -> provider(document.path("type").asText());
      case USER -> USER;
      case TEAM -> TEAM;
      case SCHEDULE -> SCHEDULE;
      case ESCALATION_POLICY -> ESCALATION_POLICY;
      case SERVICE -> SERVICE;
      case SOURCE -> SOURCE;
      case RULE_SET -> RULE_SET;
      case NOTIFICATION_MATRIX -> MATRIX;
      case FALLBACK -> FALLBACK;
      case DEFAULT_ON_CALL -> DEFAULT_ON_CALL;
    };
  }

  private Fields provider(String type) {
    Builder config = fields();
    channels
        .provider(type)
        .ifPresent(
            known ->
                known
                    .provider()
                    .fields()
                    .forEach(
                        field ->
                            config.member(
                                field.name(), field.isSecret() ? new Shape.Confidential() : ANY)));
    return fields()
        .member("name", ANY)
        .member("type", ANY)
        .otherwise("config", config.made(), Json.MAPPER.createObjectNode())
        .otherwise("priority", ANY, number(100))
        .otherwise("concurrency", ANY, number(16))
        .otherwise("is_active", ANY, yes())
        .made();
  }

  /** What a document means by what it leaves out, where that depends on another member. */
  static void complete(Kind kind, ObjectNode document) {
    if (kind == Kind.SCHEDULE && document.path("time_zone").isTextual()) {
      for (JsonNode layer : document.path("layers")) {
        if (layer instanceof ObjectNode object && !object.hasNonNull("time_zone")) {
          object.set("time_zone", document.get("time_zone"));
        }
        wrapSlots(layer);
      }
    }
    if (kind == Kind.USER) {
      for (JsonNode rule : document.path("notification_rules")) {
        spell(rule, "after", DURATION);
        spell(rule, "contact", CASELESS);
      }
    }
  }

  /** A person alone is a slot, too. */
  private static void wrapSlots(JsonNode layer) {
    if (layer.path("slots") instanceof ArrayNode slots) {
      for (int i = 0; i < slots.size(); i++) {
        if (slots.get(i).isTextual()) {
          slots.set(i, Json.MAPPER.createArrayNode().add(slots.get(i)));
        }
      }
    }
  }

  private static void spell(JsonNode of, String member, Shape as) {
    if (of instanceof ObjectNode object
        && object.path(member).isTextual()
        && as instanceof Shape.Spelled spelled) {
      object.set(member, Canonical.spelled(spelled, object.get(member)));
    }
  }

  private static JsonNode rule(JsonNode rule) {
    try {
      ObjectNode read =
          Json.MAPPER.valueToTree(Json.MAPPER.treeToValue(rule, RuleDefinition.class));
      read.properties().removeIf(Shapes::isUsual);
      return read;
    } catch (JsonProcessingException e) {
      return rule; // what reads the rule set says what is wrong
    }
  }

  private static boolean isUsual(Map.Entry<String, JsonNode> member) {
    JsonNode value = member.getValue();
    return switch (member.getKey()) {
      case "description" -> value.asText().isEmpty();
      case "matchers" -> value.isEmpty();
      case "continue" -> !value.booleanValue();
      default -> value.isNull();
    };
  }

  private static Shape timing() {
    return new Shape.Spelled(
        text -> text.startsWith("within ") ? "within " + Duration.parse(text.substring(7)) : text);
  }

  private static Fields quietHours() {
    return fields()
        .member("from", TIME_OF_DAY)
        .member("until", TIME_OF_DAY)
        .otherwise("days", WORDS, texts(DAYS.stream().sorted().toList()))
        .made();
  }

  private static Builder contact() {
    return fields()
        .member("id", IGNORED)
        .member("name", ANY)
        .member("channel", ANY)
        .member("address", new Shape.Address())
        .member("secret", new Shape.Confidential())
        .otherwise("is_active", ANY, yes());
  }

  private static Builder fields() {
    return new Builder();
  }

  private static final class Builder {

    private final Map<String, Field> members = new LinkedHashMap<>();

    Builder member(String name, Shape shape) {
      return put(name, new Field(shape, null, false));
    }

    Builder kept(String name, Shape shape) {
      return put(name, new Field(shape, null, true));
    }

    Builder otherwise(String name, Shape shape, @Nullable JsonNode otherwise) {
      return put(name, new Field(shape, otherwise, false));
    }

    private Builder put(String name, Field field) {
      members.put(name, field);
      return this;
    }

    Fields made() {
      return new Fields(members);
    }
  }

  private static JsonNode text(String text) {
    return Json.MAPPER.getNodeFactory().textNode(text);
  }

  private static JsonNode number(int number) {
    return Json.MAPPER.getNodeFactory().numberNode(number);
  }

  private static JsonNode yes() {
    return Json.MAPPER.getNodeFactory().booleanNode(true);
  }

  private static JsonNode no() {
    return Json.MAPPER.getNodeFactory().booleanNode(false);
  }

  private static JsonNode texts(List<String> texts) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    texts.forEach(list::add);
    return list;
  }
}
