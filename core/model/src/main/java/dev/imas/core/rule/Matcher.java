package dev.imas.core.rule;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.model.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One test of one label, as Alertmanager means it: a missing label has the empty value, and a
 * regular expression must match the whole value ({@code .} matches no line break). Expressions run
 * in time linear in the value. Immutable, safe for any number of threads.
 */
public final class Matcher {

  private static final String MISSING = "";

  private final String name;
  private final Operator operator;
  private final String value;
  private final ValueTest test;
  private final boolean negative;

  private Matcher(String name, Operator operator, String value, ValueTest test) {
    this.name = name;
    this.operator = operator;
    this.value = value;
    this.test = test;
    this.negative = operator.isNegative();
  }

  /**
   * @throws InvalidRuleException when the name is empty or the expression cannot be used
   */
  public static Matcher of(String name, Operator operator, String value) {
    if (name.isEmpty()) {
      throw new InvalidRuleException(0, "the label name is empty", "name a label");
    }
    return compile(new MatcherTerm(name, operator, value, 0));
  }

  /**
   * Reads exactly one matcher, in Alertmanager's UTF-8 or classic syntax.
   *
   * @throws InvalidRuleException that says where it is wrong and what to write instead
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Matcher parse(String text) {
    List<Matcher> matchers = parseAll(text);
    if (matchers.size() != 1) {
      throw new InvalidRuleException(
          0, "expected one matcher, found " + matchers.size(), "write name=\"value\"");
    }
    return matchers.get(0);
  }

  /**
   * Reads a filter: any number of matchers separated by commas, braces around them optional.
   *
   * @throws InvalidRuleException that says where it is wrong and what to write instead
   */
  public static List<Matcher> parseAll(String text) {
    return MatcherSyntax.read(text);
  }

  static Matcher compile(MatcherTerm term) {
    ValueTest test =
        term.operator().isRegex()
            ? RegexCompiler.compile(term.value(), term.valuePosition())
            : new ValueTest.Exact(term.value());
    return new Matcher(term.name(), term.operator(), term.value(), test);
  }

  public String name() {
    return name;
  }

  public Operator operator() {
    return operator;
  }

  public String value() {
    return value;
  }

  public boolean matches(Labels labels) {
    String actual = labels.get(name);
    return matchesValue(actual == null ? MISSING : actual);
  }

  /** Whether a label with that value passes; a missing label has the empty value. */
  public boolean matchesValue(String actual) {
    return test.test(actual) != negative;
  }

  /**
   * The only values that can pass, if they are known and do not include the empty one; otherwise
   * empty. An index can be built on them.
   */
  public Set<String> indexableValues() {
    Set<String> values = negative ? Set.of() : test.values();
    return values.contains(MISSING) ? Set.of() : values;
  }

  /**
   * Instructions or values that it holds in memory. At worst each is run for each character of a
   * value.
   */
  public int size() {
    return test.size();
  }

  /** Whether it runs an expression engine, so that its result is worth keeping. */
  boolean isExpression() {
    return test instanceof ValueTest.Regex;
  }

  /** At worst, for the longest value; each step takes some nanoseconds. */
  long worstSteps() {
    return test.steps(RuleLimits.LABEL_VALUE);
  }

  /** At worst, for a value of that length. */
  public long steps(int valueLength) {
    return test.steps(valueLength);
  }

  /** Cheap tests first. */
  static int byCost(Matcher a, Matcher b) {
    return Integer.compare(a.test.cost(), b.test.cost());
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Matcher other
        && name.equals(other.name)
        && operator == other.operator
        && value.equals(other.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, operator, value);
  }

  /** The canonical form, which {@link #parse} reads: {@code name="value"}. */
  @JsonValue
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(name.length() + value.length() + 4);
    Quoting.appendName(out, name).append(operator.symbol());
    return Quoting.appendQuoted(out, value).toString();
  }
}
