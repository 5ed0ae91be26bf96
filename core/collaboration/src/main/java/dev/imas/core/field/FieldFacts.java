package dev.imas.core.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imas.core.field.FieldReader.Faulty;
import dev.imas.core.field.FieldReader.Lookup;
import dev.imas.core.field.FieldReader.Read;
import dev.imas.core.field.FieldValueRepository.IncidentValue;
import dev.imas.core.http.Body;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.FurtherFacts;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of fields in incidents: sets and clears them, asks people for what is required, and
 * shows them. Only on a virtual thread.
 */
final class FieldFacts implements FurtherFacts {

  private static final String FIELDS = "fields";
  private static final String LATER = "fields_later";
  private static final int LONGEST_KEPT = 2_000;

  private final FieldTenants tenants;
  private final FieldRepository fields = new FieldRepository();
  private final FieldValueRepository values = new FieldValueRepository();

  FieldFacts(FieldTenants tenants) {
    this.tenants = tenants;
  }

  @Override
  public List<String> members(Moment moment) {
    return moment == Moment.RESOLVING ? List.of(FIELDS, LATER) : List.of(FIELDS);
  }

  @Override
  public Plan read(Moment moment, Body body) {
    Map<String, JsonNode> given = given(body);
    boolean isLater = moment == Moment.RESOLVING && body.flag(LATER, false);
    return (tx, change, caller, at) -> {
      if (given.isEmpty() && !tenants.mayHaveSome(tx)) {
        return change;
      }
      List<FieldView> active = fields.active(tx);
      IncidentChange set = set(tx, change, given, active, caller, at);
      boolean isAsked = moment == Moment.OPENING ? change.isNew() : moment == Moment.RESOLVING;
      if (isAsked && !isLater && caller.person() != null) {
        require(tx, change.after(), moment, active);
      }
      return set;
    };
  }

  private static Map<String, JsonNode> given(Body body) {
    Map<String, JsonNode> given = new LinkedHashMap<>();
    JsonNode node = body.present(FIELDS);
    if (node == null) {
      return given;
    }
    if (!node.isObject()) {
      body.fault("/" + FIELDS, "must be an object with values by the keys of fields");
      return given;
    }
    if (node.size() > FieldRoutes.MOST) {
      body.fault("/" + FIELDS, "has more than " + FieldRoutes.MOST + " members");
      return given;
    }
    node.properties().forEach(member -> given.put(member.getKey(), member.getValue()));
    return given;
  }

  private IncidentChange set(
      Tx tx,
      IncidentChange change,
      Map<String, JsonNode> given,
      List<FieldView> active,
      Principal caller,
      Instant at) {
    if (given.isEmpty()) {
      return change;
    }
    Map<FieldView, List<FieldValue>> wanted = wanted(tx, given, active);
    Incident incident = change.after();
    Map<UUID, IncidentValue> before = values.of(tx, incident.id());
    List<FieldView> changed = new ArrayList<>();
    wanted.forEach(
        (field, read) -> {
          IncidentValue was = before.get(field.id());
          if (!keys(was == null ? List.of() : was.values()).equals(keys(read))) {
            values.replace(tx, incident, field.id(), read);
            changed.add(field);
          }
        });
    if (changed.isEmpty()) {
      return change;
    }
    Map<UUID, IncidentValue> after = values.of(tx, incident.id());
    IncidentChange planned = change;
    for (FieldView field : changed) {
      planned =
          told(
              planned,
              field,
              FieldValueRepository.textOrNull(before.get(field.id())),
              FieldValueRepository.textOrNull(after.get(field.id())),
              caller,
              at);
    }
    return planned;
  }

  /** Whole texts, since the keys of long ones are cut. */
  private static List<Object> keys(List<FieldValue> values) {
    return values.stream()
        .map(value -> value instanceof FieldValue.Number ? value.key() : (Object) value)
        .toList();
  }

  private Map<FieldView, List<FieldValue>> wanted(
      Tx tx, Map<String, JsonNode> given, List<FieldView> active) {
    Map<FieldView, List<FieldValue>> wanted = new LinkedHashMap<>();
    Map<String, List<String>> faults = new LinkedHashMap<>();
    Lookup lookup = (type, named) -> values.named(tx, type, named);
    given.forEach(
        (key, node) -> {
          String pointer = "/" + FIELDS + "/" + key;
          FieldView field =
              active.stream().filter(one -> one.key().equals(key)).findFirst().orElse(null);
          if (field == null) {
            faults.put(pointer, List.of(pointer + ": " + unknown(tx, key, active)));
          } else if (node.isNull()) {
            wanted.put(field, List.of());
          } else {
            switch (FieldReader.read(field, node, lookup)) {
              case Read read -> wanted.put(field, read.values());
              case Faulty faulty ->
                  faults.put(pointer, List.of(pointer + ": " + field.label() + " " + faulty.why()));
            }
          }
        });
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return wanted;
  }

