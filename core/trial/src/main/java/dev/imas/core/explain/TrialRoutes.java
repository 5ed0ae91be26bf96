package dev.imas.core.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.access.Permission;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.bus.BodyReading.ReadEvent;
import dev.imas.core.bus.BodyReading.Unread;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.explain.TrialRepository.KnownAlert;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.intake.AlertFacts;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.paging.WouldPage;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.recent.RecentBodyRepository;
import dev.imas.core.rule.Decision;
import dev.imas.core.rule.Explanation;
import dev.imas.core.rule.Explanation.OpeningTrace;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.rule.TitleTemplate;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.ruleset.StoredRules;
import dev.imas.core.source.SourceRepository;
import dev.imas.core.suppressed.Suppression;
import dev.imas.core.suppression.SuppressionPlan;
import dev.imas.core.suppression.SuppressionSubject;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /sources/{id}/try}: what a body of that source would become, from how it is read to whom
 * it would call (RTE-12). Nothing is stored.
 *
 * <p>The request is the body itself, as the sender posts it, or an object that has it as text; or
 * it names a body that the source has posted ({@code /sources/{id}/bodies/{receipt}/try}).
 */
public final class TrialRoutes {

  private static final Set<String> MEMBERS = Set.of("body", "path", "content_type", "rules", "at");

  /**
   * @param ruleSetVersion the version in force; 0 for none; null when the request had rules of its
   *     own
   * @param alerts the first of them
   * @param deadLetters the first of what could not be read
   * @param events the first of what is read and is no alert
   * @param unmatchedPointers of the source's profile or mapping
   */
  record TriedBody(
      @Nullable Integer ruleSetVersion,
      String path,
      String dialect,
      int alertCount,
      List<TriedOne> alerts,
      int deadLetterCount,
      List<Unread> deadLetters,
      int truncatedBySender,
      int eventCount,
      List<ReadEvent> events,
      List<String> unmatchedPointers) {}

  /**
   * @param title of an incident that it would open
   * @param links by their names in the alert
   * @param details what else the sender said
   * @param flags what was odd about it
   */
  record TriedOne(
      String status,
      Severity severity,
      String name,
      String title,
      String service,
      String fingerprint,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> links,
      Map<String, String> details,
      List<String> flags,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      Explanation routing,
      Would would) {}

  private record Facts(
      @Nullable RuleSetView inForce,
      RuleSetDefinition rules,
      List<ServiceView> services,
      LookupTable.Versions tables,
      Origin origin) {}

  /**
   * @param rules instead of those in force
   */
  private record Asked(@Nullable RuleSetDefinition rules, Instant at) {}

  private record Pasted(Buffer body, String path, String contentType, Asked trial) {}

  private final Reruns reruns;
  private final Transactions transactions;
  private final RuleSetRoutes drafts;
  private final ServiceRepository services;
  private final LookupTables tables = new LookupTables();
  private final PastedReader reader;
  private final RecentBodyRepository bodies;
  private final Duration reopenWindow;
  private final InstantSource clock;
  private final SourceRepository sources = new SourceRepository();
  private final TrialRepository trials = new TrialRepository();
  private final Suppression hiding = new Suppression();
  private final WouldPage paging;

  /**
   * @param drafts reads the rules of a request
   * @param reopenWindow within which an incident is reopened by its group
   */
  public TrialRoutes(
      Reruns reruns,
      Transactions transactions,
      RuleSetRoutes drafts,
      ServiceRepository services,
      PersonReach people,
      PastedReader reader,
      RecentBodyRepository bodies,
      Duration reopenWindow,
      InstantSource clock) {
    this.reruns = reruns;
    this.transactions = transactions;
    this.drafts = drafts;
    this.services = services;
    this.paging = new WouldPage(people);
    this.reader = reader;
    this.bodies = bodies;
    this.reopenWindow = reopenWindow;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.post("/sources/{id}/try", Permission.RULE_READ, this::tryOut);
    api.post("/sources/{id}/bodies/{receipt}/try", Permission.RULE_READ, this::tryKept);
  }

  private Answer tryOut(Call call) {
    Pasted asked = pasted(call);
    Reference source = call.reference("id");
    UUID id = existing(call, source);
    return Answer.ok(
        tried(
            call,
            asked.trial,
            id,
            reader.read(call.tenant(), id, asked.path, asked.contentType, asked.body)));
  }

  private Answer tryKept(Call call) {
    Reference source = call.reference("id");
    UUID receipt = call.pathId("receipt");
    Body body = call.body().only("rules", "at");
    Asked asked = asked(call.tenant(), body);
    UUID id = existing(call, source);
    RecentBodyRepository.Opened kept =
        transactions.call(call.tenant(), tx -> bodies.open(tx, call.tenant(), id, receipt));
    return Answer.ok(
        tried(
            call,
            asked,
            id,
            reader.readKept(call.tenant(), id, kept.body().dialect(), kept.bytes())));
  }

