package dev.imas.gateway.sender.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.Pointer;
import dev.imas.core.profile.SenderProfile;
import dev.imas.core.profile.SenderProfile.Encoding;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.core.profile.SenderProfile.PairSet;
import dev.imas.core.profile.SenderProfile.Shape;
import dev.imas.core.profile.TextRule;
import dev.imas.gateway.decode.AlertLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body by a profile in the obvious way: parsed whole, and each pointer followed from the
 * root each time. What the compiled profile reads in one pass must be the same.
 */
final class ProfileInterpreter {

  /**
   * @param labels of the alert, without its name
   */
  record Read(Meaning meaning, @Nullable String title, Map<String, String> labels) {}

  private final Shape shape;
  private final Map<Pointer, Encoding> embedded = new HashMap<>();
  private final JsonNode body;

  private ProfileInterpreter(SenderProfile profile, Shape shape, JsonNode body) {
    profile.shapes().forEach(one -> embedded.putAll(one.embedded()));
    this.shape = shape;
    this.body = body;
  }

  /** Null where no shape fits. */
  static @Nullable List<Read> read(SenderProfile profile, JsonNode body) {
    for (Shape shape : profile.shapes()) {
      ProfileInterpreter one = new ProfileInterpreter(profile, shape, body);
      if (one.fits()) {
        return one.alerts();
      }
    }
    return null;
  }

  private boolean fits() {
    for (SenderProfile.Condition condition : shape.when()) {
      String text = text(new TextRule.At(condition.at()), List.of());
      boolean holds =
          condition.absent()
              ? text == null
              : text != null && (condition.is().isEmpty() || condition.is().contains(folded(text)));
      if (!holds) {
        return false;
      }
    }
    Pointer alerts = shape.alerts();
    if (alerts == null) {
      return true;
    }
    JsonNode list =
        follow(alerts.path().subList(0, alerts.path().indexOf(Pointer.EACH)), List.of());
    return list != null && list.isArray();
  }

  private List<Read> alerts() {
    List<Read> read = new ArrayList<>();
    for (List<Integer> places : places(List.of())) {
      Map<String, String> labels = new TreeMap<>();
      for (PairSet set : shape.labelSets()) {
        pairs(set, places, labels);
      }
      shape
          .labels()
          .forEach(
              (name, rule) -> {
                String text = text(rule, places);
                if (text != null) {
                  labels.put(name, cut(text));
                }
              });
      read.add(new Read(meaning(places), rule(shape.title(), places), labels));
    }
    return read;
  }

  /** The places of each alert in the lists that lead to it. */
  private List<List<Integer>> places(List<Integer> outer) {
    Pointer alerts = shape.alerts();
    if (alerts == null) {
      return List.of(outer);
    }
    List<String> path = alerts.path();
    int list = -1;
    for (int i = 0, seen = 0; i < path.size(); i++) {
      if (path.get(i).equals(Pointer.EACH) && seen++ == outer.size()) {
        list = i;
        break;
      }
    }
    if (list < 0) {
      return List.of(outer);
    }
    JsonNode array = follow(path.subList(0, list), outer);
    List<List<Integer>> all = new ArrayList<>();
    for (int i = 0; array != null && array.isArray() && i < array.size(); i++) {
      List<Integer> inner = new ArrayList<>(outer);
      inner.add(i);
      if (array.get(i).isObject()) {
        all.addAll(places(inner));
      }
    }
    return all;
  }

  private Meaning meaning(List<Integer> places) {
    SenderProfile.Status status = shape.status();
    if (status == null) {
      return Meaning.FIRING;
    }
    String word = text(status.of(), places);
    return word == null
        ? Objects.requireNonNullElse(status.absent(), Meaning.FIRING)
        : status.meanings().getOrDefault(folded(word), Meaning.FIRING);
  }

  private @Nullable String rule(@Nullable TextRule rule, List<Integer> places) {
    return rule == null ? null : text(rule, places);
  }

  private @Nullable String text(TextRule rule, List<Integer> places) {
    return switch (rule) {
      case TextRule.At at -> filled(follow(at.pointer().path(), places));
      case TextRule.Named named -> {
        Map<String, String> all = new TreeMap<>();
        pairs(named.set(), places, all);
        yield all.get(named.name());
      }
      case TextRule.Literal literal -> literal.text();
      case TextRule.Template template -> {
        StringBuilder text = new StringBuilder();
        for (TextRule part : template.parts()) {
          String read = text(part, places);
          if (read == null) {
            yield null;
          }
          text.append(read);
        }
        yield text.toString();
      }
      case TextRule.FirstOf first -> {
        for (TextRule one : first.rules()) {
          String read = text(one, places);
          if (read != null) {
            yield read;
          }
        }
        yield null;
      }
      case TextRule.Refined refined -> refined(refined, places);
    };
  }