  private String unknown(Tx tx, String key, List<FieldView> active) {
    return fields.find(tx, Reference.of(key)).isPresent()
        ? "this field was archived; leave it out, or have it back first"
        : active.isEmpty()
            ? "there are no fields; leave it out"
            : "there is no such field; the fields are "
                + String.join(", ", active.stream().map(FieldView::key).toList());
  }

  private static IncidentChange told(
      IncidentChange change,
      FieldView field,
      @Nullable String from,
      @Nullable String to,
      Principal caller,
      Instant at) {
    Author author = Author.of(caller);
    TreeMap<String, Object> facts = new TreeMap<>();
    facts.put("field", field.key());
    if (from != null) {
      facts.put("from", cut(from));
    }
    if (to != null) {
      facts.put("to", cut(to));
    }
    String message = field.label() + " changed from " + said(from) + " to " + said(to);
    return change.then(
        author.sign(change.after().note(TimelineType.FIELD, author.name(), message, facts, at)));
  }

  private static String said(@Nullable String text) {
    return text == null ? "nothing" : cut(text);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_KEPT ? text : text.substring(0, LONGEST_KEPT - 1) + "…";
  }

  /** Whoever can be asked is asked now. */
  private void require(Tx tx, Incident incident, Moment moment, List<FieldView> active) {
    List<FieldView> required =
        active.stream()
            .filter(
                field ->
                    field.requiredAt() == RequiredAt.CREATE
                        || (moment == Moment.RESOLVING && field.requiredAt() == RequiredAt.RESOLVE))
            .toList();
    if (required.isEmpty()) {
      return;
    }
    Map<UUID, IncidentValue> there = values.of(tx, incident.id());
    Map<String, List<String>> faults = new LinkedHashMap<>();
    for (FieldView field : required) {
      if (!there.containsKey(field.id())) {
        String pointer = "/" + FIELDS + "/" + field.key();
        faults.put(
            pointer,
            List.of(
                pointer
                    + ": "
                    + field.label()
                    + " is missing; send its value"
                    + (moment == Moment.RESOLVING
                        ? ", or " + LATER + " true to be asked later"
                        : "")));
      }
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
  }

  /**
   * A value as the API shows it.
   *
   * @param value by the type; ids of options and of what it names
   * @param text for people: labels and names
   */
  record Shown(
      String key, String label, FieldType type, Object value, String text, boolean isArchived) {

    static Shown of(IncidentValue of) {
      List<Object> all = of.values().stream().map(FieldValue::shown).toList();
      return new Shown(
          of.key(),
          of.label(),
          of.type(),
          of.type() == FieldType.MULTI_SELECT ? all : all.getFirst(),
          of.text(),
          of.isArchived());
    }
  }

  @Override
  public Map<String, Object> of(Tx tx, UUID incident) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(FIELDS, values.of(tx, incident).values().stream().map(Shown::of).toList());
    facts.put("missing_fields", values.missing(tx, incident));
    return facts;
  }

  @Override
  public Picked pick(Tx tx, Asked asked, Picked before) {
    List<FieldKey> keys = new ArrayList<>(before.fields());
    for (String one : asked.fields()) {
      int colon = one.indexOf(':');
      Optional<FieldKey> key =
          fields
              .find(tx, Reference.of(one.substring(0, colon).strip()))
              .flatMap(field -> key(tx, field, one.substring(colon + 1).strip()));
      if (key.isEmpty()) {
        return before.impossible();
      }
      keys.add(key.get());
    }
    return new Picked(keys, before.isMissing(), before.cause(), before.isPossible());
  }

  /** Also of what was archived, so that the filters that people saved go on. */
  private Optional<FieldKey> key(Tx tx, FieldView field, String text) {
    if (field.type().hasOptions()) {
      return field
          .everOption(text.toLowerCase(Locale.ROOT))
          .map(option -> new FieldKey(field.id(), new FieldValue.Text(option.id()).key()));
    }
    JsonNode node = node(field.type(), text);
    return node != null
            && FieldReader.read(field, node, (type, named) -> ever(tx, type, named))
                instanceof Read read
        ? Optional.of(new FieldKey(field.id(), read.values().getFirst().key()))
        : Optional.empty();
  }

  /** Also a user who is not active any more, if the id is known. */
  private Optional<UUID> ever(Tx tx, FieldType type, Reference named) {
    return values.named(tx, type, named).or(() -> Optional.ofNullable(named.id()));
  }

  private static @Nullable JsonNode node(FieldType type, String text) {
    return switch (type) {
      case NUMBER -> number(text);
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? BooleanNode.valueOf(text.equals("true"))
              : null;
      default -> TextNode.valueOf(text);
    };
  }

  private static @Nullable JsonNode number(String text) {
    try {
      return DecimalNode.valueOf(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
