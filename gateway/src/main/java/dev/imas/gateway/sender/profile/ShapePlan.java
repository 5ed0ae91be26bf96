package dev.imas.gateway.sender.profile;

import dev.imas.core.model.Severity;
import dev.imas.core.profile.Pointer;
import dev.imas.core.profile.SenderProfile.Condition;
import dev.imas.core.profile.SenderProfile.Identity;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.core.profile.SenderProfile.PairSet;
import dev.imas.core.profile.SenderProfile.Shape;
import dev.imas.core.profile.SenderProfile.Status;
import dev.imas.core.profile.TextRule;
import dev.imas.gateway.decode.BodyRefused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One shape of a profile, compiled against the levels that all its shapes share. */
final class ShapePlan {

  record Check(TextReader text, Set<String> is, boolean absent) {
    boolean holds(Frame body, TextReader.Spent spent) throws BodyRefused {
      String read = text.read(body, spent);
      return absent
          ? read == null
          : read != null && (is.isEmpty() || is.contains(TextReader.folded(read)));
    }
  }

  record Key(String scheme, List<TextReader> parts, boolean global) {}

  record State(
      TextReader text,
      Map<String, Meaning> meanings,
      @Nullable Meaning absent,
      @Nullable TextReader also) {}

  record Named(String name, TextReader text) {}

  /**
   * @param ups how many levels up from the alert the set was read
   */
  record SetAt(int ups, int number) {

    /** What sorting it into the labels of an alert costs, in characters copied. */
    private static final long COST_OF_A_PAIR = 16;

    @Nullable List<String> of(Frame frame, TextReader.Spent spent) throws BodyRefused {
      Frame at = frame;
      for (int i = 0; i < ups; i++) {
        at = Objects.requireNonNull(at.parent);
      }
      List<String> pairs = at.sets[number];
      if (ups > 0 && pairs != null) {
        spent.copy(pairs.size() * COST_OF_A_PAIR);
      }
      return pairs;
    }
  }

  private final List<Check> when = new ArrayList<>();

  /** The numbers of the lists that lead to an alert. */
  private final List<Integer> lists = new ArrayList<>();

  final List<Key> identity = new ArrayList<>();
  final @Nullable State status;

  /** The places to ask, in order. */
  final List<TextReader> severity;

  final Map<String, Severity> severityWords;
  final @Nullable TextReader name;
  final @Nullable TextReader weakName;

  /** Names and titles that the profile itself gives, not the body. */
  final Set<String> fixed = new HashSet<>();

  final @Nullable TextReader title;
  final @Nullable TextReader description;
  final @Nullable TextReader author;
  final @Nullable TextReader note;
  final @Nullable TextReader service;
  final @Nullable TextReader url;
  final @Nullable TextReader startsAt;
  final @Nullable TextReader endsAt;
  final @Nullable TextReader observedAt;
  final List<Named> labels;
  final List<SetAt> labelSets;
  final List<Named> annotations;
  final List<SetAt> annotationSets;
  final List<Named> details;

  /** What it says beside its alert; null for nothing. */
  final @Nullable FactPlan also;

  private final @Nullable Pointer alerts;

  ShapePlan(Shape shape, Level body) {
    alerts = shape.alerts();
    Level element = alerts == null ? body : body.root.follow(alerts.path()).level;
    for (Level level = element; level.parent != null; level = level.parent) {
      lists.addFirst(level.number);
    }
    shape.embedded().forEach((at, encoding) -> body.root.follow(at.path()).embed(encoding));
    Compiling inBody = new Compiling(body, body);
    for (Condition condition : shape.when()) {
      when.add(
          new Check(
              inBody.compile(new TextRule.At(condition.at())), condition.is(), condition.absent()));
    }
    Compiling of = new Compiling(body, element);
    for (Identity alternative : shape.identity()) {
      identity.add(
          new Key(
              alternative.scheme(),
              alternative.parts().stream().map(of::compile).toList(),
              alternative.global()));
    }
    Status state = shape.status();
    status =
        state == null
            ? null
            : new State(
                of.compile(state.of()),
                state.meanings(),
                state.absent(),
                of.optional(state.also()));
    severity =
        shape.severity() == null
            ? List.of()
            : alternatives(shape.severity().of()).map(of::compile).toList();
    severityWords = shape.severity() == null ? Map.of() : shape.severity().words();
    name = of.optional(shape.name());
    weakName = of.optional(shape.weakName());
    title = of.optional(shape.title());
    addFixed(shape.name());
    addFixed(shape.weakName());
    addFixed(shape.title());
    description = of.optional(shape.description());
    author = of.optional(shape.author());
    note = of.optional(shape.note());
    service = of.optional(shape.service());
    url = of.optional(shape.url());
    startsAt = of.optional(shape.startsAt());
    endsAt = of.optional(shape.endsAt());
    observedAt = of.optional(shape.observedAt());
    labels = of.named(shape.labels());
    labelSets = of.sets(shape.labelSets());
    annotations = of.named(shape.annotations());
    annotationSets = of.sets(shape.annotationSets());
    details = of.named(shape.details());
    also = FactPlan.of(shape.also(), body, of);
  }

