/**
 * Error budgets: for how long a service may be broken within some days, and for how long it was.
 * What counts are its incidents with SEV1 or SEV2.
 */
@NullMarked
package dev.imas.core.budget;

import org.jspecify.annotations.NullMarked;
