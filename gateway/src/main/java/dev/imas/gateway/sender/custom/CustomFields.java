package dev.imas.gateway.sender.custom;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.CustomMapping;
import dev.imas.gateway.decode.FoldedName;
import dev.imas.gateway.decode.LabelMapReader;
import dev.imas.gateway.decode.LabelMerge;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of one custom alert as they stand in the body; mapped ones have our names. */
final class CustomFields {

  private final CustomMapping mapping;
  private final Map<String, String> named = new TreeMap<>();
  private final Map<String, String> mapped = new HashMap<>();
  private final LabelMapReader maps;

  /** Names of fields that held an object or a list. */
  private Set<String> structures = Set.of();

  Labels labels = Labels.EMPTY;
  Labels annotations = Labels.EMPTY;
  boolean emptyLabelName;
  boolean oddAnnotations;
  @Nullable String fault;
  String faultAt = "";
  int bodyStart;
  int bodyEnd;

  /** Labels with a pointer of their own. They win over those of a mapped object. */
  private final Map<String, String> mappedLabels = new TreeMap<>();

  private Labels mappedLabelsObject = Labels.EMPTY;
  private boolean mappedEmptyName;
  private @Nullable Labels mappedAnnotations;

  /** Reads the alerts of one body, and reuses what can be shared between them. */
  static final class Reader {
    private final CustomMapping mapping;
    private final LabelMapReader maps = new LabelMapReader();

    Reader(CustomMapping mapping) {
      this.mapping = mapping;
    }

    /** Reads the element at which the parser stands, whatever it is. */
    CustomFields element(BodyCursor in) throws IOException, BodyRefused {
      in.countElement();
      if (in.parser.currentToken() == JsonToken.START_OBJECT) {
        return object(in, null);
      }
      CustomFields fields = new CustomFields(mapping, maps, in.start());
      fields.fault = "an alert must be an object";
      in.parser.skipChildren();
      in.parser.finishToken();
      fields.bodyEnd = in.end();
      return fields;
    }

    /**
     * Reads the object at which the parser stands.
     *
     * @param list reads the list of alerts when the object turns out to hold one
     */
    CustomFields object(BodyCursor in, @Nullable CustomListAt list)
        throws IOException, BodyRefused {
      CustomFields fields = new CustomFields(mapping, maps, in.start());
      fields.read(in, list, this);
      return fields;
    }
  }

  private CustomFields(CustomMapping mapping, LabelMapReader maps, int bodyStart) {
    this.mapping = mapping;
    this.maps = maps;
    this.bodyStart = bodyStart;
  }

