/**
 * Requests to addresses that tenants enter: checked, pinned to the checked address, limited per
 * host, and bounded in time and size. It knows nothing of messages and channels.
 */
@NullMarked
package dev.imas.notifier.egress;

import org.jspecify.annotations.NullMarked;
