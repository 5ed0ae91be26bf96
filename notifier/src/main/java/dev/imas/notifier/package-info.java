/**
 * Delivers the notifications that core decided on: it sends, retries, and reports what it gives up.
 * It decides no recipient.
 */
@NullMarked
package dev.imas.notifier;

import org.jspecify.annotations.NullMarked;
