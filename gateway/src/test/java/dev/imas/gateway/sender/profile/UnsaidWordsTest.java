package dev.imas.gateway.sender.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.Pointer;
import dev.imas.core.profile.SenderProfile;
import dev.imas.core.profile.SenderProfile.Encoding;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.core.profile.SenderProfile.Shape;
import dev.imas.core.profile.TextRule;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens when a sender leaves a word out. Each recorded body of each shipped profile is read
 * again without its status word, and without its names.
 */
class UnsaidWordsTest {

  private static final RoutingTable ROUTES =
      RoutingTable.compile(
          0,
          RuleSetDefinition.EMPTY,
          ServiceCatalog.of(
              List.of(new Service(new UUID(3, 3), "Unknown/Triage", List.of(), true))),
          true);

  /** One shape of one profile, and a body that it reads. */
  private record Recorded(AlertDecoder decoder, SenderProfile profile, Shape shape, JsonNode body) {

    /** The body with what these rules look at changed; null takes it away. */
    @Nullable JsonNode with(List<TextRule> rules, UnaryOperator<@Nullable JsonNode> change) {
      JsonNode changed = body.deepCopy();
      for (Pointer pointer :
          rules.stream().flatMap(rule -> pointers(rule).stream()).collect(Collectors.toSet())) {
        JsonNode next = changed(shape, changed, pointer.path(), 0, change);
        if (next == null) {
          return null;
        }
        changed = next;
      }
      return changed;
    }

    /** Null where no word is left, or no shape reads what is left. */
    @Nullable Recorded withoutStatus() {
      if (!saysStatus(shape)) {
        return null;
      }
      JsonNode less =
          with(List.of(Objects.requireNonNull(shape.status()).of()), UnsaidWordsTest::gone);
      Shape next = less == null || less.equals(body) ? null : reads(profile, less);
      return less == null || next == null ? null : new Recorded(decoder, profile, next, less);
    }

    Recorded of(JsonNode other) {
      return new Recorded(decoder, profile, shape, other);
    }

    List<IncomingAlert> alerts() {
      return read(decoder, body) instanceof Decoding.Read read
          ? read.elements().stream()
              .filter(IncomingAlert.class::isInstance)
              .map(IncomingAlert.class::cast)
              .toList()
          : List.of();
    }

    List<TextRule> names() {
      return Stream.of(shape.name(), shape.weakName(), shape.title())
          .flatMap(rule -> Optional.<TextRule>ofNullable(rule).stream())
          .toList();
    }

    /** What tells one problem from another. */
    List<TextRule> telling() {
      return Stream.of(
              shape.identity().stream().flatMap(one -> one.parts().stream()),
              shape.labels().values().stream(),
              shape.labelSets().stream().map(set -> new TextRule.At(set.at())))
          .<TextRule>flatMap(rules -> rules)
          .toList();
    }
  }

  private static Decoding read(AlertDecoder decoder, JsonNode body) {
    return Bodies.decode(decoder, body.toString());
  }

  static Stream<String> profiles() {
    return ShippedProfiles.all().stream().map(sender -> decoder(sender).dialect());
  }

  private static AlertDecoder decoder(Sender sender) {
    return sender.formats().getFirst().decoder();
  }

  private static List<Recorded> recorded(String name) {
    JsonNode file = ShippedProfiles.read(name);
    SenderProfile profile =
        Objects.requireNonNull(
            SenderProfile.read(
                file.path("profile"),
                (pointer, expected) -> {
                  throw new AssertionError(pointer + " " + expected);
                }));
    Format format = ShippedProfiles.sender(name, file).formats().getFirst();
    List<Recorded> all = new ArrayList<>();
    for (String folder : format.payloads()) {
      for (String path : Bodies.namesIn(folder)) {
        JsonNode body = json(new String(Bodies.file(path), StandardCharsets.UTF_8));
        Shape shape = body == null ? null : reads(profile, body);
        if (body != null && shape != null) {
          all.add(new Recorded(format.decoder(), profile, shape, body));
        }
      }
    }
    assertThat(all).as("recorded bodies of %s", name).isNotEmpty();
    return all;
  }

