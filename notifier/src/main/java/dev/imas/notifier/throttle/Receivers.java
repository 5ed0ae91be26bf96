package dev.imas.notifier.throttle;

import dev.imas.core.model.TenantId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The receivers with something to remember: messages in flight, failures, or a rate that is nearly
 * used up. The others are forgotten. Bound to one thread.
 */
public final class Receivers {

  /**
   * Beyond this number, those without messages in flight are forgotten, oldest first. They start
   * again as healthy.
   */
  static final int MOST = 10_000;

  private final ThrottlePolicy policy;
  private final Predicate<String> hasRate;
  private final LinkedHashMap<Receiver, ReceiverGate> gates = new LinkedHashMap<>();

  /**
   * @param hasRate whether receivers of that channel have a rate. Where one message cannot tell of
   *     many incidents, nothing can be folded, so everything is sent
   */
  public Receivers(ThrottlePolicy policy, Predicate<String> hasRate) {
    this.policy = policy;
    this.hasRate = hasRate;
  }

  /** One per tenant: each has a console of its own. */
  public record Receiver(TenantId tenant, UUID id) {

    /** As the statement of a claim names it. */
    @Override
    public String toString() {
      return tenant + "/" + id;
    }
  }

  /**
   * What a claim may take.
   *
   * @param rooms how many for receivers with more or less room than the others, 0 for none
   * @param alone the same for messages that are sent whatever the rate
   * @param room how many for any other receiver
   */
  public record Allowance(Map<Receiver, Integer> rooms, Map<Receiver, Integer> alone, int room) {
    public Allowance {
      rooms = Map.copyOf(rooms);
      alone = Map.copyOf(alone);
    }
  }

  public Allowance allowance(Instant now) {
    gates.values().removeIf(gate -> gate.isIdle(now));
    int usual = policy.rate().unlimited() ? policy.perReceiver() : atMostTheRate();
    Map<Receiver, Integer> rooms = new HashMap<>();
    Map<Receiver, Integer> alone = new HashMap<>();
    gates.forEach(
        (receiver, gate) -> {
          int room = gate.room(now);
          if (room != usual) {
            rooms.put(receiver, room);
          }
          int width = gate.width(now);
          if (width != usual) {
            alone.put(receiver, width);
          }
        });
    return new Allowance(rooms, alone, usual);
  }

  /** The receivers whose rate is used up. */
  public List<Receiver> resting(Instant now) {
    return gates.entrySet().stream()
        .filter(entry -> entry.getValue().isResting(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  public ReceiverGate gate(Receiver receiver, String channel, Instant now) {
    ReceiverGate gate = gates.get(receiver);
    if (gate == null) {
      if (gates.size() >= MOST) {
        forgetOldest();
      }
      gate =
          new ReceiverGate(
              policy, hasRate.test(channel) ? policy.rate() : Rate.UNLIMITED, channel, now);
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
