package dev.imas.core.imports;

import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Matchers that must all match. What they say together about a label whose values are listed is
 * known, so what cannot match and what says nothing new is found.
 */
record Conjunction(List<Matcher> matchers) {

  static final Conjunction ALL = new Conjunction(List.of());

  Conjunction {
    matchers = List.copyOf(matchers);
  }

  /** With more matchers; empty if no alert can match. It is this one if they say nothing new. */
  Optional<Conjunction> and(List<Matcher> more) {
    Conjunction all = this;
    for (Matcher matcher : more) {
      Optional<Conjunction> next = all.and(matcher);
      if (next.isEmpty()) {
        return next;
      }
      all = next.get();
    }
    return Optional.of(all);
  }

  private Optional<Conjunction> and(Matcher more) {
    if (matchers.contains(more)) {
      return Optional.of(this);
    }
    List<Matcher> kept = new ArrayList<>();
    for (Matcher known : matchers) {
      if (!known.name().equals(more.name())) {
        kept.add(known);
        continue;
      }
      if (known.operator() == more.operator().opposite() && known.value().equals(more.value())) {
        return Optional.empty();
      }
      Set<String> values = values(known);
      Set<String> passing =
          values.stream().filter(more::matchesValue).collect(Collectors.toUnmodifiableSet());
      if (!values.isEmpty() && passing.isEmpty()) {
        return Optional.empty();
      }
      if (!values.isEmpty() && passing.size() == values.size()) {
        return Optional.of(this);
      }
      Set<String> wanted = values(more);
      long left = wanted.stream().filter(known::matchesValue).count();
      if (!wanted.isEmpty() && left == 0) {
        return Optional.empty();
      }
      if (wanted.isEmpty() || left < wanted.size()) {
        kept.add(known);
      }
    }
    kept.add(more);
    return Optional.of(new Conjunction(kept));
  }

  /** All values that pass, if they are known; otherwise empty. */
  private static Set<String> values(Matcher matcher) {
    return matcher.operator() == Operator.EQUALS
        ? Set.of(matcher.value())
        : matcher.indexableValues();
  }
}
