/**
 * The change feed: what changed of a tenant, in an order that stays, told to whoever listens. Rows
 * are appended in the transactions of the changes ({@link dev.imas.core.changes.FeedWriter} and
 * triggers), numbered by {@link dev.imas.core.changes.ChangeFeed}, and told by {@link
 * dev.imas.core.changes.FeedSubscriber}s from a {@link dev.imas.core.changes.ChangeWindow} that all
 * of a tenant share.
 */
@NullMarked
package dev.imas.core.changes;

import org.jspecify.annotations.NullMarked;