  private UUID existing(Call call, Reference source) {
    return transactions
        .call(call.tenant(), tx -> sources.findId(tx, source).await())
        .orElseThrow(() -> Fault.notFound("there is no source " + source));
  }

  private TriedBody tried(Call call, Asked asked, UUID source, BodyReading reading) {
    List<Explanation> explained =
        reruns
            .run(
                call.tenant(),
                () ->
                    transactions.run(
                        call.tenant(), tx -> Future.succeededFuture(facts(tx, asked, source))),
                facts -> explained(reading, asked, facts))
            .await();
    return transactions.call(call.tenant(), tx -> tried(tx, call, asked, reading, explained));
  }

  private Pasted pasted(Call call) {
    byte[] sent = call.bytes();
    if (sent.length == 0) {
      throw Fault.badRequest("the request is empty; send a body as the sender posts it");
    }
    if (sent.length > PastedBodyRoutes.LONGEST_BODY) {
      throw Fault.badRequest(
          "the body has more than " + PastedBodyRoutes.LONGEST_BODY + " bytes; send a shorter one");
    }
    ObjectNode wrapped = wrapped(sent);
    if (wrapped == null) {
      String type = call.header("content-type");
      return new Pasted(
          Buffer.buffer(sent), "", type == null ? "" : type, new Asked(null, clock.instant()));
    }
    Body body = Body.of(wrapped);
    String path = body.text("path", 200, "");
    String contentType = body.text("content_type", 200, "");
    String pasted = body.requiredText("body", PastedBodyRoutes.LONGEST_BODY);
    return new Pasted(Buffer.buffer(pasted), path, contentType, asked(call.tenant(), body));
  }

  private Asked asked(TenantId tenant, Body body) {
    Instant at = body.time("at");
    body.throwIfFaulty();
    return new Asked(
        body.present("rules") == null ? null : drafts.rules(tenant, body),
        at == null ? clock.instant() : at);
  }

  /** Null if it is a body as a sender posts it. */
  private static @Nullable ObjectNode wrapped(byte[] sent) {
    try {
      return Json.MAPPER.readTree(sent) instanceof ObjectNode object
              && object.path("body").isTextual()
              && object.properties().stream().allMatch(m -> MEMBERS.contains(m.getKey()))
          ? object
          : null;
    } catch (IOException e) {
      return null; // a form, or text
    }
  }

  private Facts facts(Tx tx, Asked asked, UUID source) {
    RuleSetView inForce = asked.rules == null ? drafts.inForce(tx) : null;
    RuleSetDefinition rules = rules(tx, asked, inForce);
    return new Facts(
        inForce,
        rules,
        StoredRules.services(tx, services),
        tables.of(tx, rules),
        sources.origin(tx, source));
  }

  private RuleSetDefinition rules(Tx tx, Asked asked, @Nullable RuleSetView inForce) {
    if (asked.rules != null) {
      return tables.pinned(tx, asked.rules);
    }
    return inForce == null ? RuleSetDefinition.EMPTY : inForce.definition();
  }

  private static List<Explanation> explained(BodyReading reading, Asked asked, Facts facts) {
    RuleSetView inForce = facts.inForce;
    RoutingTable table =
        RoutingTable.compile(
            inForce == null ? 0 : inForce.version(),
            facts.rules,
            StoredRules.catalog(facts.services),
            reading.autoResolve(),
            facts.tables);
    return reading.alerts().stream()
        .map(alert -> table.explain(reading.routed(alert, asked.at, facts.origin)))
        .toList();
  }

