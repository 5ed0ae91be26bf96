package dev.imas.core.incident;

import dev.imas.core.http.Body;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of incidents beside them: the values of fields, the cause, the impact. It reads what
 * requests say of it and plans the steps of a change; whoever was asked writes the change. Only on
 * a virtual thread.
 */
public interface FurtherFacts {

  /** When a request says something of it. */
  enum Moment {
    OPENING,
    EDITING,
    RESOLVING
  }

  /** Nothing. */
  FurtherFacts NONE = of(List.of());

  /** The members that a request may have then. */
  List<String> members(Moment moment);

  /** Reads them, and adds faults to the body. */
  Plan read(Moment moment, Body body);

  /** What the API shows of an incident, by member. */
  Map<String, Object> of(Tx tx, UUID incident);

  /** What a list is asked for, as far as this knows it. */
  default Picked pick(Tx tx, Asked asked, Picked before) {
    return before;
  }

  /** What a request does. */
  @FunctionalInterface
  interface Plan {

    Plan NOTHING = (tx, change, caller, at) -> change;

    /**
     * The change with further steps. What it stores besides is in the same transaction.
     *
     * @throws dev.imas.core.platform.Fault INVALID, pointing to the members
     */
    IncidentChange apply(Tx tx, IncidentChange change, Principal caller, Instant at);
  }

  /**
   * What a list of incidents is asked for.
   *
   * @param fields each {@code key:value}
   * @param isMissing only those in which a value is missing
   * @param cause a key
   */
  record Asked(List<String> fields, boolean isMissing, @Nullable String cause) {

    public Asked {
      fields = List.copyOf(fields);
    }

    boolean isNothing() {
      return fields.isEmpty() && !isMissing && cause == null;
    }
  }

  /**
   * A value by which incidents are found.
   *
   * @param key the value as rows have it
   */
  record FieldKey(UUID field, String key) {}

  /**
   * The same as rows have it.
   *
   * @param isPossible false: no incident can be like that
   */
  record Picked(
      List<FieldKey> fields, boolean isMissing, @Nullable UUID cause, boolean isPossible) {

    public Picked {
      fields = List.copyOf(fields);
    }

    /** The same, which no incident is. */
    public Picked impossible() {
      return new Picked(fields, isMissing, cause, false);
    }
  }

  /** All of these as one. */
  static FurtherFacts of(List<FurtherFacts> parts) {
    List<FurtherFacts> all = List.copyOf(parts);
    return new FurtherFacts() {
      @Override
      public List<String> members(Moment moment) {
        return all.stream().flatMap(part -> part.members(moment).stream()).toList();
      }

      @Override
      public Plan read(Moment moment, Body body) {
        List<Plan> plans = all.stream().map(part -> part.read(moment, body)).toList();
        return (tx, change, caller, at) -> {
          IncidentChange planned = change;
          for (Plan plan : plans) {
            planned = plan.apply(tx, planned, caller, at);
          }
          return planned;
        };
      }

      @Override
      public Map<String, Object> of(Tx tx, UUID incident) {
        Map<String, Object> facts = new LinkedHashMap<>();
        all.forEach(part -> facts.putAll(part.of(tx, incident)));
        return facts;
      }

      @Override
      public Picked pick(Tx tx, Asked asked, Picked before) {
        Picked picked = before;
        for (FurtherFacts part : all) {
          picked = part.pick(tx, asked, picked);
        }
        return picked;
      }
    };
  }
}
