/** Makes and follows issues of work items in trackers. */
@NullMarked
package dev.imas.notifier.issue;

import org.jspecify.annotations.NullMarked;
