package dev.imas.core.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.drill.Drill.State;
import dev.imas.core.drill.DrillStart.Wanted;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PolicyRepository;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /drills}: starts drills, shows what they found, and ends them. */
public final class DrillRoutes {

  private final Transactions transactions;
  private final ServiceRepository services;
  private final DrillStart start;
  private final DrillEnd end;
  private final InstantSource clock;
  private final DrillRepository drills = new DrillRepository();
  private final ReportRepository reports = new ReportRepository();
  private final PolicyRepository policies = new PolicyRepository();
  private final DrillScheduleRepository schedules = new DrillScheduleRepository();

  public DrillRoutes(
      Transactions transactions,
      ServiceRepository services,
      DrillStart start,
      DrillEnd end,
      InstantSource clock) {
    this.transactions = transactions;
    this.services = services;
    this.start = start;
    this.end = end;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/drills", Permission.DRILL_READ, this::list);
    api.post("/drills", Permission.DRILL_RUN, this::create);
    api.get("/drills/{id}", Permission.DRILL_READ, this::get);
    api.post("/drills/{id}/acknowledge", Permission.DRILL_ACKNOWLEDGE, this::acknowledge);
  }

  /** What a request asks for, before names are looked up. */
  record Asked(
      @Nullable String policy, Reference service, Severity severity, int factor, boolean send) {

    static Asked read(Body body) {
      String policy = body.text("policy", 200);
      Reference service = body.requiredReference("service");
      Severity severity = body.severity("severity");
      return new Asked(
          policy,
          service,
          severity == null ? Severity.SEV1_CRITICAL : severity,
          factor(body),
          body.flag("send", false));
    }

    private static int factor(Body body) {
      JsonNode node = body.present("factor");
      if (node == null) {
        return 1;
      }
      if (!node.isInt() || node.intValue() < 1 || node.intValue() > Drill.LARGEST_FACTOR) {
        body.fault(
            "/factor", "must be a whole number from 1 (real time) to " + Drill.LARGEST_FACTOR);
        return 1;
      }
      return node.intValue();
    }

    Wanted wanted(Tx tx, ServiceRepository services, PolicyRepository policies) {
      UUID found =
          services
              .findId(tx, service)
              .await()
              .orElseThrow(
                  () -> Fault.invalid("/service", "/service names " + service + ", which is none"));
      return new Wanted(
          policy == null
              ? Optional.empty()
              : Optional.of(
                  policies
                      .keep(tx, Reference.of(policy.strip()))
                      .orElseThrow(
                          () ->
                              Fault.invalid(
                                  "/policy", "/policy names " + policy + ", which is none"))),
          found,
          severity,
          Labels.EMPTY,
          factor,
          send);
    }
  }

  private Answer create(Call call) {
    Body body = call.body().only("policy", "service", "severity", "factor", "send");
    Asked asked = Asked.read(body);
    body.throwIfFaulty();
    DrillReport made =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  start.start(
                      tx, asked.wanted(tx, services, policies), call.author(), Optional.empty());
              DrillReport report = reports.of(tx, existing(tx, id));
              Map<String, Object> kept = new LinkedHashMap<>();
              kept.put("policy", report.policy().name());
              kept.put("service", report.service().name());
              kept.put("severity", report.severity());
              kept.put("factor", report.factor());
              kept.put("send", report.send());
              call.audit(tx, Audit.Change.create(new Audit.Subject("drill", id), kept));
              return report;
            });
    return Answer.created(Api.BASE + "/drills/" + made.id(), made);
  }

  private Answer list(Call call) {
    Query query = call.query("state", "schedule", "limit", "cursor");
    ListRange paging = query.paging();
    Reference schedule = query.reference("schedule");
    String[] states = query.choices("state", State.class);
    String[] stored =
        states == null
            ? null
            : Arrays.stream(states).map(s -> s.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    List<DrillReport> found =
        transactions.call(
            call.tenant(),
            tx ->
                drills.list(tx, stored, idOf(tx, schedule), paging).stream()
                    .map(d -> reports.of(tx, d))
                    .toList());
    return Answer.page(found, paging, d -> new TimeKey(d.startedAt(), d.id()));
  }

  private @Nullable UUID idOf(Tx tx, @Nullable Reference schedule) {
    return schedule == null ? null : schedule.orNothing(schedules.findId(tx, schedule));
  }

  private Answer get(Call call) {
    UUID id = call.pathId("id");
    return Answer.ok(transactions.call(call.tenant(), tx -> reports.of(tx, existing(tx, id))));
  }

  private Drill existing(Tx tx, UUID id) {
    return drills
        .find(tx, id)
        .orElseThrow(() -> Fault.notFound("there is no drill " + id + "; it may be past its time"));
  }

  private Answer acknowledge(Call call) {
    UUID id = call.pathId("id");
    call.body().only().throwIfFaulty();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              existing(tx, id);
              if (!end.acknowledge(tx, id, call.author(), clock.instant())) {
                throw Fault.conflict(
                    "the drill is " + existing(tx, id).state().wireName() + " already");
              }
              call.audit(
                  tx, new Audit.Change(new Audit.Subject("drill", id), "acknowledge", null, null));
              return reports.of(tx, existing(tx, id));
            }));
  }
}
