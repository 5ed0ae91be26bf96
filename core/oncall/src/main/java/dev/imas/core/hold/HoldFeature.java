package dev.imas.core.hold;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.scheduler.TimerKind;
import java.time.Duration;
import java.util.List;

/** Messages that wait: for quiet hours to end, for others, or for what may be taken back. */
public final class HoldFeature implements IncidentExtension {

  private final CoreContext core;
  private final Duration takeBackWithin;
  private final Duration sweep;
  private final DeliveryPolicyRoutes policy;

  /**
   * @param takeBackWithin for how long an acknowledgement or a resolution is not told to others
   * @param sweep how often messages that wait are looked for
   */
  public HoldFeature(CoreContext core, Duration takeBackWithin, Duration sweep) {
    this.core = core;
    this.takeBackWithin = takeBackWithin;
    this.sweep = sweep;
    this.policy = new DeliveryPolicyRoutes(core.searches());
  }

  @Override
  public void mount(Api api) {
    policy.mount(api);
  }

  @Override
  public List<IncidentReaction> paging() {
    return List.of(new Dropping(takeBackWithin));
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(new TakeBackTimer(new IncidentRepository(), core.queue()).kind());
  }

  @Override
  public List<Recurring> recurring() {
    Digests digests = new Digests(core.housekeeping(), core.queue(), core.clock());
    return List.of(Recurring.every(sweep, "held-messages", tenant -> digests.send()));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(DeliveryPolicyDocuments.of(policy));
  }
}
