package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.GroupKey;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every body and every decoder. Each body is read or refused, everything that was
 * read can be stored, and a broken element is set aside whole.
 */
final class ReadingContract {

  private static final List<DecodeContext> UNMAPPED = List.of(Bodies.CONTEXT);

  private static final List<DecodeContext> MAPPED =
      List.of(
          Bodies.CONTEXT,
          Bodies.context(
              Bodies.options(
                  """
                  {"identity_labels":["host","alertname"],
                   "severity_mapping":{"urgent":"SEV1"},
                   "mapping":{"alerts":"/data/events","alert_name":"/labels/alertname",
                     "title":"/annotations/summary","status":"/status",
                     "labels":{"host":"/labels/instance","first":"/values/0"},
                     "annotations":"/annotations","dedup_key":"/fingerprint"}}
                  """)),
          Bodies.context(
              Bodies.options(
                  """
                  {"ignored_labels":["replica"],
                   "mapping":{"alerts":"/alerts","labels":"/labels","title":"/title",
                     "description":"/labels","starts_at":"/startsAt"}}
                  """)));

  private static final List<DecodeContext> PROFILED =
      List.of(
          Bodies.CONTEXT,
          Bodies.context(
              Bodies.options(
                  """
                  {"profile":{
                    "identity":[{"of":[{"of":"/id","not":["0"]}]},{"of":["/alert/id","/org/name"]}],
                    "title":["/title","{/name}: {/message}","/incident/summary"],
                    "severity":{"of":["/severity","/level"],"words":{"3":"SEV2"}},
                    "label_sets":[{"at":"/labels"},{"at":"/tags","key":"/key","value":["/value/stringValue","/value"]}],
                    "annotation_sets":[{"at":"/data","prefix":"data_"}],
                    "details":{"whole":"/incident"},
                    "embedded":{"/Message":"json","/message":"base64","/incident/documentation/content":"json"},
                    "shapes":[
                      {"alerts":"/alerts/*","identity":[{"of":["/alerts/*/fingerprint"]}],
                       "title":"/alerts/*/annotations/summary","label_sets":[{"at":"/alerts/*/labels"}],
                       "status":{"of":["/alerts/*/status","/status"]},"starts_at":"/alerts/*/startsAt"},
                      {"alerts":"/*","title":"/*/event","status":{"of":{"of":"/*/event","find":"\\\\.(\\\\w+)$"}}},
                      {"when":[{"at":"/Message"}],"title":"/Message/AlarmName",
                       "label_sets":[{"at":"/Message/Trigger/Dimensions","key":"/name"}]},
                      {"status":{"of":["/state","/status","/event/state"]}}]}}
                  """)));

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  /** A group key with every label: the longest one that a rule can ask for. */
  private static final RoutingTable ROUTES =
      RoutingTable.compile(
          1,
          new RuleSetDefinition(
              List.of(
                  new RuleDefinition(
                      "all",
                      "",
                      List.of(),
                      null,
                      null,
                      null,
                      null,
                      List.of(RuleDefinition.ALL_LABELS),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      false))),
          ServiceCatalog.of(
              List.of(new Service(new UUID(3, 3), "Unknown/Triage", List.of(), true))),
          true);

  private ReadingContract() {}

  /** The configurations with which a decoder is tried, with mappings where it has them. */
  static List<DecodeContext> contexts(AlertDecoder decoder) {
    if (decoder.dialect().equals("profile")) {
      return PROFILED;
    }
    return decoder == Bodies.CUSTOM ? MAPPED : UNMAPPED;
  }

  /** Reads the body and checks the result. */
  static Decoding read(AlertDecoder decoder, byte[] body, DecodeContext context) {
    // The bytes after the body in its array do not belong to it.
    byte[] longer = Arrays.copyOf(body, body.length + 8);
    Arrays.fill(longer, body.length, longer.length, (byte) '}');
    Decoding decoding = decoder.decode(longer, body.length, context);
    switch (decoding) {
      case Decoding.Refused refused -> holds(refused, body.length);
      case Decoding.Read read -> {
        assertThat(read.elements()).hasSizeLessThanOrEqualTo(BodyCursor.MAX_ELEMENTS);
        assertThat(read.truncatedBySender()).isNotNegative();
        Element before = null;
        for (Element element : read.elements()) {
          assertThat(element.bodyStart()).isNotNegative().isLessThan(element.bodyEnd());
          assertThat(element.bodyEnd()).isLessThanOrEqualTo(body.length);
          comesAfter(before, element);
          before = element;
          isOneValue(body, element);
          switch (element) {
            case IncomingAlert alert -> holds(alert, context);
            case SideEvent event -> holds(event, context);
            case ChangeFact fact -> assertThat(fact.bodyEnd()).isGreaterThan(fact.bodyStart());
            case BrokenElement broken -> {
              assertThat(broken.pointer()).startsWith("/");
              assertThat(broken.reason()).isNotBlank().matches("[ -~]*");
            }
          }
        }
      }
    }
    assertThat(decoder.decode(body, body.length, context)).isEqualTo(decoding);
    return decoding;
  }

