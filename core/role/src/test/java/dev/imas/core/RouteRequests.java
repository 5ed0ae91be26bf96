package dev.imas.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.TenantScene.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requests by which each operation of the OpenAPI document can be made to refer to something.
 * Fails for an unknown operation, parameter or member: whoever adds one must say here what it
 * refers to.
 */
final class RouteRequests {

  private static final Pattern SLOT = Pattern.compile("<(\\w+)>");

  /** The kind, by the part of the path before a parameter. */
  private static final Map<String, Kind> IN_PATHS =
      Map.ofEntries(
          Map.entry("incidents", Kind.INCIDENT),
          Map.entry("comments", Kind.COMMENT),
          Map.entry("alerts", Kind.ALERT),
          Map.entry("services", Kind.SERVICE),
          Map.entry("teams", Kind.TEAM),
          Map.entry("contacts", Kind.CONTACT),
          Map.entry("user-contacts", Kind.USER_CONTACT),
          Map.entry("providers", Kind.PROVIDER),
          Map.entry("drills", Kind.DRILL),
          Map.entry("storms", Kind.STORM),
          Map.entry("scopes", Kind.SCOPE),
          Map.entry("tags", Kind.TAG),
          Map.entry("environments", Kind.ENVIRONMENT),
          Map.entry("repositories", Kind.REPOSITORY),
          Map.entry("deployments", Kind.DEPLOYMENT),
          Map.entry("{change_kind}", Kind.DEPLOYMENT),
          Map.entry("deployment-windows", Kind.DEPLOYMENT_WINDOW),
          Map.entry("meetings", Kind.MEETING),
          Map.entry("boards", Kind.BOARD),
          Map.entry("events", Kind.MEETING),
          Map.entry("freezes", Kind.FREEZE),
          Map.entry("error-budgets", Kind.ERROR_BUDGET),
          Map.entry("decisions", Kind.GATE_DECISION),
          Map.entry("incident-fields", Kind.INCIDENT_FIELD),
          Map.entry("obligations", Kind.OBLIGATION),
          Map.entry("requests", Kind.PRIVACY_REQUEST),
          Map.entry("items", Kind.ITEM),
          Map.entry("lookup-tables", Kind.LOOKUP_TABLE),
          Map.entry("runbooks", Kind.RUNBOOK),
          Map.entry("drill-schedules", Kind.DRILL_SCHEDULE),
          Map.entry("heartbeats", Kind.HEARTBEAT),
          Map.entry("outgoing", Kind.EVENT_WEBHOOK),
          Map.entry("posted-events", Kind.POSTED_EVENT),
          Map.entry("sources", Kind.SOURCE),
          Map.entry("keys", Kind.SOURCE_KEY),
          Map.entry("rule-sets", Kind.RULE_SET),
          Map.entry("diff", Kind.RULE_SET),
          Map.entry("simulations", Kind.SIMULATION),
          Map.entry("bodies", Kind.RECENT_BODY),
          Map.entry("receipts", Kind.RECEIPT),
          Map.entry("deliveries", Kind.DELIVERY),
          Map.entry("dead-letters", Kind.DEAD_LETTER),
          Map.entry("timers", Kind.TIMER),
          Map.entry("users", Kind.USER),
          Map.entry("members", Kind.USER),
          Map.entry("sessions", Kind.SESSION),
          Map.entry("tokens", Kind.TOKEN),
          Map.entry("schedules", Kind.SCHEDULE),
          Map.entry("overrides", Kind.OVERRIDE),
          Map.entry("covers", Kind.OVERRIDE),
          Map.entry("absences", Kind.ABSENCE),
          Map.entry("holiday-calendars", Kind.HOLIDAY_CALENDAR),
          Map.entry("silences", Kind.SILENCE),
          Map.entry("inhibit-rules", Kind.INHIBIT_RULE),
          Map.entry("time-intervals", Kind.TIME_INTERVAL),
          Map.entry("maintenance-windows", Kind.MAINTENANCE_WINDOW),
          Map.entry("swaps", Kind.SWAP),
          Map.entry("escalation-policies", Kind.ESCALATION_POLICY),
          Map.entry("calendar-feeds", Kind.CALENDAR_FEED),
          Map.entry("service-accounts", Kind.SERVICE_ACCOUNT),
          Map.entry("views", Kind.VIEW),
          Map.entry("components", Kind.STATUS_COMPONENT),
          Map.entry("maintenance", Kind.STATUS_MAINTENANCE),
          Map.entry("subscribers", Kind.STATUS_SUBSCRIBER),
          Map.entry("links", Kind.INCIDENT_LINK),
          Map.entry("grants", Kind.GRANT));

