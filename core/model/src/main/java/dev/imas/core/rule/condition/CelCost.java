package dev.imas.core.rule.condition;

import static dev.imas.core.rule.condition.CelLanguage.HAS;
import static dev.imas.core.rule.condition.CelLanguage.LABEL;
import static dev.imas.core.rule.condition.CelLanguage.MATCHES;
import static dev.imas.core.rule.condition.CelLanguage.NAMES;
import static dev.imas.core.rule.condition.CelLanguage.NUM;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.imas.core.rule.BoundedRegex;
import dev.imas.core.rule.RuleLimits;
import java.util.List;
import java.util.Map;

/**
 * The most steps that an expression takes for one alert, in those of {@link RuleLimits#STEPS}. The
 * library has no such bound of its own. No part of it is cut short, and each value is as long as
 * possible.
 */
final class CelCost {

  /** To read the text of a label as a number. */
  static final long NUMBER = 500;

  /** To visit a part of the expression, whatever it does. */
  private static final long NODE = 60;

  /** To compare two texts, or find a label. */
  private static final long TEXT = RuleLimits.LABEL_VALUE / 8;

  private static final long ELEMENT = 30;

  private final Map<String, BoundedRegex> patterns;

  CelCost(Map<String, BoundedRegex> patterns) {
    this.patterns = patterns;
  }

  long of(CelExpr e) {
    return NODE
        + switch (e.getKind()) {
          case CALL -> call(e.call());
          case LIST -> sum(e.list().elements());
          case COMPREHENSION -> comprehension(e.comprehension());
          case SELECT -> of(e.select().operand());
          case CONSTANT, IDENT, NOT_SET, STRUCT, MAP -> 0;
        };
  }

  private long sum(List<CelExpr> all) {
    return all.stream().mapToLong(this::of).sum();
  }

  private long comprehension(CelComprehension c) {
    long times =
        c.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
            ? c.iterRange().list().elements().size()
            : RuleLimits.LABELS;
    return of(c.iterRange())
        + of(c.accuInit())
        + of(c.result())
        + (times + 1) * (of(c.loopCondition()) + of(c.loopStep()));
  }

  private long call(CelCall call) {
    long arguments = sum(call.args()) + call.target().map(this::of).orElse(0L);
    return arguments
        + switch (call.function()) {
          case LABEL, HAS, "startsWith", "endsWith", "_==_", "_!=_" -> TEXT;
          case NAMES -> RuleLimits.LABELS * 10L;
          case NUM -> NUMBER;
          case MATCHES -> regex(call.args().getLast());
          case "contains" -> contains(call.args().getLast());
          case "@in" -> in(call.args().getLast());
          default -> 0;
        };
  }

  private long in(CelExpr range) {
    return range.getKind() == CelExpr.ExprKind.Kind.LIST
        ? TEXT + ELEMENT * range.list().elements().size()
        : RuleLimits.LABELS * (TEXT + ELEMENT);
  }

  private long regex(CelExpr regex) {
    BoundedRegex bounded = patterns.get(regex.constant().stringValue());
    return bounded == null ? 0 : (long) bounded.steps() * (RuleLimits.LABEL_VALUE + 1);
  }

  /** The part is tried at each place, and at worst differs in its last character. */
  private static long contains(CelExpr part) {
    boolean known =
        part.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && part.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    long half = RuleLimits.LABEL_VALUE / 2;
    long length = known ? Math.min(half, part.constant().stringValue().length()) : half;
    return (length + 1) * (RuleLimits.LABEL_VALUE - length + 1);
  }
}