  private static void comesAfter(@Nullable Element before, Element element) {
    if (before != null && element.bodyStart() != before.bodyStart()) {
      assertThat(element.bodyStart()).isGreaterThanOrEqualTo(before.bodyEnd());
    } else if (before != null) {
      assertThat(element.bodyEnd()).isEqualTo(before.bodyEnd());
    }
  }

  private static void holds(Decoding.Refused refused, int length) {
    assertThat(refused.status()).isIn(400, 422);
    assertThat(refused.byteOffset()).isBetween(-1L, (long) length);
    assertThat(refused.detail()).isNotBlank().matches("[ -~]*");
    assertThat(refused.pointer()).matches("(/[ -~]*)?");
  }

  private static void holds(IncomingAlert alert, DecodeContext context) {
    assertThat(alert.name()).isEqualTo(alert.labels().get("alertname"));
    AlertLimits limits = context.limits();
    storable(alert.labels(), limits.maxLabels(), limits.maxNameLength(), limits.maxValueLength());
    storable(
        alert.annotations(),
        limits.maxAnnotations(),
        limits.maxNameLength(),
        limits.maxAnnotationLength());
    storable(
        alert.details(),
        limits.maxAnnotations() + 1,
        limits.maxNameLength(),
        limits.maxAnnotationLength());
    assertThat(StoredText.lengthOf(alert.annotations()) + StoredText.lengthOf(unflagged(alert)))
        .isLessThanOrEqualTo(Math.max(0, limits.maxText() - StoredText.lengthOf(alert.labels())));
    assertThat(alert.startsAtMicros()).matches(ReadingContract::isTimeOrNone);
    assertThat(alert.endsAtMicros()).matches(ReadingContract::isTimeOrNone);
    assertThat(alert.observedAtMicros()).isBetween(0L, context.receivedAtMicros());
    String key =
        ROUTES
            .route(
                RoutedAlert.of(
                    alert.labels(), alert.severity(), Severity.SEV3_MEDIUM, Instant.EPOCH))
            .groupKey();
    assertThat(key.length()).isBetween(1, GroupKey.LONGEST);
    assertThat(StoredText.isOdd(key)).isFalse();
  }

  static void holds(SideEvent event, DecodeContext context) {
    AlertLimits limits = context.limits();
    assertThat(event.title()).isNotBlank();
    storable(event.title(), SideEventDraft.LONGEST_TITLE);
    storable(event.author(), SideEventDraft.LONGEST_AUTHOR);
    storable(event.note(), limits.maxAnnotationLength());
    storable(event.link(), SideEventDraft.LONGEST_LINK);
    assertThat(event.link()).matches("(?is)(https?://.+)?");
    storable(event.labels(), limits.maxLabels(), limits.maxNameLength(), limits.maxValueLength());
    assertThat(StoredText.lengthOf(event.labels())).isLessThanOrEqualTo(limits.maxText());
    assertThat(event.happenedAtMicros()).isBetween(0L, context.receivedAtMicros());
  }

  private static void storable(String text, int longest) {
    assertThat(text.length()).isLessThanOrEqualTo(longest);
    assertThat(StoredText.isOdd(text)).isFalse();
  }

  /** Its details without the flags, which are kept whatever the limits are. */
  private static Labels unflagged(IncomingAlert alert) {
    Map<String, String> details = alert.details().toMap();
    details.remove("flags");
    return Labels.of(details);
  }

  private static boolean isTimeOrNone(long micros) {
    return micros == IncomingAlert.NONE || (micros >= 0 && micros < 8_000_000_000_000_000L);
  }

  /** It does without AssertJ, since fuzzers call it millions of times. */
  private static void storable(Labels labels, int most, int longestName, int longestValue) {
    boolean storable = labels.size() <= most;
    for (int i = 0; storable && i < labels.size(); i++) {
      String name = labels.name(i);
      String value = labels.value(i);
      storable =
          !name.isEmpty()
              && name.length() <= longestName
              && value.length() <= longestValue
              && !StoredText.isOdd(name)
              && !StoredText.isOdd(value)
              && (i == 0 || labels.name(i - 1).compareTo(name) < 0);
    }
    assertThat(storable).as("storable: %s", labels).isTrue();
  }

  /**
   * The bytes of an element are one JSON value, so that a dead letter holds exactly that element.
   */
  private static void isOneValue(byte[] body, Element element) {
    int start = element.bodyStart();
    byte[] readable = NameRepair.of(body, 0, body.length);
    try (JsonParser parser = JSON.createParser(readable, start, element.bodyEnd() - start)) {
      parser.nextToken();
      parser.skipChildren();
      parser.finishToken();
      assertThat(parser.nextToken()).isNull();
    } catch (IOException e) {
      throw new AssertionError(element.toString(), e);
    }
  }
}