  /** Parts of paths that refer to nothing: words that every tenant has. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("{step}", "1"),
          Map.entry("{start}", "2098-01-01T09:00"),
          Map.entry("{language}", "en"),
          Map.entry("{kind}", "incident"),
          Map.entry("{form}", "title"),
          Map.entry("{name}", "alertname"),
          Map.entry("{reaction}", "eyes"),
          Map.entry("{role}", "scribe"),
          Map.entry("{change_kind}", "deployment"),
          Map.entry("{stage}", "initial_notification"),
          Map.entry("{item_kind}", "task"),
          Map.entry("{section}", "summary"),
          Map.entry("{metric}", "frequency"),
          Map.entry("{number}", "1"));

  private static final Map<String, List<Kind>> IN_QUERIES =
      Map.ofEntries(
          Map.entry("service", List.of(Kind.SERVICE)),
          Map.entry("depends_on", List.of(Kind.SERVICE)),
          Map.entry("team", List.of(Kind.TEAM)),
          Map.entry("scope", List.of(Kind.SCOPE)),
          Map.entry("tag", List.of(Kind.TAG)),
          Map.entry("user", List.of(Kind.USER)),
          Map.entry("owner", List.of(Kind.USER)),
          Map.entry("participant", List.of(Kind.USER)),
          Map.entry("reviewer", List.of(Kind.USER)),
          Map.entry("source", List.of(Kind.SOURCE)),
          Map.entry("incident", List.of(Kind.INCIDENT)),
          Map.entry("fingerprint", List.of(Kind.ALERT)),
          Map.entry("folded_into", List.of(Kind.DELIVERY)),
          Map.entry("provider", List.of(Kind.PROVIDER)),
          Map.entry("successor", List.of(Kind.USER)),
          Map.entry("schedule", List.of(Kind.DRILL_SCHEDULE)),
          Map.entry("subject", List.of(Kind.TEAM)),
          Map.entry("actor", List.of(Kind.TOKEN)),
          Map.entry("name", List.of(Kind.ALERT_NAME)),
          Map.entry("label", List.of(Kind.LABEL)),
          Map.entry("search", List.of(Kind.ALERT_NAME, Kind.SHORT_ID)),
          Map.entry("q", List.of(Kind.ALERT_NAME, Kind.SHORT_ID)));

  /** Parameters that refer to nothing. */
  private static final Set<String> HARMLESS_IN_QUERIES =
      Set.of(
          "limit",
          "cursor", // A place in an order: every caller gets their own items from there on.
          "older", // The same for searches.
          "status",
          "type",
          "approval",
          "severity",
          "priority",
          "event",
          "receiver", // The console is the same in every tenant.
          "created_after",
          "language",
          "timeline",
          "created_before",
          "period",
          "start_date",
          "end_date",
          "granularity",
          "hours",
          "holds",
          "ack",
          "ended_by",
          "counted",
          "acknowledged",
          "resolved_after",
          "resolved_before",
          "format",
          "active",
          "channel",
          "from",
          "lost",
          "to",
          "until",
          "at",
          "kind",
          "platform",
          "replayed",
          "reason", // Of the tenant's own letters.
          "role",
          "reassign",
          "end_alerts",
          "subject_kind",
          "action",
          "page",
          "permission",
          "in_force",
          "explain",
          "forecast",
          "hidden",
          "held",
          "is_test",
          "unrouted",
          "archived",
          "missing_fields",
          "cause", // Keys: each tenant has its own.
          "field",
          "escalation",
          "open",
          "prefix", // Of what the caller's own alerts have.
          "sort",
          "total",
          "unread",
          "overdue",
          "required",
          "version", // Each post-mortem has its own.
          "column", // Without view=row it is refused.
          "number", // Each tenant has its own.
          "email", // Of the tenant's own subscribers.
          "state",
          "environment", // Of the tenant's own deployments.
          "epic", // Of the tenant's own boards.
          "sprint",
          "as_of",
          "edition",
          "month",
          "decision",
          "run", // Of the tenant's own answers of the gate.
          "repository",
          "group_key", // Of the tenant's own incidents.
          "alert",
          "tier",
          "topics",
          "services", // These compare ids with those of the tenant's own changes alone.
          "incidents",
          "since");

