/** Workflows of work items: which statuses there are, and how an item moves between them. Pure. */
@NullMarked
package dev.imas.core.workflow;

import org.jspecify.annotations.NullMarked;
