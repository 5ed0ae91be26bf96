package dev.imas.core.cause;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's causes as a request writes them. Pure.
 *
 * @param causes each followed by its parts
 */
record CauseDraft(List<Entry> causes) {

  /** Of a tenant, besides archived ones. */
  static final int MOST = 50;

  /** Is always there, and is no row. */
  static final String UNKNOWN = "unknown";

  private static final int LONGEST_KEY = 40;
  private static final int LONGEST_LABEL = 100;
  private static final Pattern KEY = Pattern.compile("[a-z0-9]+([-_][a-z0-9]+)*");

  CauseDraft {
    causes = List.copyOf(causes);
  }

  /**
   * @param parent the key of the one that it is part of; null for none
   */
  record Entry(String key, String label, @Nullable String parent) {}

  static CauseDraft read(Body body) {
    body.only("causes", "version");
    Reader reader = new Reader(body);
    JsonNode list = body.present("causes");
    if (list == null) {
      body.fault("/causes", "is missing; send a list, which may be empty");
    } else if (!list.isArray()) {
      body.fault("/causes", "must be a list of causes");
    } else {
      reader.top(list);
    }
    if (reader.entries.size() > MOST) {
      body.fault("/causes", "has more than " + MOST + " causes with their parts; leave some out");
    }
    body.throwIfFaulty();
    return new CauseDraft(reader.entries);
  }

  private static final class Reader {

    private final Body body;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    Reader(Body body) {
      this.body = body;
    }

    void top(JsonNode list) {
      for (int i = 0; i < Math.min(list.size(), MOST + 1); i++) {
        Part part = Part.of(list.get(i), "/causes/" + i, body::fault);
        if (part != null) {
          part.only("key", "label", "causes");
          String key = one(part, null);
          part.parts("causes", 0, MOST, "causes")
              .forEach(child -> one(child.only("key", "label"), key));
        }
      }
    }

    private String one(Part part, @Nullable String parent) {
      String key = part.text("key", LONGEST_KEY);
      if (key == null || !KEY.matcher(key).matches()) {
        part.fault(
            "key",
            "must be 1 to "
                + LONGEST_KEY
                + " of a-z and 0-9, with - or _ between them, such as config-change");
      } else if (key.equals(UNKNOWN)) {
        part.fault("key", "unknown is always there; leave it out, or choose another key");
      } else if (!keys.add(key)) {
        part.fault("key", "is there already; give each cause its own");
      }
      String label = part.text("label", LONGEST_LABEL);
      if (!part.has("label")) {
        part.fault("label", "is missing; send a text of 1 to " + LONGEST_LABEL + " characters");
      }
      String read = key == null ? "" : key;
      entries.add(new Entry(read, label == null ? "" : label, parent));
      return read;
    }
  }
}
