package dev.imas.core.ruleset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one version of the rules differs from another. A rule is the same one if it has the same
 * name. Rules are tried in order, so one that only moved is told, too: the fewest that explain the
 * other order.
 *
 * @param unchanged how many rules are in both, alike, whether they moved or not
 */
record RuleSetDiff(
    int from,
    int to,
    List<Rule> added,
    List<Rule> removed,
    List<Changed> changed,
    List<Moved> moved,
    int unchanged) {

  /**
   * @param pointer where it is in the version that has it
   */
  record Rule(String name, String pointer, JsonNode rule) {}

  /**
   * @param fields the members that differ
   */
  record Changed(String name, String fromPointer, String toPointer, List<Field> fields) {}

  /**
   * @param pointer of the member, in the rule
   * @param before null where the older rule leaves it open
   * @param after null where the newer rule leaves it open
   */
  record Field(
      String pointer,
      @JsonProperty("from") @Nullable JsonNode before,
      @JsonProperty("to") @Nullable JsonNode after) {}

  record Moved(String name, String fromPointer, String toPointer) {}

  /**
   * @param before the rules of version {@code from}, as they are stored
   * @param after those of version {@code to}
   */
  static RuleSetDiff of(int from, JsonNode before, int to, JsonNode after) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      places.put(name(before.get(i)), i);
    }
    List<Rule> added = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    List<Integer> common = new ArrayList<>(); // places of the newer version
    int[] origin = new int[after.size()];
    boolean[] kept = new boolean[before.size()];
    for (int i = 0; i < after.size(); i++) {
      JsonNode rule = after.get(i);
      Integer was = places.get(name(rule));
      if (was == null) {
        added.add(new Rule(name(rule), pointer(i), rule));
        continue;
      }
      kept[was] = true;
      origin[i] = was;
      common.add(i);
      List<Field> fields = fields(before.get(was), rule);
      if (!fields.isEmpty()) {
        changed.add(new Changed(name(rule), pointer(was), pointer(i), fields));
      }
    }
    List<Rule> removed = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!kept[i]) {
        removed.add(new Rule(name(before.get(i)), pointer(i), before.get(i)));
      }
    }
    return new RuleSetDiff(
        from,
        to,
        added,
        removed,
        changed,
        moved(after, common, origin),
        common.size() - changed.size());
  }

  private static String name(JsonNode rule) {
    return rule.path("name").asText().strip();
  }

  private static String pointer(int place) {
    return "/rules/" + place;
  }

  private static List<Field> fields(JsonNode before, JsonNode after) {
    TreeSet<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      JsonNode was = before.get(name);
      JsonNode is = after.get(name);
      if (was == null ? is != null : !was.equals(is)) {
        fields.add(new Field("/" + name, was, is));
      }
    }
    return fields;
  }

  /** Those outside of the longest run of common rules that kept its order. */
  private static List<Moved> moved(JsonNode after, List<Integer> common, int[] origin) {
    int[] tails =
        new int[common.size()]; // the place in common at which the best run ends, by length
    int[] previous = new int[common.size()];
    int length = 0;
    for (int i = 0; i < common.size(); i++) {
      int was = origin[common.get(i)];
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (origin[common.get(tails[middle])] < was) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : tails[low - 1];
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    boolean[] stayed = new boolean[common.size()];
    Arrays.fill(stayed, false);
    for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
      stayed[i] = true;
    }
    List<Moved> moved = new ArrayList<>();
    for (int i = 0; i < common.size(); i++) {
      if (!stayed[i]) {
        int place = common.get(i);
        moved.add(new Moved(name(after.get(place)), pointer(origin[place]), pointer(place)));
      }
    }
    return moved;
  }
}
