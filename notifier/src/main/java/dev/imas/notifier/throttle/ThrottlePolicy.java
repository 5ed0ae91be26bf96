package dev.imas.notifier.throttle;

/**
 * @param perReceiver how many messages may be under way to one receiver
 * @param rate for receivers of channels that have one
 */
public record ThrottlePolicy(int perReceiver, Rate rate, CircuitPolicy circuit) {}
