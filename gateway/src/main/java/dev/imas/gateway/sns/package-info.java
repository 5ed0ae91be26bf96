/**
 * How posts of Amazon SNS prove themselves, for sources that name its topics: their signatures,
 * their certificates as notifiers fetched them, and the subscriptions that they ask to confirm.
 * Nothing is fetched here (ADR 102).
 */
@NullMarked
package dev.imas.gateway.sns;

import org.jspecify.annotations.NullMarked;
