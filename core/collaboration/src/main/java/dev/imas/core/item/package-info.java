/**
 * Work items: what people have to do, in one table for all kinds, each with a workflow. Today there
 * are tasks of incidents, which outlive them.
 */
@NullMarked
package dev.imas.core.item;

import org.jspecify.annotations.NullMarked;
