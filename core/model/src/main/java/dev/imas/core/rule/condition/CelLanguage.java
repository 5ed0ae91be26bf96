package dev.imas.core.rule.condition;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Set;

/**
 * The part of the Common Expression Language that rules may use. It leaves out what makes texts and
 * lists, what reads a clock, and what may fail for some values: whole numbers overflow, and a key
 * may be missing.
 */
final class CelLanguage {

  static final String LABEL = "@label";
  static final String HAS = "@has";
  static final String NAMES = "@names";
  static final String MATCHES = "@matches";
  static final String NUM = "num";

  /** An iteration runs once for each label or listed value. */
  static final int MOST_ITERATIONS = 1_000;

  private static final int DEEPEST = 32;

  private static final CelType SCOPE = OpaqueType.create("labels");
  private static final CelType TEXT = SimpleType.STRING;

  /** Of numbers only those with fractions: {@link CelRewriting} writes whole ones so. */
  private static final Set<String> STANDARD =
      Set.of(
          "equals",
          "not_equals",
          "logical_and",
          "logical_or",
          "logical_not",
          "conditional",
          "not_strictly_false",
          "less_double",
          "less_equals_double",
          "greater_double",
          "greater_equals_double",
          "add_double",
          "subtract_double",
          "multiply_double",
          "divide_double",
          "negate_double",
          "in_list",
          "contains_string",
          "starts_with_string",
          "ends_with_string");

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableHomogeneousLiterals(true)
          .maxExpressionCodePointSize(CelExpression.LONGEST)
          .maxParseRecursionDepth(DEEPEST)
          .maxParseErrorRecoveryLimit(0)
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .build();

  static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardDeclarations(
              CelStandardDeclarations.newBuilder()
                  .filterFunctions(
                      (function, overload) ->
                          STANDARD.contains(overload.celOverloadDecl().overloadId()))
                  .filterIdentifiers(identifier -> false)
                  .build())
          .setStandardMacros(
              CelStandardMacro.HAS,
              CelStandardMacro.ALL,
              CelStandardMacro.EXISTS,
              CelStandardMacro.EXISTS_ONE)
          .addVar(LabelScope.VARIABLE, SCOPE)
          .addFunctionDeclarations(
              function(LABEL, TEXT, SCOPE, TEXT),
              function(HAS, SimpleType.BOOL, SCOPE, TEXT),
              function(NAMES, ListType.create(TEXT), SCOPE),
              function(MATCHES, SimpleType.BOOL, SCOPE, TEXT, TEXT),
              function(NUM, SimpleType.DOUBLE, TEXT))
          .build();

  static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .addFunctionBindings(
              bound(LABEL, List.of(LabelScope.class, String.class)),
              bound(HAS, List.of(LabelScope.class, String.class)),
              bound(NAMES, List.of(LabelScope.class)),
              bound(MATCHES, List.of(LabelScope.class, String.class, String.class)),
              bound(NUM, List.of(String.class)))
          .build();

  private CelLanguage() {}

  private static CelFunctionDecl function(String name, CelType result, CelType... parameters) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(id(name), result, List.of(parameters)));
  }

  private static CelFunctionBinding bound(String name, List<Class<?>> parameters) {
    return CelFunctionBinding.from(
        id(name), ImmutableList.copyOf(parameters), arguments -> call(name, arguments));
  }

  private static Object call(String name, Object[] arguments) {
    return switch (name) {
      case LABEL -> scope(arguments).label((String) arguments[1]);
      case HAS -> scope(arguments).has((String) arguments[1]);
      case NAMES -> scope(arguments).names();
      case MATCHES -> scope(arguments).matches((String) arguments[1], (String) arguments[2]);
      case NUM -> LabelNumber.read((String) arguments[0]);
      default -> throw new IllegalStateException("there is no function " + name);
    };
  }

  private static LabelScope scope(Object[] arguments) {
    return (LabelScope) arguments[0];
  }

  private static String id(String name) {
    return "imas_" + name.replace("@", "");
  }
}
