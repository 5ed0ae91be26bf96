/**
 * The fault matrix: each fault is injected into a running product under load, and each ends with
 * the same checks. See docs/reliability.md.
 */
@NullMarked
package dev.imas.e2e.fault;

import org.jspecify.annotations.NullMarked;