  /**
   * A request with slots for what it refers to.
   *
   * @param operation as the document has it
   * @param target path and query
   * @param body null for none
   * @param ifMatch whether it says which version it changes
   */
  record Template(
      String operation, String permission, String target, @Nullable String body, boolean ifMatch) {

    String method() {
      return operation.substring(0, operation.indexOf(' '));
    }

    /** How many of the slots are in the path. */
    int slotsInPath() {
      int query = target.indexOf('?');
      return slotsOf(query < 0 ? target : target.substring(0, query)).size();
    }

    boolean asks() {
      return method().equals("GET");
    }

    List<Kind> slots() {
      return slotsOf(target + (body == null ? "" : body));
    }

    /**
     * @param value fills a slot, by its number and kind
     */
    Filled fill(BiFunction<Integer, Kind, String> value) {
      int inTarget = slotsOf(target).size();
      return new Filled(
          filled(target, 0, value), body == null ? null : filled(body, inTarget, value));
    }

    private static List<Kind> slotsOf(String text) {
      return SLOT.matcher(text).results().map(slot -> Kind.valueOf(slot.group(1))).toList();
    }

    private static String filled(String text, int first, BiFunction<Integer, Kind, String> value) {
      Matcher slot = SLOT.matcher(text);
      StringBuilder filled = new StringBuilder();
      for (int i = first; slot.find(); i++) {
        slot.appendReplacement(filled, value.apply(i, Kind.valueOf(slot.group(1))));
      }
      return slot.appendTail(filled).toString();
    }
  }

  record Filled(String target, @Nullable String body) {}

  private final JsonNode document;

  RouteRequests(JsonNode document) {
    this.document = document;
  }

  /** At least one request for every operation, in the document's order. */
  List<Template> all() {
    List<Template> all = new ArrayList<>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        all.addAll(
            of(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
      }
    }
    return all;
  }

