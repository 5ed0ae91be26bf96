package dev.imas.gateway.sender.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.core.profile.Pointer;
import dev.imas.core.profile.SenderProfile.Encoding;
import dev.imas.core.profile.SenderProfile.PairSet;
import dev.imas.core.profile.SenderProfile.Shape;
import dev.imas.core.profile.TextRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pointers of a shape lead to nothing in a body, so that who wrote the profile sees what is
 * misspelt. It parses the body whole and follows each pointer from the root, for a trial only.
 */
final class UnmatchedPointers {

  /** As many as a page shows. */
  private static final int MOST = 100;

  private final Map<Pointer, Encoding> embedded;

  private UnmatchedPointers(Map<Pointer, Encoding> embedded) {
    this.embedded = embedded;
  }

  /** In the order of their texts. */
  static List<String> of(Shape shape, byte[] body, int length) {
    JsonNode root = parsed(new String(body, 0, length, StandardCharsets.UTF_8));
    if (root == null) {
      return List.of();
    }
    UnmatchedPointers follow = new UnmatchedPointers(shape.embedded());
    return pointers(shape).stream()
        .filter(pointer -> !follow.isThere(root, pointer.path(), 0))
        .map(Pointer::toString)
        .sorted()
        .limit(MOST)
        .toList();
  }

  private static Set<Pointer> pointers(Shape shape) {
    Set<Pointer> all = new TreeSet<>(Comparator.comparing(Pointer::toString));
    List<TextRule> rules = new ArrayList<>();
    add(shape.name(), rules);
    add(shape.weakName(), rules);
    add(shape.title(), rules);
    add(shape.description(), rules);
    add(shape.author(), rules);
    add(shape.note(), rules);
    add(shape.service(), rules);
    add(shape.url(), rules);
    add(shape.startsAt(), rules);
    add(shape.endsAt(), rules);
    add(shape.observedAt(), rules);
    if (shape.status() != null) {
      rules.add(shape.status().of());
      add(shape.status().also(), rules);
    }
    if (shape.severity() != null) {
      rules.add(shape.severity().of());
    }
    shape.identity().forEach(identity -> rules.addAll(identity.parts()));
    rules.addAll(shape.labels().values());
    rules.addAll(shape.annotations().values());
    rules.addAll(shape.details().values());
    rules.forEach(rule -> gather(rule, all));
    Stream.of(shape.labelSets(), shape.annotationSets())
        .flatMap(List::stream)
        .map(PairSet::at)
        .forEach(all::add);
    return all;
  }

  private static void add(@Nullable TextRule rule, List<TextRule> into) {
    if (rule != null) {
      into.add(rule);
    }
  }

  private static void gather(TextRule rule, Set<Pointer> into) {
    switch (rule) {
      case TextRule.At at -> into.add(at.pointer());
      case TextRule.Named named -> into.add(named.set().at());
      case TextRule.Literal literal -> {}
      case TextRule.Template template -> template.parts().forEach(part -> gather(part, into));
      case TextRule.FirstOf first -> first.rules().forEach(one -> gather(one, into));
      case TextRule.Refined refined -> gather(refined.of(), into);
    }
  }

  private boolean isThere(@Nullable JsonNode node, List<String> path, int from) {
    if (node == null || node.isMissingNode() || node.isNull()) {
      return false;
    }
    if (from == path.size()) {
      return !node.isTextual() || !node.textValue().isBlank();
    }
    JsonNode at = node.isTextual() ? inside(node.textValue(), path.subList(0, from)) : node;
    if (at == null) {
      return false;
    }
    String part = path.get(from);
    if (part.equals(Pointer.EACH)) {
      for (JsonNode element : at) {
        if (isThere(element, path, from + 1)) {
          return true;
        }
      }
      return false;
    }
    JsonNode next =
        at.isArray() && part.matches("0|[1-9]\\d{0,3}")
            ? at.get(Integer.parseInt(part))
            : at.get(part);
    return isThere(next, path, from + 1);
  }

  private @Nullable JsonNode inside(String text, List<String> path) {
    Encoding encoding = embedded.get(new Pointer(path));
    if (encoding == null) {
      return null;
    }
    return switch (encoding) {
      case JSON -> parsed(text);
      case BASE64 -> {
        try {
          yield parsed(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
          yield null;
        }
      }
    };
  }

  private static @Nullable JsonNode parsed(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }
}