  private @Nullable String refined(TextRule.Refined rule, List<Integer> places) {
    String text = text(rule.of(), places);
    if (text == null || rule.not().contains(folded(text))) {
      return null;
    }
    String find = rule.find();
    if (find != null) {
      Matcher matcher = Pattern.compile(find).matcher(text);
      if (!matcher.find()) {
        return null;
      }
      text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
      if (text == null || text.isBlank()) {
        return null;
      }
    }
    return rule.words().getOrDefault(folded(text), text);
  }

  private void pairs(PairSet set, List<Integer> places, Map<String, String> into) {
    JsonNode at = follow(set.at().path(), places);
    if (at == null) {
      return;
    }
    if (at.isTextual() && embedded.containsKey(set.at())) {
      JsonNode inside = parsed(at.textValue());
      at = inside == null ? at : inside;
    }
    if (at.isObject()) {
      at.properties().forEach(e -> pair(set, e.getKey(), text(e.getValue()), into));
    } else if (at.isArray()) {
      for (JsonNode item : at) {
        if (item.isObject()) {
          for (Pointer value : set.values()) {
            String read = text(into(item, value.path()));
            if (read != null) {
              pair(set, text(into(item, set.key().path())), read, into);
              break;
            }
          }
        } else {
          split(set, text(item), into);
        }
      }
    } else if (!at.isNull()) {
      for (String item : at.asText().split(",", -1)) {
        split(set, item, into);
      }
    }
  }

  private static void split(PairSet set, @Nullable String item, Map<String, String> into) {
    int at = item == null ? -1 : item.indexOf(set.split());
    if (item != null && at > 0) {
      pair(
          set,
          item.substring(0, at).strip(),
          item.substring(at + set.split().length()).strip(),
          into);
    }
  }

  private static void pair(
      PairSet set, @Nullable String name, @Nullable String value, Map<String, String> into) {
    if (name != null && !name.isEmpty() && value != null && !value.isBlank()) {
      String whole = set.prefix() + name;
      int longest = AlertLimits.DEFAULT.maxNameLength();
      into.put(whole.substring(0, Math.min(whole.length(), longest)), cut(value));
    }
  }

  /** As long as a label may be. */
  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), AlertLimits.DEFAULT.maxValueLength()));
  }

  private @Nullable JsonNode follow(List<String> path, List<Integer> places) {
    JsonNode node = body;
    int list = 0;
    for (int i = 0; i < path.size(); i++) {
      String part = path.get(i);
      JsonNode next = part.equals(Pointer.EACH) ? step(node, places.get(list++)) : step(node, part);
      if (next == null) {
        return null;
      }
      Encoding encoding = embedded.get(new Pointer(path.subList(0, i + 1)));
      if (encoding == Encoding.JSON && next.isTextual() && i + 1 < path.size()) {
        next = parsed(next.textValue());
      }
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      JsonNode read = Json.read(text, JsonNode.class);
      return read.isContainerNode() ? read : null;
    } catch (RuntimeException notJson) {
      return null;
    }
  }

  private static @Nullable JsonNode into(JsonNode node, List<String> path) {
    JsonNode at = node;
    for (String part : path) {
      at = at == null ? null : step(at, part);
    }
    return at;
  }

  private static @Nullable JsonNode step(JsonNode node, int place) {
    return node.isArray() ? node.get(place) : null;
  }

  private static @Nullable JsonNode step(JsonNode node, String part) {
    if (node.isObject()) {
      return node.get(part);
    }
    return node.isArray() && part.matches("0|[1-9]\\d{0,3}")
        ? node.get(Integer.parseInt(part))
        : null;
  }

  private static @Nullable String filled(@Nullable JsonNode node) {
    String text = text(node);
    return text == null || text.isBlank() ? null : text;
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    return node.isValueNode() ? node.asText() : compact(node);
  }

  /** With the members of objects in the order of their names. */
  private static String compact(JsonNode node) {
    StringBuilder json = new StringBuilder();
    if (node.isObject()) {
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
      sorted.forEach(
          (name, value) ->
              json.append(json.isEmpty() ? "" : ",")
                  .append('"')
                  .append(name)
                  .append("\":")
                  .append(compact(value)));
      return "{" + json + "}";
    }
    if (node.isArray()) {
      for (Iterator<JsonNode> items = node.elements(); items.hasNext(); ) {
        json.append(json.isEmpty() ? "" : ",").append(compact(items.next()));
      }
      return "[" + json + "]";
    }
    return node.toString();
  }

  private static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }
}
