package dev.imas.core.load;

import dev.imas.core.load.LoadPlan.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers to post to, each with its own generator. Servers that the tool starts end with it.
 */
final class LoadTargets implements AutoCloseable {

  /** One server. */
  record Side(Target target, Endpoint endpoint, LoadGenerator generator) {
    String name() {
      return switch (target) {
        case IMAS -> "IMAS";
        case ALERTMANAGER -> "Alertmanager";
        case FLOOR -> "floor";
      };
    }
  }

  private final List<ChildServer> children = new ArrayList<>();
  private final List<Side> sides = new ArrayList<>();

  private LoadTargets() {}

  /** Starts the servers that the tool must start; connects to none. */
  static LoadTargets of(LoadPlan plan, String run) {
    LoadTargets targets = new LoadTargets();
    try {
      targets.add(plan, plan.target(), run, plan.url(), null);
      LoadPlan.Beside beside = plan.beside();
      if (beside != null) {
        for (Target other : beside.others()) {
          targets.add(plan, other, run, beside.alertmanager(), beside);
        }
      }
      return targets;
    } catch (RuntimeException e) {
      targets.close();
      throw e;
    }
  }

  private void add(
      LoadPlan plan,
      Target target,
      String run,
      @Nullable Endpoint running,
      LoadPlan.@Nullable Beside beside) {
    Endpoint endpoint;
    if (target == Target.FLOOR) {
      endpoint = started(ChildServer.floor(plan.floorLoops()));
    } else if (running == null && beside != null && beside.alertmanagerProgram() != null) {
      endpoint = started(ChildServer.alertmanager(beside.alertmanagerProgram()));
    } else if (running != null) {
      endpoint = running;
    } else {
      throw new IllegalArgumentException("there is no server for " + target);
    }
    boolean imas = target == Target.IMAS;
    LoadShape shape = plan.shape();
    sides.add(
        new Side(
            target,
            endpoint,
            new LoadGenerator(
                endpoint,
                target == Target.ALERTMANAGER ? shape.as(AlertFormat.PROMETHEUS) : shape,
                imas
                    ? plan.senders()
                    : plan.senders().stream().map(LoadSender::withoutKey).toList(),
                plan.settings(),
                run,
                plan.seed(),
                plan.longest())));
  }

  private Endpoint started(ChildServer child) {
    children.add(child);
    return child.endpoint();
  }

  Side first() {
    return sides.getFirst();
  }

  List<Side> all() {
    return List.copyOf(sides);
  }

  @Override
  public void close() {
    sides.forEach(side -> side.generator().close());
    children.forEach(ChildServer::close);
  }
}
