/**
 * Sends by the providers of tenants: which of them are tried, in what order, and how they fare. A
 * channel without providers of a tenant falls back on what is set on this notifier.
 */
@NullMarked
package dev.imas.notifier.provider;

import org.jspecify.annotations.NullMarked;