  private void read(BodyCursor in, @Nullable CustomListAt list, Reader reader)
      throws IOException, BodyRefused {
    JsonParser parser = in.parser;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      if (list != null && list.isOnPath(0, name) && list.read(0, in, reader)) {
        continue;
      }
      CustomMapping.Node node = mapping.root().child(name);
      if (node == null) {
        own(name, in);
      } else {
        forget(node);
        CustomPointers.read(node, in, this);
      }
    }
    bodyEnd = in.end();
    emptyLabelName |= mappedEmptyName;
    Labels mappedToLabels = LabelMerge.over(mappedLabelsObject, Labels.of(mappedLabels));
    labels = LabelMerge.over(labels, mappedToLabels);
    annotations = mappedAnnotations == null ? annotations : mappedAnnotations;
  }

  private void own(String name, BodyCursor in) throws IOException {
    boolean object = in.parser.currentToken() == JsonToken.START_OBJECT;
    if (name.equals("labels")) {
      labels = Labels.EMPTY;
      fault = null;
      faultAt = "";
      emptyLabelName = false;
      if (object) {
        labels = maps.read(in);
        emptyLabelName = maps.sawEmptyName();
      } else if (in.parser.currentToken() != JsonToken.VALUE_NULL) {
        fault = "labels must be an object";
        faultAt = "/labels";
        in.parser.skipChildren();
      }
    } else if (name.equals("annotations") && object) {
      annotations = maps.read(in);
      named.remove(name);
      oddAnnotations = false;
    } else {
      if (in.parser.currentToken().isStructStart()) {
        structures = structures.isEmpty() ? new HashSet<>() : structures;
        structures.add(name);
      } else if (!structures.isEmpty()) {
        structures.remove(name);
      }
      String text = in.text();
      if (text == null) {
        named.remove(name);
      } else {
        named.put(name, text);
      }
      if (name.equals("annotations")) {
        annotations = Labels.EMPTY;
        oddAnnotations = text != null;
      }
    }
  }

  void broken(String at, String reason) {
    faultAt = at;
    fault = reason;
  }

  /** Drops what an earlier value of the same name gave: the last of equal names counts. */
  void forget(CustomMapping.Node node) {
    for (String target : node.targets()) {
      switch (target) {
        case "labels" -> {
          mappedLabelsObject = Labels.EMPTY;
          mappedEmptyName = false;
        }
        case "annotations" -> mappedAnnotations = null;
        default -> {}
      }
      mapped.remove(target);
      if (target.startsWith(CustomMapping.LABEL)) {
        mappedLabels.remove(target.substring(CustomMapping.LABEL.length()));
      }
    }
    node.children().values().forEach(this::forget);
  }

  /** Reads a value that a pointer found. */
  void mapped(String target, BodyCursor in) throws IOException {
    boolean object = in.parser.currentToken() == JsonToken.START_OBJECT;
    if (target.equals("labels") && object) {
      mappedLabelsObject = maps.read(in);
      mappedEmptyName = maps.sawEmptyName();
    } else if (target.equals("annotations") && object) {
      mappedAnnotations = maps.read(in);
    } else {
      String value = in.text();
      if (value != null && target.startsWith(CustomMapping.LABEL)) {
        mappedLabels.put(target.substring(CustomMapping.LABEL.length()), value);
      } else if (value != null) {
        mapped.put(target, value);
      }
    }
  }

  /** The mapped value of the field, else the first of these names that is given and not blank. */
  String get(String field, String... otherNames) {
    String value = filled(mapped.get(field));
    if (value.isEmpty()) {
      value = filled(named.get(field));
    }
    for (int i = 0; value.isEmpty() && i < otherNames.length; i++) {
      value = filled(named.get(otherNames[i]));
    }
    return value;
  }

  /**
   * The first of these that is given as a text with a letter in it; empty for none.
   *
   * @param states whether it may be a word for a state
   */
  String words(boolean states, String... names) {
    for (String name : names) {
      String value = structures.contains(name) ? "" : filled(named.get(name));
      if (SteadyText.hasLetter(value) && (states || !ChangingFields.isState(value))) {
        return value;
      }
    }
    return "";
  }

  /** The longest text of several words, of the fields and the annotations; empty for none. */
  String longestSentence() {
    String longest = "";
    for (Map.Entry<String, String> field : named.entrySet()) {
      if (!structures.contains(field.getKey())) {
        longest = longer(longest, field.getValue());
      }
    }
    for (int i = 0; i < annotations.size(); i++) {
      longest = longer(longest, annotations.value(i));
    }
    return longest;
  }

  private static String longer(String one, String other) {
    String text = other.strip();
    return text.length() > one.length() && text.indexOf(' ') > 0 && SteadyText.hasLetter(text)
        ? text
        : one;
  }

  /** Whether one of these fields holds only one of these words. */
  boolean says(String[] names, Set<String> lowerCaseWords) {
    for (String name : names) {
      if (lowerCaseWords.contains(filled(named.get(name)).strip().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes fields of another spelling for ours.
   *
   * @param ours folded name to our name
   */
  void adopt(Map<String, String> ours) {
    FoldedName.adopt(
        named, ours, name -> !CustomAlert.KNOWN.contains(name) && !structures.contains(name));
  }

  /** All fields that were found by their own name. */
  Map<String, String> named() {
    return named;
  }

  boolean isEmpty() {
    return named.isEmpty() && mapped.isEmpty() && labels.isEmpty() && annotations.isEmpty();
  }

  private static String filled(@Nullable String value) {
    return value == null || value.isBlank() ? "" : value;
  }
}
