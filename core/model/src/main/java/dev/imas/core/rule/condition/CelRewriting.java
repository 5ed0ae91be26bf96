package dev.imas.core.rule.condition;

import static dev.imas.core.rule.condition.CelLanguage.HAS;
import static dev.imas.core.rule.condition.CelLanguage.LABEL;
import static dev.imas.core.rule.condition.CelLanguage.MATCHES;
import static dev.imas.core.rule.condition.CelLanguage.NAMES;
import static dev.imas.core.rule.condition.LabelScope.VARIABLE;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.imas.core.rule.BoundedRegex;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.RuleLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns what was parsed into what is evaluated, and refuses what cannot be bounded. Labels are
 * asked for by functions, for which a missing one has the empty value; whole numbers become numbers
 * with fractions, since labels are read as these; regular expressions are compiled once.
 */
final class CelRewriting {

  /** Of what the macros stand for, too. */
  static final int MOST_NODES = 500;

  private static final int DEEPEST = 64;
  private static final String INDEX = "_[_]";
  private static final String IN = "@in";

  private final CelSource source;
  final Map<String, BoundedRegex> patterns = new HashMap<>();

  /** Those named by the expression itself. */
  final Set<String> labels = new TreeSet<>();

  private long lastId;
  private int nodes;
  private int depth;
  private boolean iterates;

  final CelAbstractSyntaxTree rewritten;

  private CelRewriting(CelAbstractSyntaxTree parsed) {
    this.source = parsed.getSource();
    this.lastId =
        source.getPositionsMap().keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    this.rewritten = CelAbstractSyntaxTree.newParsedAst(rewrite(parsed.getExpr()), source);
  }

  /**
   * @throws InvalidCelException for what rules may not use
   */
  static CelRewriting of(CelAbstractSyntaxTree parsed) {
    return new CelRewriting(parsed);
  }

  private CelExpr rewrite(CelExpr e) {
    nodes++;
    depth++;
    if (nodes > MOST_NODES) {
      throw refused(e, "the expression has more than " + MOST_NODES + " parts", "split the rule");
    }
    if (depth > DEEPEST) {
      throw refused(e, "the expression is nested too deeply", "write it flatter");
    }
    CelExpr made =
        switch (e.getKind()) {
          case CONSTANT -> constant(e);
          case IDENT -> ident(e);
          case SELECT -> select(e);
          case CALL -> call(e);
          case LIST -> list(e);
          case COMPREHENSION -> comprehension(e);
          case STRUCT, MAP -> throw refused(e, "an object cannot be used", "compare labels");
          case NOT_SET -> throw refused(e, "something is missing", "write a whole expression");
        };
    depth--;
    return made;
  }