  /** The one that reads the body. */
  private static @Nullable Shape reads(SenderProfile profile, JsonNode body) {
    return profile.shapes().stream()
        .filter(
            shape ->
                read(
                        new ProfileDecoder(
                            "x", "x", new SenderProfile(List.of(shape), profile.arrival())),
                        body)
                    instanceof Decoding.Read)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      return null;
    }
  }

  private static List<Pointer> pointers(TextRule rule) {
    return switch (rule) {
      case TextRule.At at -> List.of(at.pointer());
      case TextRule.Named named -> List.of(named.set().at());
      case TextRule.Literal literal -> List.of();
      case TextRule.Template template ->
          template.parts().stream().flatMap(part -> pointers(part).stream()).toList();
      case TextRule.FirstOf first ->
          first.rules().stream().flatMap(one -> pointers(one).stream()).toList();
      case TextRule.Refined refined -> pointers(refined.of());
    };
  }

  private static @Nullable JsonNode changed(
      Shape shape,
      JsonNode node,
      List<String> path,
      int from,
      UnaryOperator<@Nullable JsonNode> change) {
    if (from == path.size()) {
      return change.apply(node);
    }
    String part = path.get(from);
    switch (node) {
      case TextNode text -> {
        Encoding encoding = shape.embedded().get(new Pointer(path.subList(0, from)));
        String plain =
            encoding == Encoding.BASE64
                ? new String(
                    Base64.getMimeDecoder().decode(text.textValue()), StandardCharsets.UTF_8)
                : text.textValue();
        JsonNode inside = encoding == null ? null : json(plain);
        if (inside == null || !inside.isContainerNode()) {
          return node;
        }
        String written = String.valueOf(changed(shape, inside, path, from, change));
        return TextNode.valueOf(
            encoding == Encoding.BASE64
                ? Base64.getEncoder().encodeToString(written.getBytes(StandardCharsets.UTF_8))
                : written);
      }
      case ObjectNode object when object.has(part) -> {
        JsonNode next = changed(shape, object.get(part), path, from + 1, change);
        if (next == null) {
          object.remove(part);
        } else {
          object.set(part, next);
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (part.equals(Pointer.EACH) || part.equals(Integer.toString(i))) {
            JsonNode next = changed(shape, array.get(i), path, from + 1, change);
            array.set(i, next == null ? NullNode.getInstance() : next);
          }
        }
      }
      default -> {}
    }
    return node;
  }

  private static @Nullable JsonNode gone(@Nullable JsonNode there) {
    return null;
  }

  /** Of another problem: another id, name or address. */
  private static @Nullable JsonNode another(@Nullable JsonNode there) {
    return switch (there) {
      case TextNode text when text.textValue().startsWith("{") -> text;
      case TextNode text -> TextNode.valueOf(another(text.textValue()));
      case NumericNode number -> Json.read(another(number.asText()), JsonNode.class);
      case ObjectNode object -> {
        object
            .properties()
            .forEach(
                member -> {
                  if (!member.getKey().equals("key")) {
                    member.setValue(another(member.getValue()));
                  }
                });
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, another(array.get(i)));
        }
        yield array;
      }
      case null -> null;
      default -> there;
    };
  }

  /** Ids stand amid addresses, too. */
  private static String another(String text) {
    String other =
        text.chars()
            .map(c -> c >= '0' && c <= '8' ? c + 1 : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return other.equals(text) ? text + "7" : other;
  }

  @MethodSource("profiles")
  @ParameterizedTest
  void missingStatusWordNeverFiresWithoutAFlag(String name) {
    int tried = 0;
    boolean hasStatus = false;
    for (Recorded one : recorded(name)) {
      hasStatus |= saysStatus(one.shape);
      Recorded unsaid = one;
      // Without the word of one shape, another may read the body, and find its own word.
      for (Recorded less = unsaid; less != null; less = less.withoutStatus()) {
        unsaid = less;
      }
      if (unsaid.body.equals(one.body)) {
        // Nothing was there to be taken away, or without it the body is refused.
        tried += saysStatus(one.shape) ? 1 : 0;
        continue;
      }
      tried++;
      if (unsaid.shape.status() == null || unsaid.shape.status().absent() != Meaning.FIRING) {
        for (IncomingAlert alert : unsaid.alerts()) {
          if (alert.firing()) {
            assertThat(Bodies.flags(alert)).as("%s", unsaid.body).contains("unknown_status");
          }
        }
      }
    }
    assertThat(tried > 0).as("a body of %s had a status word", name).isEqualTo(hasStatus);
  }

  /** Whether a word of the body says that something fires or recovers. */
  private static boolean saysStatus(Shape shape) {
    return shape.status() != null
        && !pointers(shape.status().of()).isEmpty()
        && (shape.status().meanings().containsValue(Meaning.FIRING)
            || shape.status().meanings().containsValue(Meaning.RESOLVED));
  }

  @MethodSource("profiles")
  @ParameterizedTest
  void differentProblemsUnderANameOfTheMachineryAreTwoAlertsInTwoGroups(String name) {
    int tried = 0;
    for (Recorded one : recorded(name)) {
      JsonNode other = one.with(one.telling(), UnsaidWordsTest::another);
      if (other == null || other.equals(one.body)) {
        continue;
      }
      if (one.shape.name() == null) {
        tried += apart(one, one.of(other));
      }
      JsonNode nameless = one.with(one.names(), UnsaidWordsTest::gone);
      JsonNode otherNameless = one.of(other).with(one.names(), UnsaidWordsTest::gone);
      if (nameless != null && otherNameless != null && !nameless.equals(one.body)) {
        tried += apart(one.of(nameless), one.of(otherNameless));
      }
    }
    assertThat(tried).as("pairs of problems of %s", name).isPositive();
  }

  /** How many pairs; a body in which nothing tells one problem from another is refused. */
  private static int apart(Recorded one, Recorded other) {
    List<IncomingAlert> some = one.alerts();
    List<IncomingAlert> others = other.alerts();
    int pairs = read(one.decoder, one.body) instanceof Decoding.Refused ? 1 : 0;
    for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
      boolean isToldApart =
          !Bodies.flags(some.get(i)).contains("weak_identity")
              || !some.get(i).labels().equals(others.get(i).labels());
      if (isToldApart && some.get(i).name().equals(others.get(i).name())) {
        apart(some.get(i), others.get(i));
        pairs++;
      }
    }
    return pairs;
  }

  private static void apart(IncomingAlert one, IncomingAlert other) {
    assertThat(one.name()).isEqualTo(other.name());
    assertThat(one.fingerprint()).as("%s / %s", one, other).isNotEqualTo(other.fingerprint());
    assertThat(group(one)).as("%s / %s", one, other).isNotEqualTo(group(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          custom              | {'dedup_key':'%s','severity':'high'}                        | a | b
          custom              | {'labels':{'host':'%s'}}                                     | a | b
          custom              | {'name':'custom_alert','labels':{'host':'%s'}}               | a | b
          alertmanager        | {'version':'4','alerts':[{'status':'firing','labels':{'host':'%s'}}]} | a | b
          alertmanager-api-v2 | [{'labels':{'host':'%s'}}]                                   | a | b
          grafana             | {'version':'1','alerts':[{'status':'firing','labels':{'alertname':'DatasourceNoData','rulename':'%s'}}]} | a | b
          grafana             | {'version':'1','alerts':[{'status':'firing','labels':{'alertname':'DatasourceError','rulename':'%s'}}]} | a | b
          grafana             | {'ruleId':%s,'state':'alerting','ruleUrl':'http://g/d'}       | 4 | 5
          datadog             | {'aggreg_key':'%s','alert_transition':'Triggered'}           | a | b
          uptime-kuma         | {'monitor':{'id':%s},'heartbeat':{'status':0}}               | 4 | 5
          aws-sns             | {'Type':'Notification','TopicArn':'t','Subject':'RDS Notification Message','Message':'{\\'Event Source\\':\\'db-instance\\',\\'Source ID\\':\\'%s\\',\\'Event Message\\':\\'m\\'}'} | db-1 | db-2
          aws-sns             | {'Records':[{'Sns':{'TopicArn':'t','Subject':'RDS Notification Message','Message':'{\\'Event Source\\':\\'db-instance\\',\\'Source ID\\':\\'%s\\',\\'Event Message\\':\\'m\\'}'}}]} | db-1 | db-2
          """)
  void strangersUnderADefaultNameOfASenderAreApart(
      String dialect, String body, String one, String other) {
    AlertDecoder decoder =
        Bodies.ALL.stream()
            .filter(candidate -> candidate.dialect().equals(dialect))
            .findFirst()
            .orElseThrow();
    String written = body.replace('\'', '"');

    apart(
        Bodies.one(decoder, written.formatted(one)), Bodies.one(decoder, written.formatted(other)));
  }

  private static String group(IncomingAlert alert) {
    return ROUTES
        .route(
            new RoutedAlert(
                alert.labels(),
                alert.severity(),
                Severity.SEV3_MEDIUM,
                Instant.EPOCH,
                new Naming(alert.fingerprint(), alert.weaklyNamed()),
                Origin.UNKNOWN))
        .groupKey();
  }
}
