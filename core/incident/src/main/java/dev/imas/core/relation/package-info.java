/**
 * Links between incidents: parents and children, causes, duplicates, what follows what (INC-12).
 * They tell people what belongs together, and change nothing by themselves.
 */
@NullMarked
package dev.imas.core.relation;

import org.jspecify.annotations.NullMarked;