  private TriedBody tried(
      Tx tx, Call call, Asked asked, BodyReading reading, List<Explanation> explained) {
    List<Trial.Alert> all = new ArrayList<>();
    for (int i = 0; i < explained.size(); i++) {
      ReadAlert alert = reading.alerts().get(i);
      all.add(
          new Trial.Alert(
              Fingerprint.parse(alert.fingerprint()).toUuid(),
              alert.firing(),
              explained.get(i).routing()));
    }
    Map<UUID, KnownAlert> known =
        trials.alerts(tx, all.stream().map(Trial.Alert::fingerprint).collect(Collectors.toSet()));
    Trial trial =
        new Trial(
            known,
            trials.groups(
                tx, all.stream().map(a -> a.routing().groupKey()).collect(Collectors.toSet())),
            hidden(tx, call, asked, reading, all, explained, known),
            reopenWindow,
            asked.at);
    List<TriedOne> tried = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      ReadAlert alert = reading.alerts().get(i);
      Explanation why = explained.get(i);
      Would would = trial.next(all.get(i));
      tried.add(
          shown(alert, why, calls(would) ? would.calling(pages(tx, alert, why, asked.at)) : would));
    }
    return new TriedBody(
        asked.rules != null || explained.isEmpty()
            ? inForce(tx, asked)
            : Integer.valueOf(explained.getFirst().routing().ruleSetVersion()),
        reading.path(),
        reading.dialect(),
        reading.alertCount(),
        tried,
        reading.brokenCount(),
        reading.broken(),
        reading.truncatedBySender(),
        reading.eventCount(),
        reading.events(),
        reading.unmatched());
  }

  private @Nullable Integer inForce(Tx tx, Asked asked) {
    RuleSetView inForce = asked.rules == null ? drafts.inForce(tx) : null;
    return asked.rules != null ? null : inForce == null ? Integer.valueOf(0) : inForce.version();
  }

  private static boolean calls(Would would) {
    return would.outcome() == Would.Outcome.OPENED || would.outcome() == Would.Outcome.REOPENED;
  }

  private SuppressionPlan hidden(
      Tx tx,
      Call call,
      Asked asked,
      BodyReading reading,
      List<Trial.Alert> all,
      List<Explanation> explained,
      Map<UUID, KnownAlert> known) {
    List<SuppressionSubject> subjects = new ArrayList<>();
    Map<UUID, RuleTimes> times = new HashMap<>();
    for (Trial.Alert alert : Trial.beginning(all, known)) {
      OpeningTrace opening = explained.get(all.indexOf(alert)).opening();
      if (opening != null) {
        times.put(alert.fingerprint(), opening.times());
      }
      subjects.add(
          new SuppressionSubject(
              alert.fingerprint(),
              alert.routing().serviceId(),
              alert.routing().severity(),
              Labels.of(reading.alerts().get(all.indexOf(alert)).labels()),
              true,
              true,
              Decision.isRecorded(alert.routing().decision()),
              List.of()));
    }
    return subjects.isEmpty()
        ? SuppressionPlan.NOTHING
        : hiding.wouldDecide(tx, call.tenant(), subjects, firing -> times, asked.at);
  }

  private WouldPage.Pages pages(Tx tx, ReadAlert alert, Explanation why, Instant at) {
    OpeningTrace opening = why.opening();
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.putAll(setBy(why));
    return paging.of(
        tx,
        why.routing().serviceId(),
        why.routing().severity(),
        Labels.of(labels),
        opening == null ? Optional.empty() : Optional.ofNullable(opening.escalationPolicy()),
        at);
  }

  private static TriedOne shown(ReadAlert alert, Explanation why, Would would) {
    return new TriedOne(
        alert.firing() ? "firing" : "resolved",
        why.routing().severity(),
        alert.name(),
        title(alert, why),
        why.service().name(),
        alert.fingerprint(),
        alert.labels(),
        alert.annotations(),
        links(alert),
        alert.details(),
        alert.flags(),
        alert.startsAt(),
        alert.endsAt(),
        why,
        would);
  }

  private static String title(ReadAlert alert, Explanation why) {
    OpeningTrace opening = why.opening();
    String template = opening == null ? null : opening.title();
    RuleActions said =
        template == null
            ? RuleActions.NONE
            : new RuleActions(
                TitleTemplate.compile(template),
                null,
                List.of(),
                List.of(),
                Duration.ZERO,
                null,
                null,
                null,
                RuleTimes.NONE,
                setBy(why));
    return new AlertFacts(
            Fingerprint.parse(alert.fingerprint()).toUuid(),
            alert.name(),
            "",
            alert.labels(),
            alert.annotations(),
            null,
            null,
            Instant.EPOCH,
            PastRouting.NONE,
            said)
        .title(Incident.LONGEST_TITLE);
  }

  /** What the rules set of the alert's labels. */
  private static Map<String, String> setBy(Explanation why) {
    Map<String, String> set = new TreeMap<>();
    if (why.enriched() != null) {
      why.enriched().forEach(one -> set.putAll(one.set()));
    }
    return set;
  }

  private static Map<String, String> links(ReadAlert alert) {
    Map<String, String> links = new TreeMap<>();
    alert.annotations().forEach((name, value) -> link(links, name, value));
    alert.details().forEach((name, value) -> link(links, name, value));
    return links;
  }

  private static void link(Map<String, String> links, String name, String value) {
    if (value.startsWith("https://") || value.startsWith("http://")) {
      links.put(name, value);
    }
  }
}
