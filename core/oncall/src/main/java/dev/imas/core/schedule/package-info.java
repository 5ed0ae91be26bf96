/**
 * On-call schedules: their versions, overrides and absences as rows, and the API that makes them
 * and asks who is on call. What they mean is calculated by {@link dev.imas.core.oncall}.
 */
@NullMarked
package dev.imas.core.schedule;

import org.jspecify.annotations.NullMarked;
