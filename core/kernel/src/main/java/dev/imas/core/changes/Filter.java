package dev.imas.core.changes;

import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.model.Severity;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which changes a subscriber is told. Equal ones share what is written for them.
 *
 * @param topics at least one
 * @param services whose changes; empty: any, and those without a service
 * @param incidents whose changes; empty: any, and those without an incident
 * @param severities of which; empty: any, and those without a severity
 */
record Filter(
    Set<Topic> topics, Set<UUID> services, Set<UUID> incidents, Set<Severity> severities) {

  static final String[] PARAMETERS = {"topics", "services", "incidents", "severity"};

  /** What nobody needs more of, and a bound on what is compared with each change. */
  private static final int MOST_IDS = 100;

  Filter {
    topics = Set.copyOf(topics);
    services = Set.copyOf(services);
    incidents = Set.copyOf(incidents);
    severities = Set.copyOf(severities);
  }

  /**
   * Reads the parameters.
   *
   * @param principal who asks; without topics, those that they may read
   */
  static Filter read(Query query, Principal principal) {
    String[] names = query.choices("topics", Topic.class);
    Short[] severities = query.severities("severity");
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    if (names == null) {
      Arrays.stream(Topic.values())
          .filter(topic -> principal.may(topic.permission()))
          .forEach(topics::add);
    } else {
      Arrays.stream(names).map(Topic::valueOf).forEach(topics::add);
    }
    Set<Severity> wanted = EnumSet.noneOf(Severity.class);
    if (severities != null) {
      Arrays.stream(severities).map(Severity::of).forEach(wanted::add);
    }
    return new Filter(topics, ids(query, "services"), ids(query, "incidents"), wanted);
  }

  private static Set<UUID> ids(Query query, String name) {
    List<String> texts =
        query.texts(name).stream().flatMap(text -> Arrays.stream(text.split(","))).toList();
    if (texts.size() > MOST_IDS) {
      throw Query.fault(name, name + " has " + texts.size() + " ids; name at most " + MOST_IDS);
    }
    Set<UUID> ids = new HashSet<>();
    for (String text : texts) {
      try {
        ids.add(UUID.fromString(text.strip()));
      } catch (IllegalArgumentException e) {
        throw Query.fault(name, "'" + text + "' in " + name + " is not a UUID");
      }
    }
    return ids;
  }

  /** A topic that the subscriber may not be told of; empty if there is none. */
  Set<Topic> forbiddenTo(Principal principal) {
    Set<Topic> forbidden = EnumSet.noneOf(Topic.class);
    topics.stream().filter(topic -> !principal.may(topic.permission())).forEach(forbidden::add);
    return Collections.unmodifiableSet(forbidden);
  }

  boolean takes(Change change) {
    return topics.contains(change.topic())
        && (services.isEmpty() || (change.service() != null && services.contains(change.service())))
        && (incidents.isEmpty() || incidents.contains(incidentOf(change)))
        && (severities.isEmpty()
            || (change.severity() != null && severities.contains(change.severity())));
  }

  /** The incident itself, or that of an alert or a delivery; for anything else its own id. */
  private static UUID incidentOf(Change change) {
    UUID incident = change.incident();
    return incident == null ? change.subject() : incident;
  }
}
