/** Search over incidents, alerts and timelines by their words, and over what has a name. */
@NullMarked
package dev.imas.core.search;

import org.jspecify.annotations.NullMarked;
