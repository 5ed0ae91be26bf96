package dev.imas.notifier.channel.webhook;

/**
 * @param concurrency posts under way to one host at once
 * @param perSecond posts to one host begun within a second
 */
public record HostLimit(int concurrency, int perSecond) {}