  List<Template> of(String method, String path, JsonNode operation) {
    String name = method + " " + path;
    String permission = operation.path("x-permission").asText();
    String slotted = slotted(path);
    boolean ifMatch = false;
    List<String> targets = new ArrayList<>();
    targets.add(slotted);
    for (JsonNode either : operation.path("parameters")) {
      JsonNode parameter = resolved(either);
      String parameterName = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "path" -> {} // slotted() handles it.
        case "header" ->
            ifMatch |=
                knownHeader(name, parameterName).equals("if-match")
                    && parameter.path("required").asBoolean();
        case "query" -> {
          if (parameterName.equals("wait")) {
            targets.set(0, slotted + "?wait=0"); // No longer than needed: nobody answers here.
          } else {
            List<String> tried = queries(name, parameterName);
            tried.forEach(q -> targets.add(slotted + "?" + q));
            if (parameter.path("required").asBoolean() && !tried.isEmpty()) {
              targets.remove(slotted); // Without it, the answer is 400 to everybody.
            }
          }
        }
        default -> throw unknown(name, "parameter", parameterName);
      }
    }
    List<Template> templates = new ArrayList<>();
    for (String target : targets) {
      for (String body : bodies(name, operation)) {
        templates.add(
            new Template(
                name,
                permission,
                target,
                body.isEmpty() ? null : body.replace('\'', '"'),
                ifMatch));
      }
    }
    return templates;
  }

  private static String slotted(String path) {
    StringBuilder slotted = new StringBuilder();
    String before = "";
    for (String part : path.substring(1).split("/")) {
      slotted.append('/');
      if (WORDS.containsKey(part)) {
        slotted.append(WORDS.get(part));
      } else if (part.startsWith("{")) {
        Kind kind =
            path.startsWith("/users/{user}/contacts") && before.equals("contacts")
                ? IN_PATHS.get("user-contacts")
                : path.startsWith("/webhooks/outgoing/") && before.equals("deliveries")
                    ? IN_PATHS.get("posted-events")
                    : path.startsWith("/status-page/incidents/")
                        ? Kind.PUBLISHED
                        : part.equals("{item}") ? Kind.BOARD_ITEM : IN_PATHS.get(before);
        if (kind == null) {
          throw unknown(path, "part", part);
        }
        slotted.append('<').append(kind).append('>');
      } else {
        slotted.append(part);
      }
      before = part;
    }
    return slotted.toString();
  }

  private static List<String> queries(String operation, String name) {
    boolean isOfOneBoard = operation.startsWith("GET /boards/{id}/") && !name.equals("owner");
    if (isOfOneBoard || HARMLESS_IN_QUERIES.contains(name)) {
      return List.of();
    }
    if (name.equals("regime")) {
      return List.of("regime=dora-19");
    }
    if (name.equals("by") && operation.contains("/metrics/")) {
      return List.of("by=service", "by=team");
    }
    if (name.equals("by")) {
      return List.of(
          "by=service", "by=name", "by=label:alertname"); // Without a name, it shows all.
    }
    if (name.equals("facet")) {
      return List.of("facet=service", "facet=team&facet=name", "facet=label:alertname");
    }
    if (name.equals("view")) {
      return List.of("view=row&column=alertname");
    }
    if (name.equals("grantee")) {
      return List.of("grantee=service_account:<SERVICE_ACCOUNT>", "grantee=token:<TOKEN>");
    }
    List<Kind> kinds = IN_QUERIES.get(name);
    if (kinds == null) {
      throw unknown(operation, "parameter", name);
    }
    // As PDF it is another file each time, which nobody could compare.
    String form = operation.equals("GET /dora/report") ? "&format=md" : "";
    return kinds.stream().map(kind -> name + "=<" + kind + ">" + form).toList();
  }

  private static String knownHeader(String operation, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!Set.of("if-match", "idempotency-key", "accept-language").contains(lower)) {
      throw unknown(operation, "header", name);
    }
    return lower;
  }

  private List<String> bodies(String operation, JsonNode described) {
    JsonNode content = described.at("/requestBody/content");
    if (content.isMissingNode()) {
      return List.of("");
    }
    Set<String> members = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode type : content) {
      gather(type.path("schema"), members, seen);
    }
    members.removeAll(RouteBodies.MEMBERS);
    members.removeAll(RouteBodies.MEMBERS_OF_HOLIDAYS);
    members.removeAll(RouteBodies.MEMBERS_OF_BOARDS);
    if (operation.endsWith(" /runbooks") || operation.endsWith(" /runbooks/{id}")) {
      members.removeAll(RouteBodies.MEMBERS_OF_RUNBOOKS);
    }
    members.removeAll(RouteBodies.MEMBERS_OF_CONDITIONS);
    members.removeAll(RouteBodies.MEMBERS_OF_HIDING);
    if (!members.isEmpty()) {
      throw unknown(operation, "members", members.toString());
    }
    List<String> bodies = RouteBodies.BODIES.get(operation);
    if (bodies == null) {
      throw unknown(operation, "body of", operation);
    }
    return bodies;
  }

  /**
   * @param seen the schemas that were named before: some are made of themselves
   */
  private void gather(JsonNode schema, Set<String> members, Set<String> seen) {
    if (schema.has("$ref") && !seen.add(schema.get("$ref").asText())) {
      return;
    }
    JsonNode resolved = resolved(schema);
    resolved
        .path("properties")
        .properties()
        .forEach(
            property -> {
              members.add(property.getKey());
              gather(property.getValue(), members, seen);
            });
    if (resolved.has("items")) {
      gather(resolved.get("items"), members, seen);
    }
    for (String several : new String[] {"oneOf", "anyOf", "allOf"}) {
      resolved.path(several).forEach(one -> gather(one, members, seen));
    }
  }

  private JsonNode resolved(JsonNode either) {
    return either.has("$ref")
        ? Objects.requireNonNull(document.at(either.get("$ref").asText().substring(1)))
        : either;
  }

  private static AssertionError unknown(String operation, String what, String name) {
    return new AssertionError(
        "the walk over all routes does not know how to try the "
            + what
            + " "
            + name
            + " of "
            + operation
            + ": say in RouteRequests or RouteBodies what it refers to");
  }
}
