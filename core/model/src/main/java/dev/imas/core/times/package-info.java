/**
 * Named intervals of time in Alertmanager's shape, by which rules tell or do not tell: how they are
 * written, what they mean, and when they begin and end next. Pure.
 */
@NullMarked
package dev.imas.core.times;

import org.jspecify.annotations.NullMarked;
