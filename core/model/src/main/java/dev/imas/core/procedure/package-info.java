/**
 * Runbooks without their storage: which one belongs to an incident and why, and how the
 * placeholders in its texts, commands and links become values. Pure.
 */
@NullMarked
package dev.imas.core.procedure;

import org.jspecify.annotations.NullMarked;
