/**
 * Work items: what people have to do, in one table for all kinds, each with a workflow. Tasks of
 * incidents outlive them; backlog items are planned on boards.
 */
@NullMarked
package dev.imas.core.item;

import org.jspecify.annotations.NullMarked;
