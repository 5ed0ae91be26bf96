/** Versions of a tenant's routing rules, and which one is active. */
@NullMarked
package dev.imas.core.ruleset;

import org.jspecify.annotations.NullMarked;
