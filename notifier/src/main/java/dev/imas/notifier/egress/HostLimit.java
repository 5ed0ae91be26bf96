package dev.imas.notifier.egress;

/**
 * @param concurrency posts in flight to one host at once
 * @param perSecond posts to one host that begin within a second
 */
public record HostLimit(int concurrency, int perSecond) {}
