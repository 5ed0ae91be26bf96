package dev.imas.notifier.throttle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The receivers about which something is known: under way, failing, or near their rate. Those about
 * which nothing is known any more are forgotten. Bound to one thread.
 */
public final class Receivers {

  /** Beyond it those not under way are forgotten, oldest first: they start anew as healthy. */
  static final int MOST = 10_000;

  private final ThrottlePolicy policy;
  private final LinkedHashMap<UUID, ReceiverGate> gates = new LinkedHashMap<>();

  public Receivers(ThrottlePolicy policy) {
    this.policy = policy;
  }

  /**
   * What a claim may take.
   *
   * @param busy receivers that get nothing now
   * @param perReceiver at most so many for any other: no gate has less room than that
   */
  public record Allowance(List<UUID> busy, int perReceiver) {
    public Allowance {
      busy = List.copyOf(busy);
    }
  }

  public Allowance allowance(Instant now) {
    gates.values().removeIf(gate -> gate.isIdle(now));
    List<UUID> busy = new ArrayList<>();
    int least = policy.rate().unlimited() ? policy.perReceiver() : atMostTheRate();
    for (Map.Entry<UUID, ReceiverGate> entry : gates.entrySet()) {
      int room = entry.getValue().room(now);
      if (room == 0) {
        busy.add(entry.getKey());
      } else {
        least = Math.min(least, room);
      }
    }
    return new Allowance(busy, least);
  }

  public ReceiverGate gate(UUID receiver, String channel, Rate rate, Instant now) {
    ReceiverGate gate = gates.get(receiver);
    if (gate == null) {
      if (gates.size() >= MOST) {
        forgetOldest();
      }
      gate = new ReceiverGate(policy, channel, rate, now);
      gates.put(receiver, gate);
    }
    return gate;
  }

  /** How many circuits are not closed, by channel. */
  public Map<String, Map<Circuit.State, Integer>> circuits(Instant now) {
    Map<String, Map<Circuit.State, Integer>> counts = new HashMap<>();
    for (ReceiverGate gate : gates.values()) {
      counts
          .computeIfAbsent(gate.channel(), c -> new EnumMap<>(Circuit.State.class))
          .merge(gate.circuit(now), 1, Integer::sum);
    }
    return counts;
  }

  int size() {
    return gates.size();
  }

  private int atMostTheRate() {
    return Math.min(policy.perReceiver(), policy.rate().messages());
  }

  private void forgetOldest() {
    gates.values().stream()
        .filter(gate -> !gate.isBusy())
        .findFirst()
        .ifPresent(oldest -> gates.values().remove(oldest));
  }
}
