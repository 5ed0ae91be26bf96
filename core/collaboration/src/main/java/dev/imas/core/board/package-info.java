/**
 * Boards of teams: what a team plans to do, in which order and in which sprint. The items are work
 * items; a column of a board follows from an item's status and sprint. Burndowns are computed from
 * a log that is only added to.
 */
@NullMarked
package dev.imas.core.board;

import org.jspecify.annotations.NullMarked;
