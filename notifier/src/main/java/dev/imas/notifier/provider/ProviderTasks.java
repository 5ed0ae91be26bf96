package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.throttle.ProviderGate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out tasks with a tenant's providers, such as those of rooms, through the same circuits
 * and slots as their messages. A task has one provider, so there is no other to go on with. Only on
 * a virtual thread.
 */
public final class ProviderTasks {

  private static final Logger log = LoggerFactory.getLogger(ProviderTasks.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LEFT_ALONE = Duration.ofSeconds(15);

  private final ProviderDesk desk;
  private final List<InstalledKind> kinds;

  public ProviderTasks(ProviderDesk desk, List<? extends InstalledKind> kinds) {
    this.desk = desk;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * @param type of the provider
   * @param part of the provider's channel that does such tasks; empty where it has none
   * @param otherwise what is said of a provider without it, as the rest of a sentence
   * @param work does the task
   */
  public <V> TaskEnd carryOut(
      TenantId tenant,
      UUID provider,
      String type,
      Function<Channel, Optional<V>> part,
      String otherwise,
      Function<V, TaskEnd> work) {
    Optional<OpenProvider> open = desk.find(kinds, tenant, provider, type);
    if (open.isEmpty()) {
      return new TaskEnd.Dead("its provider was deleted or is not active", false);
    }
    Optional<V> vendor = part.apply(open.get().channel());
    if (vendor.isEmpty()) {
      return new TaskEnd.Dead("its provider " + open.get().name() + " " + otherwise, false);
    }
    ProviderGate gate = open.get().gate();
    return switch (gate.enter(false, desk.clock().instant())) {
      case FULL -> new TaskEnd.Later("all slots of its provider are taken", SOON, false, true);
      case LEFT_ALONE ->
          new TaskEnd.Later(
              "its provider is left alone, since it has stopped answering",
              LEFT_ALONE,
              false,
              true);
      case OPENED -> through(gate, open.get(), () -> work.apply(vendor.get()));
    };
  }

  private TaskEnd through(ProviderGate gate, OpenProvider provider, Supplier<TaskEnd> work) {
    boolean hasAnswered = false;
    try {
      TaskEnd end = carriedOut(provider, work);
      hasAnswered = !(end instanceof TaskEnd.Later later) || later.hasAnswered();
      return end;
    } finally {
      gate.ended(hasAnswered, desk.clock().instant());
    }
  }

  private static TaskEnd carriedOut(OpenProvider provider, Supplier<TaskEnd> work) {
    try {
      return work.get();
    } catch (TaskEnd.Stop stop) {
      return stop.end();
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("provider", provider.id())
          .addKeyValue("type", provider.type())
          .setCause(e)
          .log("A task failed with an error that should have been an end");
      return new TaskEnd.Later("unexpected failure", null, true, true);
    }
  }
}
