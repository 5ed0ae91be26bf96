package dev.imas.core.rule.condition;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelVariableResolver;
import dev.imas.core.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an expression sees while it is evaluated for one alert. */
record LabelScope(Labels alert, Map<String, Pattern> patterns) implements CelVariableResolver {

  static final String VARIABLE = "labels";

  @Override
  public Optional<Object> find(String name) {
    return name.equals(VARIABLE) ? Optional.of(this) : Optional.empty();
  }

  /** A missing label has the empty value, as matchers read it. */
  String label(String name) {
    String value = alert.get(name);
    return value == null ? "" : value;
  }

  boolean has(String name) {
    return !label(name).isEmpty();
  }

  /** Of the labels that are there: not those with the empty value. */
  List<String> names() {
    List<String> names = new ArrayList<>(alert.size());
    for (int i = 0; i < alert.size(); i++) {
      if (!alert.value(i).isEmpty()) {
        names.add(alert.name(i));
      }
    }
    return names;
  }

  /**
   * Whether the expression is found in the text.
   *
   * @param regex one of those that were compiled with the expression
   */
  boolean matches(String text, String regex) {
    Pattern pattern = patterns.get(regex);
    return pattern != null && pattern.matcher(text).find();
  }
}
