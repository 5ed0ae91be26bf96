/**
 * The change feed: what changed of a tenant, in an order that stays, told to whoever listens. Rows
 * are appended in the transactions of the changes ({@link dev.imas.core.changes.FeedWriter} and
 * triggers), numbered by {@link dev.imas.core.changes.ChangeFeed}, and told by {@link
 * dev.imas.core.changes.Subscriber}s from a {@link dev.imas.core.changes.Window} that all of a
 * tenant share.
 */
@NullMarked
package dev.imas.core.changes;

import org.jspecify.annotations.NullMarked;