  private CelExpr constant(CelExpr e) {
    CelConstant constant = e.constant();
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE, STRING_VALUE -> e;
      case INT64_VALUE ->
          e.toBuilder().setConstant(CelConstant.ofValue((double) constant.int64Value())).build();
      case DOUBLE_VALUE -> {
        if (Double.isNaN(constant.doubleValue()) || Double.isInfinite(constant.doubleValue())) {
          throw refused(e, "the number is too large", "use one below 1e308");
        }
        yield e;
      }
      case NOT_SET, NULL_VALUE, UINT64_VALUE, BYTES_VALUE, DURATION_VALUE, TIMESTAMP_VALUE ->
          throw refused(e, "a value of this kind cannot be used", "use texts and numbers");
    };
  }

  private CelExpr ident(CelExpr e) {
    if (isLabels(e)) {
      throw refused(
          e,
          "'labels' stands alone",
          "write labels.name, labels[\"name\"], \"name\" in labels, or labels.exists(name, …)");
    }
    return e;
  }

  private CelExpr select(CelExpr e) {
    CelSelect select = e.select();
    if (!isLabels(select.operand())) {
      throw refused(e, "'." + select.field() + "' stands behind no labels", "write labels.name");
    }
    labels.add(select.field());
    CelExpr name = CelExpr.ofConstant(newId(), CelConstant.ofValue(select.field()));
    return call(e, select.testOnly() ? HAS : LABEL, select.operand(), name);
  }

  private CelExpr call(CelExpr e) {
    CelCall call = e.call();
    List<CelExpr> arguments = call.args();
    switch (call.function()) {
      case INDEX -> {
        if (!isLabels(arguments.getFirst())) {
          throw refused(e, "only labels are looked up by [ ]", "write labels[\"name\"]");
        }
        noteLabel(arguments.get(1));
        return call(e, LABEL, arguments.getFirst(), rewrite(arguments.get(1)));
      }
      case IN -> {
        if (isLabels(arguments.get(1))) {
          noteLabel(arguments.getFirst());
          return call(e, HAS, arguments.get(1), rewrite(arguments.getFirst()));
        }
      }
      case "matches" -> {
        return matches(e, call);
      }
      default -> {}
    }
    CelCall.Builder made = CelCall.newBuilder().setFunction(call.function());
    call.target().ifPresent(target -> made.setTarget(rewrite(target)));
    arguments.forEach(argument -> made.addArgs(rewrite(argument)));
    return e.toBuilder().setCall(made.build()).build();
  }

  private void noteLabel(CelExpr name) {
    if (name.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && name.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      labels.add(name.constant().stringValue());
    }
  }

  private CelExpr matches(CelExpr e, CelCall call) {
    List<CelExpr> arguments = call.args();
    boolean isMember = call.target().isPresent();
    if (arguments.size() != (isMember ? 1 : 2)
        || arguments.getLast().getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || arguments.getLast().constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      throw refused(
          e,
          "matches has no fixed expression",
          "write labels.name.matches(\"…\") with the expression itself");
    }
    String regex = arguments.getLast().constant().stringValue();
    try {
      patterns.putIfAbsent(regex, BoundedRegex.of(regex, RuleLimits.REGEX_SIZE));
    } catch (InvalidRuleException fault) {
      throw refused(e, "in matches: " + fault.getMessage(), "mend the expression");
    }
    CelExpr text = rewrite(isMember ? call.target().get() : arguments.getFirst());
    CelExpr scope = CelExpr.ofIdent(newId(), VARIABLE);
    return call(e, MATCHES, scope, text, arguments.getLast());
  }

  private CelExpr list(CelExpr e) {
    CelList.Builder made = CelList.newBuilder();
    for (CelExpr element : e.list().elements()) {
      if (element.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
        throw refused(element, "a list holds something else than a text or number", "write it out");
      }
      made.addElements(rewrite(element));
    }
    if (!e.list().optionalIndices().isEmpty()) {
      throw refused(e, "a list has a part that may be missing", "leave out the '?'");
    }
    return e.toBuilder().setList(made.build()).build();
  }

  private CelExpr comprehension(CelExpr e) {
    CelComprehension c = e.comprehension();
    if (iterates) {
      throw refused(e, "an iteration stands in another", "keep only one");
    }
    if (c.iterVar().equals(VARIABLE) || !c.iterVar2().isEmpty()) {
      throw refused(e, "the iteration cannot use this variable", "give it one other name");
    }
    CelExpr range;
    if (isLabels(c.iterRange())) {
      range = call(c.iterRange(), NAMES, CelExpr.ofIdent(newId(), VARIABLE));
    } else if (c.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST) {
      range = rewrite(c.iterRange());
    } else {
      throw refused(e, "it iterates over no labels", "iterate over labels, or a list in [ ]");
    }
    iterates = true;
    CelExpr made =
        e.toBuilder()
            .setComprehension(
                c.toBuilder()
                    .setIterRange(range)
                    .setAccuInit(rewrite(c.accuInit()))
                    .setLoopCondition(rewrite(c.loopCondition()))
                    .setLoopStep(rewrite(c.loopStep()))
                    .setResult(rewrite(c.result()))
                    .build())
            .build();
    iterates = false;
    return made;
  }

  private static CelExpr call(CelExpr at, String function, CelExpr... arguments) {
    return at.toBuilder()
        .setCall(CelCall.newBuilder().setFunction(function).addArgs(arguments).build())
        .build();
  }

  private static boolean isLabels(CelExpr e) {
    return e.getKind() == CelExpr.ExprKind.Kind.IDENT
        && (e.ident().name().equals(VARIABLE) || e.ident().name().equals("." + VARIABLE));
  }

  private long newId() {
    return ++lastId;
  }

  private InvalidCelException refused(CelExpr e, String wrong, String mend) {
    return new InvalidCelException(source.getPositionsMap().getOrDefault(e.id(), -1), wrong, mend);
  }
}
