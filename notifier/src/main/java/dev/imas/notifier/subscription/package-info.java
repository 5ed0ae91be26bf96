/**
 * Mails what status pages tell to those who have subscribed, beside pages and never before them.
 */
@NullMarked
package dev.imas.notifier.subscription;

import org.jspecify.annotations.NullMarked;
