package dev.imas.core.field;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.field.FieldView.Option;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of a field. Pure.
 *
 * @param key null: the one that it has
 */
record FieldDraft(
    @Nullable String key,
    String label,
    String description,
    FieldType type,
    RequiredAt requiredAt,
    List<Option> options) {

  /** Of a field, besides those that were archived. */
  static final int MOST_OPTIONS = 100;

  static final int LONGEST_LABEL = 100;
  static final int LONGEST_KEY = 40;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final Pattern KEY = Pattern.compile("[a-z0-9]+([-_][a-z0-9]+)*");

  static final String KEY_EXPECTED =
      "must be 1 to "
          + LONGEST_KEY
          + " of a-z and 0-9, with - or _ between them, such as customer-tier";

  FieldDraft {
    options = List.copyOf(options);
  }

  static boolean isKey(String text) {
    return text.length() <= LONGEST_KEY && KEY.matcher(text).matches();
  }

  static FieldDraft read(Body body) {
    body.only("key", "label", "description", "type", "required_at", "options");
    String key = body.text("key", LONGEST_KEY);
    if (key != null && !isKey(key)) {
      body.fault("/key", KEY_EXPECTED);
    }
    String typeName = body.requiredText("type", 20);
    FieldType type = FieldType.named(typeName).orElse(FieldType.TEXT);
    if (!typeName.isEmpty() && FieldType.named(typeName).isEmpty()) {
      body.fault("/type", "must be one of " + FieldType.wireNames());
    }
    RequiredAt requiredAt =
        RequiredAt.named(body.text("required_at", 20, RequiredAt.NONE.wireName())).orElse(null);
    if (requiredAt == null) {
      body.fault("/required_at", "must be none, create or resolve");
    }
    FieldDraft draft =
        new FieldDraft(
            key,
            body.requiredText("label", LONGEST_LABEL),
            body.text("description", LONGEST_DESCRIPTION, ""),
            type,
            requiredAt == null ? RequiredAt.NONE : requiredAt,
            options(body));
    if (type.hasOptions() && draft.options.isEmpty()) {
      body.fault("/options", "is missing; say what can be chosen");
    }
    if (!type.hasOptions() && !draft.options.isEmpty()) {
      body.fault("/options", "is only for the types select and multi_select; leave it out");
    }
    body.throwIfFaulty();
    return draft;
  }

  private static List<Option> options(Body body) {
    JsonNode list = body.present("options");
    List<Option> options = new ArrayList<>();
    if (list == null) {
      return options;
    }
    if (!list.isArray() || list.size() > MOST_OPTIONS) {
      body.fault("/options", "must be a list of at most " + MOST_OPTIONS + " options");
      return options;
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      Part part = Part.of(list.get(i), "/options/" + i, body::fault);
      if (part != null) {
        options.add(option(part.only("id", "label"), ids));
      }
    }
    return options;
  }

  private static Option option(Part part, Set<String> ids) {
    String id = part.text("id", LONGEST_KEY);
    if (id == null || !isKey(id)) {
      part.fault("id", KEY_EXPECTED);
    } else if (!ids.add(id)) {
      part.fault("id", "is there already; give each option its own");
    }
    String label = part.text("label", LONGEST_LABEL);
    if (label == null && !part.has("label")) {
      part.fault("label", "is missing; send a text of 1 to " + LONGEST_LABEL + " characters");
    }
    return new Option(id == null ? "" : id, label == null ? "" : label);
  }
}
