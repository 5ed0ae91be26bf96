package dev.imas.core.rule.condition;

import static java.util.stream.Collectors.toMap;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.imas.core.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression of the Common Expression Language that is true or false of an alert's labels.
 * Immutable, safe for any number of threads.
 */
public final class CelExpression {

  static final int LONGEST = 2_000;

  private final String text;
  private final CelRuntime.Program program;
  private final Map<String, Pattern> patterns;
  private final Set<String> labels;
  private final long steps;
  private final int size;

  private CelExpression(
      String text, CelRuntime.Program program, CelRewriting rewriting, CelExpr expression) {
    this.text = text;
    this.program = program;
    this.patterns =
        rewriting.patterns.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, regex -> regex.getValue().pattern()));
    this.labels = Set.copyOf(rewriting.labels);
    this.steps = new CelCost(rewriting.patterns).of(expression);
    // A part of a character or two takes some hundred bytes.
    this.size = 4 * text.length() + patterns.values().stream().mapToInt(Pattern::programSize).sum();
  }

  /** Takes up to some milliseconds. Never call it on an event loop. */
  static CelExpression compile(String text) {
    if (text.length() > LONGEST) {
      throw new InvalidCelException(
          "has " + text.length() + " characters; at most " + LONGEST + " are allowed");
    }
    CelAbstractSyntaxTree parsed = ast(CelLanguage.COMPILER.parse(text));
    CelRewriting rewriting = CelRewriting.of(parsed);
    CelAbstractSyntaxTree checked = ast(CelLanguage.COMPILER.check(rewriting.rewritten));
    if (!checked.getResultType().equals(SimpleType.BOOL)) {
      throw new InvalidCelException(
          "gives a " + checked.getResultType().name() + "; write one that is true or false");
    }
    refuseComparisons(checked, checked.getExpr());
    try {
      return new CelExpression(
          text, CelLanguage.RUNTIME.createProgram(checked), rewriting, checked.getExpr());
    } catch (CelEvaluationException e) {
      throw new InvalidCelException("cannot be used: " + e.getMessage());
    }
  }

  private static CelAbstractSyntaxTree ast(CelValidationResult result) {
    if (result.hasError()) {
      CelIssue first = result.getErrors().getFirst();
      String wrong = first.getMessage().strip();
      throw new InvalidCelException(
          wrong
              + " at line "
              + first.getSourceLocation().getLine()
              + ", character "
              + (first.getSourceLocation().getColumn() + 1)
              + "; "
              + mend(wrong));
    }
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new InvalidCelException("cannot be read: " + e.getMessage());
    }
  }

  private static String mend(String wrong) {
    if (wrong.contains("no matching overload")) {
      return "labels are texts: compare them with texts, or as num(labels.load) > 3";
    }
    if (wrong.contains("undeclared reference")) {
      return "use labels, num, has, in, contains, startsWith, endsWith, matches, exists or all";
    }
    return "write an expression such as labels.team == \"payments\" && num(labels.load) > 3";
  }

  /** Whatever is no number would be unequal to each, and so would match. */
  private static void refuseComparisons(CelAbstractSyntaxTree checked, CelExpr e) {
    children(e).forEach(child -> refuseComparisons(checked, child));
    if (e.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return;
    }
    String function = e.call().function();
    if (!function.equals("_==_") && !function.equals("_!=_")) {
      return;
    }
    CelKind kind =
        checked.getType(e.call().args().getFirst().id()).map(CelType::kind).orElseThrow();
    int offset = checked.getSource().getPositionsMap().getOrDefault(e.id(), -1);
    if (kind == CelKind.LIST) {
      throw new InvalidCelException(offset, "lists are compared", "write x in [\"a\", \"b\"]");
    }
    if (kind == CelKind.DOUBLE && function.equals("_!=_")) {
      throw new InvalidCelException(
          offset, "numbers are compared with !=", "write !(num(labels.a) == 1)");
    }
  }

  private static List<CelExpr> children(CelExpr e) {
    return switch (e.getKind()) {
      case CALL -> {
        List<CelExpr> all = new ArrayList<>(e.call().args());
        e.call().target().ifPresent(all::add);
        yield all;
      }
      case COMPREHENSION ->
          List.of(
              e.comprehension().iterRange(),
              e.comprehension().loopCondition(),
              e.comprehension().loopStep(),
              e.comprehension().result());
      case LIST -> e.list().elements();
      case SELECT -> List.of(e.select().operand());
      case CONSTANT, IDENT, NOT_SET, STRUCT, MAP -> List.of();
    };
  }

  /**
   * @throws ConditionFailedException when it could not be evaluated
   */
  boolean isTrue(Labels alert) {
    try {
      return Boolean.TRUE.equals(program.eval(new LabelScope(alert, patterns)));
    } catch (CelEvaluationException e) {
      throw new ConditionFailedException("the expression failed: " + e.getMessage());
    }
  }

  public String text() {
    return text;
  }

  long steps() {
    return steps;
  }

  int size() {
    return size;
  }

  /** The labels that it names. */
  Set<String> labels() {
    return labels;
  }
}
