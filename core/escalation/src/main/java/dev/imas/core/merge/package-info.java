/**
 * Merging incidents: one takes the alerts of others, exactly and for good, or until that is undone.
 */
@NullMarked
package dev.imas.core.merge;

import org.jspecify.annotations.NullMarked;
