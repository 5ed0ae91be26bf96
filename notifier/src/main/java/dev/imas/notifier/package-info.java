/**
 * Delivers what core decided to tell: tries, retries, and gives up loudly. Decides no recipient.
 */
@NullMarked
package dev.imas.notifier;

import org.jspecify.annotations.NullMarked;
