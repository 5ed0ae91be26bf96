/**
 * Runbooks: what people do about an incident, step by step. The one that fits is attached when an
 * incident opens, in the version of that moment. IMAS shows commands and runs none.
 */
@NullMarked
package dev.imas.core.runbook;

import org.jspecify.annotations.NullMarked;
