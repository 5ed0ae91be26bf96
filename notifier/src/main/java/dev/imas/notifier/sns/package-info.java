/**
 * What gateways need of Amazon SNS and may not ask for themselves: its certificates, and
 * subscriptions confirmed (ADR 102).
 */
@NullMarked
package dev.imas.notifier.sns;

import org.jspecify.annotations.NullMarked;