  private void addFixed(@Nullable TextRule rule) {
    if (rule != null) {
      alternatives(rule)
          .filter(TextRule.Literal.class::isInstance)
          .forEach(one -> fixed.add(((TextRule.Literal) one).text()));
    }
  }

  private static Stream<TextRule> alternatives(TextRule rule) {
    return rule instanceof TextRule.FirstOf first
        ? first.rules().stream().flatMap(ShapePlan::alternatives)
        : Stream.of(rule);
  }

  /** Whether the body has this shape. If its alerts are in a list, the list must be there. */
  boolean fits(Frame body, TextReader.Spent spent) throws BodyRefused {
    if (!lists.isEmpty() && body.lists[lists.getFirst()] == null) {
      return false;
    }
    for (Check check : when) {
      if (!check.holds(body, spent)) {
        return false;
      }
    }
    return true;
  }

  /** The frames of its alerts, in the order of the body. */
  List<Frame> alerts(Frame body) {
    List<Frame> frames = List.of(body);
    for (int list : lists) {
      frames =
          frames.stream()
              .flatMap(
                  frame -> {
                    List<Frame> elements = frame.isObject ? frame.lists[list] : null;
                    // What should hold a list and is none is told of as a broken element.
                    return elements == null ? brokenOf(frame) : elements.stream();
                  })
              .toList();
    }
    return frames;
  }

  private static Stream<Frame> brokenOf(Frame frame) {
    return frame.isObject ? Stream.empty() : Stream.of(frame);
  }

  /** Where an alert stands in the body. */
  String pointer(Frame alert) {
    if (alerts == null) {
      return "";
    }
    List<Integer> places = new ArrayList<>();
    for (Frame frame = alert; frame.parent != null; frame = frame.parent) {
      places.addFirst(frame.place);
    }
    StringBuilder pointer = new StringBuilder();
    int list = 0;
    for (String part : alerts.path()) {
      if (part.equals(Pointer.EACH)) {
        if (list == places.size()) {
          break;
        }
        pointer.append('/').append(places.get(list++));
      } else {
        pointer.append(new Pointer(List.of(part)));
      }
    }
    return pointer.toString();
  }

  /** Compiles texts of one alert. */
  record Compiling(Level body, Level element) {

    @Nullable TextReader optional(@Nullable TextRule rule) {
      return rule == null ? null : compile(rule);
    }

    List<Named> named(Map<String, TextRule> rules) {
      return rules.entrySet().stream()
          .map(rule -> new Named(rule.getKey(), compile(rule.getValue())))
          .toList();
    }

    List<SetAt> sets(List<PairSet> sets) {
      return sets.stream().map(this::set).toList();
    }

    private SetAt set(PairSet set) {
      Node node = body.root.follow(set.at().path());
      return new SetAt(ups(node), node.pairs(set.key(), set.values(), set.split(), set.prefix()));
    }

    TextReader compile(TextRule rule) {
      return switch (rule) {
        case TextRule.At at -> {
          Node node = body.root.follow(at.pointer().path());
          yield new TextReader.Slot(ups(node), node.text());
        }
        case TextRule.Named named -> new TextReader.Named(set(named.set()), named.name());
        case TextRule.Literal literal -> new TextReader.Fixed(literal.text());
        case TextRule.Template template ->
            new TextReader.Joined(template.parts().stream().map(this::compile).toList());
        case TextRule.FirstOf first ->
            new TextReader.First(first.rules().stream().map(this::compile).toList());
        case TextRule.Refined refined ->
            new TextReader.Refined(
                compile(refined.of()),
                refined.not(),
                refined.find() == null ? null : TextReader.compiled(refined.find()),
                refined.words());
      };
    }

    /** The check of profiles allows pointers into the alert and what it stands in, no others. */
    private int ups(Node node) {
      int ups = 0;
      for (Level level = element;
          level != node.level;
          level = Objects.requireNonNull(level.parent)) {
        ups++;
      }
      return ups;
    }
  }
}
