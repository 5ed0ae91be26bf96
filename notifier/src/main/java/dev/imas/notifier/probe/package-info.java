/**
 * Asks what tenants offer whether it answers, for their status pages. Nothing is told to anybody.
 */
@NullMarked
package dev.imas.notifier.probe;

import org.jspecify.annotations.NullMarked;
