/** Drills: a marked test goes through a whole escalation policy and reports who was reached. */
@NullMarked
package dev.imas.core.drill;

import org.jspecify.annotations.NullMarked;
